// SPDX-License-Identifier: Apache-2.0
// Flip-flops, latches and clock gates: which pin does what, and which must be tied off.
#pragma once

#include "gen/flows/cells/liberty.hpp"
#include "gen/flows/cells/std_cell.hpp"

namespace kvolt {

/// Fills kind and state of a cell with an `ff` or `latch` group; kind stays `other` when its clock, clear or preset is
/// more than one pin, or no pin is stored as it is.
void read_state(const LibertyGroup& cell_group, const LibertyGroup& state_group, StdCell& cell);

/// Fills the pins of an integrated clock gate; kind stays `other` for those that rest high or lack a latch.
void read_clock_gate(const LibertyGroup& cell_group, StdCell& cell);

/// "(!A)" and " A' " become "!A", "A" stays; empty for anything longer.
std::string literal_form(std::string_view text);

}  // namespace kvolt
