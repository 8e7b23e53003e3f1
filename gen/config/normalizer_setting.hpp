// SPDX-License-Identifier: Apache-2.0
// Numbers of one normalizer, as docs/adc.md names them; the generator's tables and the golden model start from these.
#pragma once

#include "gen/config/kinds.hpp"

namespace kvolt {

struct NormalizerSetting {
    NormalizerKind kind = NormalizerKind::hardsigmoid;
    int in_bits = 6;       ///< signed score code summed over the row groups
    int out_bits = 4;      ///< phi code
    double lsb_ua = 2.5;   ///< score of one code
    double scale_ua = 80;  ///< score that is y = 1
    int shift = 0;         ///< relu
    double bias = 0;       ///< sigmoid, the whole b of the formula
    double beta = 0;       ///< consmax
    double gamma = 1;      ///< consmax
    int window = 64;       ///< most live slots

    [[nodiscard]] int p_max() const { return (1 << out_bits) - 1; }
};

}  // namespace kvolt
