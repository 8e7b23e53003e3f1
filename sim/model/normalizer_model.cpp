// SPDX-License-Identifier: Apache-2.0
#include "sim/model/normalizer_model.hpp"

#include <array>

namespace kvolt {

NormalizerFunction normalizer_function(const NormalizerSetting& setting) {
    // In the order of NormalizerKind.
    static constexpr std::array make{hardsigmoid_function, relu_function, sigmoid_function, consmax_function};
    return make.at(static_cast<std::size_t>(setting.kind))(setting);
}

}  // namespace kvolt
