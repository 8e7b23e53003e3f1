// SPDX-License-Identifier: Apache-2.0
// Design -> files. Emitters never fail and never derive a number.
#pragma once

#include <string>
#include <vector>

#include "kvolt/design.hpp"

namespace kvolt {

struct File {
    std::string path;  ///< relative to the output directory, '/' separated
    std::string text;
};

/// Everything `kvolt generate` writes, sorted by path; byte-identical for the same design.
/// Layout: rtl/*.v, macros/*.v, <name>.sim.f (DPI macro), <name>.portable.f (Verilog macro), <name>.synth.f,
/// constraints/<name>.sdc, include/<name>_regs.h, docs/<name>.md, macros/<macro>.lib, bench/<name>_bind.cpp,
/// manifest.json, config.toml.
std::vector<File> emit_all(const Design& design);

/// Writes all files or none: into a sibling temporary directory that is renamed into place. An existing output
/// directory is replaced only if it is empty or holds a KVolt manifest. Throws InputError otherwise.
void write_directory(const std::string& directory, const std::vector<File>& files);

}  // namespace kvolt
