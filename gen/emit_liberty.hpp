// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kvolt/emit.hpp"

namespace kvolt {

/// macros/<macro>.lib of the tile macro.
File liberty_of(const Design& design);

}  // namespace kvolt
