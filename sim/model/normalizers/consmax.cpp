// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "sim/model/normalizer_model.hpp"

namespace kvolt {

NormalizerFunction consmax_function(const NormalizerSetting& s) {
    const int places = s.in_bits + s.out_bits + 2;
    const std::int64_t unit = std::int64_t{1} << places;
    const double log2_e = 1.0 / std::log(2.0);
    const auto slope =
        static_cast<std::int64_t>(std::floor(s.lsb_ua / s.scale_ua * log2_e * static_cast<double>(unit) + 0.5));
    const auto offset = static_cast<std::int64_t>(
        std::floor((std::log2(s.p_max() / s.gamma) - s.beta * log2_e) * static_cast<double>(unit) + 0.5));
    return [=](int x, int) {
        const std::int64_t t = x * slope + offset;
        const std::int64_t fraction = ((t % unit) + unit) % unit;
        const std::int64_t octave = (t - fraction) / unit;
        if (octave < -1) return 0;
        if (octave >= s.out_bits) return s.p_max();
        const std::int64_t index = fraction * (s.p_max() + 1) / unit;
        const double power = std::exp2((static_cast<double>(index) + 0.5) / (s.p_max() + 1));
        const auto entry = static_cast<std::int64_t>(std::floor(power * (8 * (s.p_max() + 1)) + 0.5));
        // entry is 2^fraction with out_bits + 3 places; octave -1 halves it, which one more place stands for.
        const std::int64_t half = std::int64_t{1} << (s.out_bits + 3);
        const std::int64_t p = ((entry << (octave + 1)) + half) / (2 * half);
        return static_cast<int>(std::min<std::int64_t>(p, s.p_max()));
    };
}

}  // namespace kvolt
