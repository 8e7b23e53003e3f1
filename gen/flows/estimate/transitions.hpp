// SPDX-License-Identifier: Apache-2.0
// Load and transitions of every net of a flat netlist, from the tables of its cells.
#pragma once

#include <vector>

#include "gen/flows/netlist/buffering.hpp"
#include "gen/flows/netlist/flat_netlist.hpp"

namespace kvolt {

struct NetTransition {
    double load_pf = 0;  ///< pins (mean of both edges), macros, ports, and the library's wire load
    double rise_ns = 0, fall_ns = 0;
};

/// By FlatNet. The slowest arc into a cell's output counts, as in static timing, asynchronous set and reset left out.
/// Nets that come from a port or a macro have the transitions of the technology's driving cell; constants have none.
std::vector<NetTransition> net_transitions(const FlatNetlist& flat, const Technology& technology,
                                           const MacroLoads& macro_loads);

}  // namespace kvolt
