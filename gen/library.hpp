// SPDX-License-Identifier: Apache-2.0
// Files of the source tree that travel inside the binary; their paths are relative to the source tree.
#pragma once

#include <vector>

#include "kvolt/emit.hpp"

namespace kvolt {

const std::vector<File>& embedded_rtl();          ///< rtl/*.v
const std::vector<File>& embedded_macros();       ///< sim/macros/*.v
const std::vector<File>& embedded_presets();      ///< gen/presets/*.toml
const std::vector<File>& embedded_constraints();  ///< constraints/*
const std::vector<File>& embedded_headers();      ///< what a generated model is compiled against

}  // namespace kvolt
