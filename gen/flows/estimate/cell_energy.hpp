// SPDX-License-Identifier: Apache-2.0
// Internal energy and leakage of one cell from the tables of its Liberty file. (OpenSTA 2.0 adds the energies of both
// edges for every transition, twice what the tables say.)
#pragma once

#include <cstdint>
#include <vector>

#include "gen/flows/cells/cell_library.hpp"

namespace kvolt {

/// What goes on at a pin.
struct PinState {
    double toggles = 0;               ///< per cycle
    double high = 0.5;                ///< share of the time at 1
    double rise_ns = 0, fall_ns = 0;  ///< transitions, of an input
    double load_pf = 0;               ///< of an output
};

/// The tables of a cell, looked through once for all its instances.
class CellEnergy {
public:
    explicit CellEnergy(const StdCell& cell);

    /// pJ per cycle that the transitions of each pin cost, in the order of StdCell::pins. A transition of an output
    /// costs the table of the input that causes it: each input's share is how often it toggles while the output follows
    /// it. A transition of an input costs its own table besides. Of tables for several states each counts with the
    /// probability of its state, one without a state with what the others leave; pins are taken as independent, but for
    /// data and state of a flip-flop, which differ as often as the state changes.
    [[nodiscard]] std::vector<double> internal_pj(const std::vector<PinState>& pins) const;

    /// The mean over the states, nW.
    [[nodiscard]] double leakage_nw(const std::vector<PinState>& pins) const;

private:
    /// A condition with the pins that its signals are, -1 for something inside the cell.
    struct Condition {
        const BooleanFunction* function = nullptr;  ///< null: none
        std::vector<int> pins;
    };
    struct Arc {
        const EnergyArc* tables = nullptr;
        Condition when;
        int related = -1;  ///< pin
        CauseEdge edge = CauseEdge::either;
    };
    /// Tables of one pin, one cause and one supply: alternatives, each for some of the states.
    using Alternatives = std::vector<Arc>;
    struct Cause {
        int pin = -1;               ///< -1: any
        std::uint64_t follows = 0;  ///< rows of the truth table in which the output follows this input
        bool has_rows = false;      ///< `follows` is known
        std::vector<Alternatives> rails;
    };
    struct Pin {
        bool output = false;
        std::vector<Cause> causes;
    };

    [[nodiscard]] int pin_index(const std::string& name) const;
    [[nodiscard]] Condition condition(const std::optional<BooleanFunction>& function) const;
    void add(Pin& pin, const StdCellPin& stated, const EnergyArc& tables);
    void add_causes_without_tables(Pin& pin, const StdCellPin& output) const;
    void find_follows(const StdCellPin& output, Cause& cause) const;

    [[nodiscard]] double probability(const Condition& condition, const std::vector<PinState>& pins) const;
    [[nodiscard]] std::vector<double> shares(const Alternatives& arcs, const std::vector<PinState>& pins,
                                             bool one_applies) const;
    [[nodiscard]] double table_pj(const Arc& arc, const PinState& at, const std::vector<PinState>& pins) const;
    [[nodiscard]] double weight(const Cause& cause, const std::vector<PinState>& pins) const;

    const StdCell& cell_;
    std::vector<Pin> pins_;
    std::vector<int> inputs_;
    int data_ = -1, state_ = -1, clock_ = -1;  ///< of a flip-flop
    struct Leak {
        const LeakageState* state = nullptr;
        Condition when;
    };
    std::vector<std::vector<Leak>> leaks_;  ///< by supply
};

}  // namespace kvolt
