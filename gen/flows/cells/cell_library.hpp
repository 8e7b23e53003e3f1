// SPDX-License-Identifier: Apache-2.0
// The cells of a library, read from its Liberty files.
#pragma once

#include <vector>

#include "gen/flows/cells/liberty.hpp"
#include "gen/flows/cells/std_cell.hpp"

namespace kvolt {

/// The cells of all files; the first one states the conditions. Throws InputError(`file:line`) when there is no cell,
/// or for a unit, area, capacitance or table that cannot be.
StdCellLibrary read_cells(const std::vector<LibertyFile>& files);

}  // namespace kvolt
