// SPDX-License-Identifier: Apache-2.0
// The tokens of a run from a file.
#pragma once

#include <string>

#include "sim/model/token_set.hpp"

namespace kvolt {

/// Reads arrays Q, K, V of one shape: (B,H,T,R) always; (B,T,R) and (T,R) with one head; (H,T,R) with several.
/// Floats are in physical units (Q 0..1, K and V in volt; outside the range they clamp), integers are codes. Throws
/// InputError naming every bad array.
TokenSet load_tokens(const std::string& path, const Design& design);

}  // namespace kvolt
