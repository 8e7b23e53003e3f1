// SPDX-License-Identifier: Apache-2.0
// The tokens of a run from a file.
#pragma once

#include <cstddef>
#include <string>

#include "sim/model/token_set.hpp"

namespace kvolt {

struct LoadOptions {
    KindMix kinds = KindMix::full;  ///< how the tokens travel; TokenSet. Not mixed.
    bool clamp = false;             ///< take arrays of which more than `most_outside` lies outside the range
    std::size_t tokens = 0;         ///< of each sequence to keep; 0 = all
    /// Tokens that the head can hold; 0 = not checked. Where all are written before the first query, more would be gone
    /// before it comes.
    std::size_t room = 0;
};

/// Share of an array's values that may lie outside its range, and is clamped, without being asked for.
inline constexpr double most_outside = 0.01;

/// Reads arrays Q, K and V; others are passed over. K and V are (B,H,T,R), or (B,T,R) and (T,R) with one head, (H,T,R)
/// with several; Q has as many axes, R and B alike, a multiple of H heads (grouped queries), and T of its own, see
/// TokenSet. Floats are in physical units (Q 0..1, K and V in volt), integers are codes. Throws InputError
/// naming every bad array, and every array that is out of its range.
TokenSet load_tokens(const std::string& path, const Design& design, const LoadOptions& options = {});

}  // namespace kvolt
