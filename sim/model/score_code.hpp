// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>

namespace kvolt {

/// Signed score code of `bits` bits: clamp(floor(score / lsb + 0.5), -2^(bits-1), 2^(bits-1) - 1); docs/adc.md.
inline int score_code(double score_ua, double lsb_ua, int bits) {
    const double half = std::ldexp(1.0, bits - 1);
    return static_cast<int>(std::clamp(std::floor(score_ua / lsb_ua + 0.5), -half, half - 1.0));
}

}  // namespace kvolt
