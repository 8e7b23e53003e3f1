// SPDX-License-Identifier: Apache-2.0
// Macros of a design for proofs of its head: outputs that do what they like, and what the arrays may assume, asserted
// at their pins.
#pragma once

#include <string>

#include "gen/design/design.hpp"

namespace kvolt {

/// Verilog: a module for each macro, and the watch (rtl/properties/kv_array_watch.v) that stands beside each array.
std::string watched_macros(const Design& design);

}  // namespace kvolt
