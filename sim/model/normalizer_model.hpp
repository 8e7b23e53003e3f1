// SPDX-License-Identifier: Apache-2.0
// Integer functions of the normalizers, one file per kind in sim/model/normalizers/, written from docs/adc.md and not
// from the RTL or the generator's tables.
#pragma once

#include <functional>

#include "gen/config/normalizer_setting.hpp"

namespace kvolt {

/// Phi code 0..p_max of the score code x with `live` slots (at least 1).
using NormalizerFunction = std::function<int(int x, int live)>;

NormalizerFunction normalizer_function(const NormalizerSetting& setting);

// One per file of sim/model/normalizers/.
#define KVOLT_DECLARE(kind) NormalizerFunction kind##_function(const NormalizerSetting& setting);
KVOLT_NORMALIZERS(KVOLT_DECLARE)
#undef KVOLT_DECLARE

}  // namespace kvolt
