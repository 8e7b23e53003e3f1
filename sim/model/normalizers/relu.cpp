// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "sim/model/normalizer_model.hpp"

namespace kvolt {

NormalizerFunction relu_function(const NormalizerSetting& s) {
    const std::int64_t unit = std::int64_t{1} << (s.in_bits + 5);
    const std::int64_t p_max = s.p_max();
    const double exact =
        static_cast<double>(p_max) * s.lsb_ua / s.scale_ua * static_cast<double>(unit) * std::exp2(-s.shift);
    const double most = static_cast<double>(p_max * unit) * s.window;
    const auto numerator = static_cast<std::int64_t>(std::min(std::floor(exact + 0.5), most));
    return [=](int x, int live) {
        if (x <= 0) return 0;
        const std::int64_t gain = std::min((numerator + live / 2) / live, p_max * unit);
        return static_cast<int>(std::min((x * gain + unit / 2) / unit, p_max));
    };
}

}  // namespace kvolt
