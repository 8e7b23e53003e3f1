// SPDX-License-Identifier: Apache-2.0
// Which flip-flop or latch of a library serves for which purpose, whatever it inverts or has too many pins for.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "gen/flows/cells/cell_library.hpp"

namespace kvolt {

/// A flip-flop or latch as the flow instantiates it.
struct StorageCell {
    const StdCell* cell = nullptr;                    ///< null: the library has none that would do
    bool invert_data = false, invert_output = false;  ///< an inverter in front of the data pin, behind the output
    /// Pins that rest at a constant: scan, enable, set or reset not in use.
    std::vector<std::pair<std::string, bool>> ties;
    std::string reset;           ///< the pin that sets the output, empty without
    bool reset_high = false;     ///< by being high: an inverter in front of it
    double choice_area_um2 = 0;  ///< with its inverters
};

/// What the RTL asks of a flip-flop: nothing at its reset, or an output of 0 or 1 while a reset is low.
enum class ResetValue { none, zero, one };

/// The cheapest on the rising edge; its cell is null when the library has none.
StorageCell find_flip_flop(const StdCellLibrary& library, const StdCell& inverter, ResetValue reset);

/// The cheapest latch of either polarity.
StorageCell find_latch(const StdCellLibrary& library, const StdCell& inverter);

}  // namespace kvolt
