// SPDX-License-Identifier: Apache-2.0
// Whether a waveform file is whole. The library that writes FST does not say when the disk is full.
#pragma once

#include <cstdint>
#include <string>

namespace kvolt {

struct FstFacts {
    std::string problem;               ///< why the file is not whole; empty: it is
    int timescale = 0;                 ///< a unit of time is 10^timescale s
    std::uint64_t start = 0, end = 0;  ///< first and last time, in units
    std::uint64_t variables = 0;
};

/// Walks the blocks of the file: header, value changes as many as the header says, geometry and hierarchy, with nothing
/// cut off.
FstFacts check_fst(const std::string& path);

}  // namespace kvolt
