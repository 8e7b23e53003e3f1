// SPDX-License-Identifier: Apache-2.0
// What every head counts, reports and says of itself: one row each. Ports of the head, nets of the top, registers,
// interrupts, the bench's comparison, reports and pages follow from the rows of a design.
#pragma once

#include <vector>

#include "gen/design/counter.hpp"

namespace kvolt {

struct Design;

/// Rows that the plans of `design` switch on, in the order of ports and registers.
std::vector<HeadCounter> head_counters(const Design& design);
/// Events of its counters and those that nobody counts, by bit.
std::vector<HeadEvent> head_events(const Design& design);
std::vector<HeadState> head_states(const Design& design);

}  // namespace kvolt
