// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "sim/model/normalizer_model.hpp"

namespace kvolt {

NormalizerFunction hardsigmoid_function(const NormalizerSetting& s) {
    const std::int64_t unit = std::int64_t{1} << (s.in_bits + 4);
    const std::int64_t p_max = s.p_max();
    const double exact = static_cast<double>(p_max) * s.lsb_ua / s.scale_ua * static_cast<double>(unit);
    const auto gain = static_cast<std::int64_t>(std::min(std::floor(exact + 0.5), static_cast<double>(p_max * unit)));
    return [=](int x, int) {
        if (x <= 0) return 0;
        return static_cast<int>(std::min((x * gain + unit / 2) / unit, p_max));
    };
}

}  // namespace kvolt
