// SPDX-License-Identifier: Apache-2.0
// Design -> files. Emitters never fail and never derive a number.
#pragma once

#include <vector>

#include "gen/design/design.hpp"
#include "gen/support/file.hpp"

namespace kvolt {

/// Everything `kvolt generate` writes, sorted by path; byte-identical for the same design.
/// Layout: rtl/*.v, macros/*.v, <name>.sim.f (DPI macro), <name>.portable.f (Verilog macro), <name>.synth.f,
/// <name>.tb.f, constraints/<name>.sdc, include/<name>_regs.h, docs/<name>.md, macros/<macro>.lib,
/// bench/<name>_bind.cpp, bench/<name>_tb.v, LICENSE, manifest.json, config.toml.
/// Their hash is the identity of the engine, whatever `design` has (gen/emit/identity.hpp).
std::vector<File> emit_all(const Design& design);

/// The same with the hash that `design` has.
std::vector<File> emit_files(const Design& design);

}  // namespace kvolt
