// SPDX-License-Identifier: Apache-2.0
#include "sim/model/token_code.hpp"

#include <algorithm>
#include <cmath>

namespace kvolt {

int code_of(double value, double full_scale, int max) {
    // nearbyint in the default rounding mode is round half to even.
    return static_cast<int>(std::clamp(std::nearbyint(value / full_scale * max), 0.0, static_cast<double>(max)));
}

}  // namespace kvolt
