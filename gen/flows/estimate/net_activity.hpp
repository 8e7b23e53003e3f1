// SPDX-License-Identifier: Apache-2.0
// What every net of a flat netlist does: measured, passed on, or assumed; and which nets are clocks.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gen/flows/estimate/power_input.hpp"
#include "gen/flows/netlist/clock_network.hpp"
#include "gen/flows/netlist/flat_netlist.hpp"

namespace kvolt {

struct NetState {
    double toggles = 0;  ///< per cycle
    double high = 0.5;   ///< share of the time at 1
    enum class Role { data, free_clock, gated_clock } role = Role::data;
    bool measured = false;
    const std::vector<double>* phases = nullptr;  ///< toggles of a token by phase; null: not known
};

enum class CellClass { flip_flop, clock, logic };

struct NetActivity {
    std::vector<NetState> nets;         ///< by FlatNet
    std::vector<CellClass> cell_class;  ///< by FlatNetlist::cells
    long gates = 0, measured_gates = 0, gated_flip_flops = 0;
    double mean_gate_duty = 0;  ///< over the flip-flops behind gates
};

/// A clock that no gate stops toggles twice a cycle, one behind a gate as often as the gate is open: measured at its
/// output, else at its enable, else assumed.
NetActivity net_activity(const FlatNetlist& flat, const PowerInput& input, const Technology& technology);

}  // namespace kvolt
