// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "sim/model/normalizer_model.hpp"

namespace kvolt {

NormalizerFunction sigmoid_function(const NormalizerSetting& s) {
    return [s](int x, int) {
        const double y = x * s.lsb_ua / s.scale_ua;
        const double f = 1.0 / (1.0 + std::exp(-(y + s.bias)));
        return static_cast<int>(std::floor(s.p_max() * f + 0.5));
    };
}

}  // namespace kvolt
