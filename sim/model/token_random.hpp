// SPDX-License-Identifier: Apache-2.0
// The tokens of a run from a seed.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/model/token_set.hpp"

namespace kvolt {

/// What q, k and v are drawn as.
enum class DrawnAs {
    codes,  ///< every code of q alike often; the reals are what the codes stand for
    reals,  ///< q uniform in 0..1, k and v any voltage: codes are what they round to
};

/// Draws `sequences` sequences of `tokens` tokens: q uniform; the rows of k share a bias that
/// wanders from token to token, and each row of v has a bias of its own that wanders more slowly. So scores lie
/// below zero, inside and above the saturation current, and outputs clip at both ends once the window has some
/// tokens. The same arguments give the same tokens on every machine.
TokenSet random_tokens(const Design& design, std::size_t tokens, std::uint64_t seed, std::size_t sequences = 1,
                       DrawnAs as = DrawnAs::codes);

}  // namespace kvolt
