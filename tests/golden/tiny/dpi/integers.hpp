// SPDX-License-Identifier: Apache-2.0
// Arithmetic of widths and counts.
#pragma once

#include <algorithm>
#include <cstdint>

namespace kvolt {

/// Digits of `value` in binary; 0 for 0.
constexpr int bit_width(std::uint64_t value) {
    int bits = 0;
    for (; value != 0; value >>= 1) ++bits;
    return bits;
}

/// Bits of a port that holds 0..`largest`: at least one.
constexpr int bits_for(std::uint64_t largest) { return std::max(1, bit_width(largest)); }

/// Bits that tell `count` things apart, as Verilog's $clog2: 0 for one thing.
constexpr int clog2(std::uint64_t count) { return count <= 1 ? 0 : bit_width(count - 1); }

/// `a` / `b` rounded up; a >= 0, b > 0.
template <class Integer>
constexpr Integer ceil_div(Integer a, Integer b) {
    return a / b + (a % b != 0 ? 1 : 0);
}

}  // namespace kvolt
