// SPDX-License-Identifier: Apache-2.0
// One cell group of a Liberty file as a StdCell.
#pragma once

#include "gen/flows/cells/liberty.hpp"
#include "gen/flows/cells/liberty_units.hpp"
#include "gen/flows/cells/lookup_table.hpp"
#include "gen/flows/cells/std_cell.hpp"

namespace kvolt {

class CellReader {
public:
    explicit CellReader(const LibertyFile& file);

    /// Throws InputError(`file:line`).
    [[nodiscard]] StdCell read(const LibertyGroup& group) const;

    [[nodiscard]] const LibertyUnits& units() const { return units_; }

private:
    [[nodiscard]] std::vector<StdCellPin> read_pins(const LibertyGroup& group, const StdCell& cell) const;
    [[nodiscard]] TimingArc read_arc(const LibertyGroup& group) const;
    [[nodiscard]] EnergyArc read_energy(const LibertyGroup& group) const;
    void read_leakage(const LibertyGroup& group, StdCell& cell) const;

    const LibertyFile& file_;
    LibertyUnits units_;
    TableReader tables_;
};

}  // namespace kvolt
