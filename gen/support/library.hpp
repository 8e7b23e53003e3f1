// SPDX-License-Identifier: Apache-2.0
// Files of the source tree that travel inside the binary; their paths are relative to the source tree.
#pragma once

#include <vector>

#include "gen/support/file.hpp"

namespace kvolt {

const std::vector<File>& embedded_rtl();            ///< rtl/*.v
const std::vector<File>& embedded_macros();         ///< sim/macros/*.v
const std::vector<File>& embedded_presets();        ///< gen/config/presets/*.toml
const std::vector<File>& embedded_constraints();    ///< constraints/*
const std::vector<File>& embedded_license();        ///< LICENSE
const std::vector<File>& embedded_macro_sources();  ///< the C++ behind sim/macros/*.v
const std::vector<File>& embedded_headers();        ///< what a generated model is compiled against
const std::vector<File>& embedded_suites();         ///< gen/flows/regression/suites/*.toml
const std::vector<File>& embedded_proofs();         ///< rtl/properties/*.v, gen/flows/proofs/*.txt

}  // namespace kvolt
