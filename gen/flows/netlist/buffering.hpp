// SPDX-License-Identifier: Apache-2.0
// Makes every net drivable: stronger flip-flops where that is cheap, trees of buffers elsewhere. Reaches the nets that
// logic mapping leaves alone: clocks, resets, flip-flop outputs, and everything that crosses blocks or ends at macros.
#pragma once

#include <map>
#include <string>

#include "gen/flows/cells/technology.hpp"
#include "gen/flows/netlist/netlist.hpp"

namespace kvolt {

/// Input capacitance of macro pins, by "macro/pin".
using MacroLoads = std::map<std::string, double>;

struct BufferingResult {
    long buffers = 0;        ///< inserted, per unique module
    long clock_buffers = 0;  ///< of these on clock nets
    long upsized = 0;        ///< drivers replaced by a stronger cell of the same function
};

/// Works on modules in order (submodules first), so every unique module is buffered once: a block shows its parent
/// inputs that an average driver can drive, and its outputs with what is left of their drivers.
BufferingResult buffer_netlist(Netlist& netlist, const Technology& technology, const MacroLoads& macro_loads);

}  // namespace kvolt
