// SPDX-License-Identifier: Apache-2.0
// Where the power goes.
#pragma once

#include <string>
#include <vector>

namespace kvolt {

/// Milliwatt.
struct PowerShare {
    std::string name;
    double internal_mw = 0;
    double switching_mw = 0;
    double leakage_mw = 0;
    std::vector<double>
        phase_mw{};  ///< of the total: each phase, then what goes on in every cycle; empty without phases

    [[nodiscard]] double total_mw() const { return internal_mw + switching_mw + leakage_mw; }
    PowerShare& operator+=(const PowerShare& other);  ///< keeps its name
};

struct PowerResult {
    PowerShare total;
    std::vector<PowerShare> blocks;   ///< by instance in the analyzed module; cells outside any block are "(glue)"
    std::vector<PowerShare> classes;  ///< flip-flops (their clock pins included), clock network, logic
    long gates = 0;                   ///< clock gates
    long measured_gates = 0;          ///< of these with measured duty
    long gated_flip_flops = 0;
    double mean_gate_duty = 0;  ///< over the flip-flops behind gates
    double mean_toggles = 0;    ///< per net and cycle
    long nets = 0;              ///< nets with a driver, clock nets left out
    long measured_nets = 0;     ///< of these with measured toggles
    double seconds = 0;
};

}  // namespace kvolt
