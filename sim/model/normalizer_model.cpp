// SPDX-License-Identifier: Apache-2.0
#include "sim/model/normalizer_model.hpp"

#include <array>

namespace kvolt {

NormalizerFunction normalizer_function(const NormalizerSetting& setting) {
#define KVOLT_FUNCTION(kind) kind##_function,
    static constexpr std::array make{KVOLT_NORMALIZERS(KVOLT_FUNCTION)};
#undef KVOLT_FUNCTION
    return make.at(static_cast<std::size_t>(setting.kind))(setting);
}

}  // namespace kvolt
