// SPDX-License-Identifier: Apache-2.0
// A token on its way through an engine, in characters.
#pragma once

#include <string>

#include "gen/design/design.hpp"

namespace kvolt {

/// What happens from f = 0 of a token's Q frame to its first output beat, one row per signal; an empty pipeline, the
/// longest pulses.
std::string timing_diagram(const Design& design);

}  // namespace kvolt
