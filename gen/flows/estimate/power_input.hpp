// SPDX-License-Identifier: Apache-2.0
// What a power analysis is told: activities, measured and assumed.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "gen/flows/netlist/buffering.hpp"

namespace kvolt {

/// Switching of one net, or of all nets that `net` matches (* and ?), averaged over the time of interest.
struct Activity {
    std::string net;                 ///< below the analyzed module, instances separated by '/': "u_readout/sum_q[3]"
    double toggles_per_cycle = 0;    ///< of the clock: 2 for a free clock, 1 for a signal that changes in every cycle
    double duty = 0.5;               ///< share of the time at 1
    std::vector<double> by_phase{};  ///< toggles of one token in each phase of its way; empty: not known
};

struct PowerInput {
    std::string module;      ///< analyzed as a top of its own
    MacroLoads macro_loads;  ///< as the netlist was buffered for
    std::string clock_port = "clk_i";
    double clock_ns = 1;
    std::vector<Activity> measured;   ///< empty: everything is assumed
    std::size_t phases = 0;           ///< values in Activity::by_phase; 0: power is not split by phase
    double assumed_toggles = 0.05;    ///< per cycle of its own clock, of nets without a measurement
    double assumed_gate_duty = 0.25;  ///< share of cycles in which a clock gate without a measurement is open
};

}  // namespace kvolt
