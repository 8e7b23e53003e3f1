// SPDX-License-Identifier: Apache-2.0
// What one unit of a Liberty file is in KVolt's: ns, pF, V, kOhm, nW, um2, and pJ for energies.
#pragma once

#include "gen/flows/cells/liberty.hpp"

namespace kvolt {

struct LibertyUnits {
    double time_ns = 1;
    double capacitance_pf = 1;
    double voltage_v = 1;
    double resistance_kohm = 1;
    double leakage_nw = 1;

    /// Internal power tables are in units of capacitance times voltage squared.
    [[nodiscard]] double energy_pj() const { return capacitance_pf * voltage_v * voltage_v; }
};

/// Throws InputError(`file:line`) for a unit that is none.
LibertyUnits read_units(const LibertyFile& file);

}  // namespace kvolt
