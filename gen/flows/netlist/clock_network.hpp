// SPDX-License-Identifier: Apache-2.0
// Clock gates of a mapped module and the flip-flops behind them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gen/flows/cells/technology.hpp"
#include "gen/flows/netlist/netlist.hpp"

namespace kvolt {

struct ClockGate {
    int cell = 0;  ///< drives the gated clock: the clock gate cell, or the AND behind the latch
    std::string output_pin;
    Net gated = 0;
    Net enable = 0;       ///< what the latch sees
    long flip_flops = 0;  ///< behind it
};

struct ClockNetwork {
    std::vector<ClockGate> gates;
    std::vector<int> clock_cells;  ///< gates, their latches and inverters, and clock buffers
    std::vector<int> gate_of;      ///< by cell: the gate behind which its clock comes, -1 = free clock or no clock
    long gated = 0;                ///< flip-flops behind a gate
    long ungated = 0;              ///< flip-flops on a free clock
};

/// Clocks of one module; blocks inside it have their own.
ClockNetwork clock_network(const NetlistModule& module, const Technology& technology);

}  // namespace kvolt
