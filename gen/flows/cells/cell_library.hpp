// SPDX-License-Identifier: Apache-2.0
// What a Liberty file says about its cells, in fixed units (um2, ns, pF, nW, V), as far as mapping and buffering need
// it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gen/flows/cells/liberty.hpp"

namespace kvolt {

enum class StdCellKind { logic, buffer, inverter, tie, flip_flop, latch, clock_gate, other };

/// `latch_posedge` gates (the output rests low) only; test is absent when the cell has no test enable.
struct ClockGatePins {
    std::string clock, enable, test, output;
};

struct StdCellPin {
    std::string name;
    bool output = false;
    bool clock = false;               ///< input that clocks a flip-flop, latch or clock gate
    double capacitance_pf = 0;        ///< of an input
    double max_capacitance_pf = 0;    ///< of an output; 0 = not stated
    double resistance_ns_per_pf = 0;  ///< of an output: how much later it switches per load; 0 = no table
    std::string function;             ///< Boolean function of an output, as written
};

struct StdCell {
    std::string name;
    StdCellKind kind = StdCellKind::other;
    double area_um2 = 0;
    double leakage_nw = 0;
    bool dont_use = false;
    std::vector<StdCellPin> pins;
    std::string signature;                          ///< cells with the same signature differ in drive strength only
    ClockGatePins gate;                             ///< of a clock gate
    std::string data, clock, enable, state_output;  ///< flip-flop: D, clock, Q; latch: D, enable, Q
    bool active_low =
        false;  ///< the latch is transparent while `enable` is low, the flip-flop takes over on a falling edge
    bool clear = false, preset = false;
    std::string clear_pin,
        preset_pin;  ///< literals, "!R" when low clears; empty without, or when the condition is no literal
    std::string state, inverse_state;  ///< names that output functions use

    [[nodiscard]] const StdCellPin* pin(std::string_view pin_name) const;
    [[nodiscard]] std::vector<std::string> inputs() const;
    [[nodiscard]] const StdCellPin* output() const;  ///< the first output, null when there is none
};

struct StdCellLibrary {
    std::string name;
    std::string source;
    double time_ns = 1;         ///< of one time unit
    double capacitance_pf = 1;  ///< of one capacitance unit
    double voltage = 0;         ///< nominal, 0 = not stated
    double temperature = 0;     ///< nominal, degree Celsius
    std::map<std::string, StdCell> cells;

    [[nodiscard]] const StdCell* find(const std::string& cell) const;
};

/// Throws InputError when the file describes no cell, or a unit, area or capacitance that cannot be.
StdCellLibrary read_cells(const LibertyFile& file);

}  // namespace kvolt
