// SPDX-License-Identifier: Apache-2.0
// Runs tokens through the mapped netlist of one head in Icarus Verilog and counts what every net does.
#pragma once

#include <string>
#include <vector>

#include "gen/design/design.hpp"
#include "gen/flows/estimate/power_input.hpp"
#include "gen/flows/netlist/synthesis.hpp"

namespace kvolt {

struct GateSimulation {
    std::vector<Activity> activities;  ///< of the head, every net
    long tokens = 0;                   ///< results inside the counted time
    double interval_cycles = 0;        ///< counted time / tokens
    std::vector<std::string> phases;   ///< of a token on its way; Activity::by_phase has one value for each
    double seconds = 0;
};

/// Random tokens (uniform codes), source and sink never pausing; counting starts when results come regularly. Tiles of
/// the pulse path answer with uniform random codes: their arithmetic does not matter here, and an almost empty window
/// would make them silent. Phases overlap in a stream, so they are told apart in a second run in which each token waits
/// until the one before has left; it tells where the toggles of a net belong, not how many there are. Other macros are
/// the emitted portable models. Zero delay, so no glitches are counted. `directory` is where synthesize() worked, `rtl`
/// where the design was emitted. Throws ToolError: no Icarus, or the netlist gives no results.
GateSimulation simulate_gates(const Design& design, const Netlist& netlist, const Technology& technology,
                              const std::string& directory, const std::string& rtl, int tokens,
                              const Progress& progress);

}  // namespace kvolt
