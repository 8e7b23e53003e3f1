// SPDX-License-Identifier: Apache-2.0
// Offsets, masks and reset values of the registers for software.
#pragma once

#include "gen/emit/emit.hpp"

namespace kvolt {

/// include/<name>_regs.h
File c_header_of(const Design& design);

}  // namespace kvolt
