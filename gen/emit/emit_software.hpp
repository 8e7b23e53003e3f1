// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "gen/emit/emit.hpp"

namespace kvolt {

/// include/<name>_regs.h
File c_header_of(const Design& design);
/// docs/<name>.md
File datasheet_of(const Design& design);

/// What happens from f = 0 of a token's Q frame to its first output beat, one row per signal; an empty pipeline, the
/// longest pulses.
std::string timing_diagram(const Design& design);

}  // namespace kvolt
