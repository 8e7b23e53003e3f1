// SPDX-License-Identifier: Apache-2.0
// Library cells as Verilog-2005 that any simulator reads: no user-defined primitives.
#pragma once

#include <string>

#include "gen/flows/cells/technology.hpp"
#include "gen/flows/netlist/netlist.hpp"

namespace kvolt {

/// One module for every library cell that `netlist` uses. Throws ToolError for a cell whose function cannot be written
/// down (more than six inputs, three-state outputs, flip-flops that scan).
/// `flip_flop_delay` (time units) keeps an event-driven simulator from racing through a clock tree without delay; 0 for
/// Verilator and yosys.
std::string cell_models(const Netlist& netlist, const Technology& technology, int flip_flop_delay = 0);

}  // namespace kvolt
