// SPDX-License-Identifier: Apache-2.0
// Power of a mapped module from the tables of its library: with assumed activity, or with activity that a simulation
// has measured.
#pragma once

#include "gen/flows/cells/technology.hpp"
#include "gen/flows/estimate/power_input.hpp"
#include "gen/flows/estimate/power_result.hpp"
#include "gen/flows/netlist/netlist.hpp"

namespace kvolt {

/// Throws ToolError when the netlist has no such module.
PowerResult analyze_power(const PowerInput& input, const Netlist& netlist, const Technology& technology);

}  // namespace kvolt
