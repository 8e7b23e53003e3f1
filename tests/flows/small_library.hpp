// SPDX-License-Identifier: Apache-2.0
// A Liberty library of a dozen cells, small enough to read: area, function, one delay table each.
#pragma once

#include <string>

namespace kvolt {

/// What the library has beside logic and flip-flops.
struct SmallLibrary {
    bool clock_gate = true;
    bool latch = true;
    bool buffer = true;
    bool clear = true;
};

std::string small_library(const SmallLibrary& with = {});

}  // namespace kvolt
