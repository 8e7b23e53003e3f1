// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/emit/emit.hpp"

namespace kvolt {

/// macros/<macro>.lib.
File liberty_of(const Design& design, const MacroRecord& macro);

}  // namespace kvolt
