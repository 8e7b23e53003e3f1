// SPDX-License-Identifier: Apache-2.0
// How far a normalizer is from its real formula, by itself and in the attention around it.
#pragma once

#include <cstddef>
#include <cstdint>

#include "gen/design/design.hpp"

namespace kvolt {

/// Largest |N(x) - clamp(p_max * f, 0, p_max)| in phi codes over every score code and, where the formula depends on it,
/// every number of live slots.
double normalizer_error_codes(const NormalizerSetting& setting);

struct AttentionError {
    double rms = 0;     ///< of golden output minus float output, in full scales of a tile's output
    double snr_db = 0;  ///< power of the float output over the power of that difference
};

/// The bit-exact engine against the float model, which applies the real formula to unquantized scores, on `tokens`
/// random tokens after the window has filled. Both get the same codes of q, k and v, so what differs is the conversion,
/// the normalizer and the readout.
AttentionError attention_error(const Design& design, std::size_t tokens, std::uint64_t seed);

}  // namespace kvolt
