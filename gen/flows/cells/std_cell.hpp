// SPDX-License-Identifier: Apache-2.0
// What a Liberty file says about its cells, in fixed units (um2, ns, pF, nW, V, pJ), as far as mapping, buffering,
// timing and power need it.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gen/flows/cells/boolean_function.hpp"
#include "gen/flows/cells/liberty.hpp"
#include "gen/flows/cells/lookup_table.hpp"
#include "gen/support/diagnostics.hpp"

namespace kvolt {

enum class StdCellKind { logic, buffer, inverter, tie, flip_flop, latch, clock_gate, other };

/// `latch_posedge` gates (the output rests low) only; test is absent when the cell has no test enable.
struct ClockGatePins {
    std::string clock, enable, test, output;
};

/// The edge of an input after which an output changes: the same, the opposite, one or the other, always the rising or
/// the falling one.
enum class CauseEdge { same, opposite, either, rising, falling };

/// Transition of the cause of a rising or falling output, from both transitions of the input; of either, the slower.
double cause_transition(CauseEdge edge, bool rise, double rise_ns, double fall_ns);

/// A timing group: delays and transitions of an output, or constraints of an input.
struct TimingArc {
    std::string related;               ///< pin
    std::string type, sense;           ///< as Liberty has them; may be empty
    std::string when;                  ///< condition, empty = always
    std::array<LookupTable, 6> table;  ///< in the order of arc_tables

    [[nodiscard]] const LookupTable& delay(bool rise) const { return table[rise ? 0 : 1]; }
    [[nodiscard]] const LookupTable& transition(bool rise) const { return table[rise ? 2 : 3]; }
    /// Both edges with delay and transition.
    [[nodiscard]] bool is_complete() const;
    [[nodiscard]] CauseEdge cause() const;
};

inline constexpr std::array<const char*, 6> arc_tables{"cell_rise",       "cell_fall",       "rise_transition",
                                                       "fall_transition", "rise_constraint", "fall_constraint"};

/// An internal power group: energy of one edge of the pin that has it, pJ.
struct EnergyArc {
    std::string related;                  ///< which input causes the edge of an output; empty: any, or an input's own
    std::optional<BooleanFunction> when;  ///< empty: in all states that no other arc of this pin and cause speaks of
    std::string rail;                     ///< the supply it is drawn from, when stated
    LookupTable rise, fall;
};

struct LeakageState {
    std::optional<BooleanFunction> when;  ///< empty: in all states that no other one speaks of
    std::string rail;
    double power_nw = 0;
};

struct StdCellPin {
    std::string name;
    bool output = false;
    bool clock = false;         ///< input that clocks a flip-flop, latch or clock gate
    double capacitance_pf = 0;  ///< of an input, the larger of both edges
    double rise_capacitance_pf = 0, fall_capacitance_pf = 0;
    double max_capacitance_pf = 0;    ///< of an output; 0 = not stated
    double max_transition_ns = 0;     ///< 0 = not stated
    double resistance_ns_per_pf = 0;  ///< of an output: how much later it switches per load; 0 = no table
    std::string function;             ///< Boolean function of an output, with the operators ! & ^ |
    std::vector<TimingArc> timing;
    std::vector<EnergyArc> energy;

    /// Of an input: the mean of both edges.
    [[nodiscard]] double mean_capacitance_pf() const { return (rise_capacitance_pf + fall_capacitance_pf) / 2; }
};

struct StdCell {
    std::string name;
    SourcePos pos;
    StdCellKind kind = StdCellKind::other;
    double area_um2 = 0;  ///< 0 when not known
    bool area_known = true;
    double choice_area_um2 = 0;  ///< what mapping counts: the area, or a guess from cells with as many pins
    double leakage_nw = 0;       ///< mean
    std::vector<LeakageState> leakage;
    bool dont_use = false;  ///< not for mapping
    bool excluded = false;  ///< not for anything: the technology description says so
    std::vector<StdCellPin> pins;
    std::string signature;  ///< cells with the same signature differ in drive strength only
    std::string gate_kind;  ///< clock_gating_integrated_cell
    ClockGatePins gate;     ///< of a clock gate

    // Flip-flops and latches.
    std::string next_state, control;    ///< functions: what is stored, and when
    std::string clear, preset;          ///< functions, empty without
    std::string clear_pin, preset_pin;  ///< literals, "!R" when low clears; empty when the function is none
    std::array<std::string, 2> both;    ///< clear_preset_var1 and 2, as Liberty has them
    std::string state, inverse_state;   ///< names that output functions use
    std::string data;                   ///< the pin that is stored while `ties` hold
    bool data_inverted = false;         ///< its opposite is stored
    std::vector<std::pair<std::string, bool>> ties;  ///< pins that must rest at a constant for that: scan, enable
    std::string clock, enable;                       ///< flip-flop: clock; latch: enable
    bool active_low = false;   ///< the latch is transparent while `enable` is low, the flip-flop takes over on a
                               ///< falling edge
    std::string state_output;  ///< the pin that shows the state, or its opposite when none does
    bool output_inverted = false;

    [[nodiscard]] const StdCellPin* pin(std::string_view pin_name) const;
    [[nodiscard]] std::vector<std::string> inputs() const;
    [[nodiscard]] const StdCellPin* output() const;  ///< the first output, null when there is none
    /// Outputs have complete delay tables: from every input of logic, from anything of the rest.
    [[nodiscard]] bool is_timed() const;
};

/// Capacitance and resistance of a wire, by fan-out.
struct WireLoad {
    std::string name;
    double capacitance_pf = 0, resistance_kohm = 0;  ///< of one unit of length
    double slope = 0;                                ///< length of each fan-out beyond the table
    std::vector<std::pair<int, double>> lengths;     ///< fan-out, length

    /// Of a net with this many loads, pF.
    [[nodiscard]] double capacitance_of(int fanout) const;
};

struct StdCellLibrary {
    std::string name;
    std::vector<std::string> sources;
    double voltage = 0;      ///< nominal, 0 = not stated
    double temperature = 0;  ///< nominal, degree Celsius
    double process = 1;
    /// Thresholds in percent and the like, by their Liberty names.
    std::map<std::string, double> thresholds;
    double default_max_transition_ns = 0;  ///< 0 = not stated
    std::optional<WireLoad> wire_load;     ///< the default one
    std::map<std::string, StdCell> cells;
    std::vector<std::string> notes;  ///< for people: what is odd about the files, `file:line: ...`

    [[nodiscard]] const StdCell* find(const std::string& cell) const;
};

}  // namespace kvolt
