// SPDX-License-Identifier: Apache-2.0
// A cell library with its roles: which cells buffer, store, gate the clock. Roles follow from the Liberty file; a short
// description (constraints/tech/*.toml) adds what a Liberty file does not say.
#pragma once

#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "gen/flows/cells/cell_library.hpp"
#include "gen/flows/cells/liberty.hpp"
#include "gen/flows/cells/storage_cells.hpp"
#include "gen/flows/cells/technology_description.hpp"
#include "gen/support/diagnostics.hpp"

namespace kvolt {

/// Roles of the cells of one library.
struct Technology {
    TechnologyDescription description;
    StdCellLibrary cells;

    std::vector<const StdCell*> buffers;         ///< weakest first; never empty
    std::vector<const StdCell*> clock_buffers;   ///< the same for clock nets; may equal `buffers`
    const StdCell* inverter = nullptr;           ///< smallest
    const StdCell* and2 = nullptr;               ///< smallest two-input AND, may be null
    StorageCell latch;                           ///< transparent high or low; its cell may be null
    const StdCell* clock_gate = nullptr;         ///< smallest integrated clock gate, may be null
    std::string no_gates;                        ///< why clocks cannot be gated, empty when they can
    StorageCell flip_flop;                       ///< on the rising edge
    std::array<StorageCell, 2> reset_flip_flop;  ///< a low reset makes its output 0, 1
    const StdCell* driving_cell = nullptr;
    double output_load_pf = 0;
    /// A driver of resistance R may drive load_time_ns / R: a fan-out of about twelve inverters of its own size.
    double load_time_ns = 0;

    [[nodiscard]] bool can_gate_clocks() const { return no_gates.empty(); }
};

/// The technology `--tech NAME` or `--liberty FILE...` (which wins when there is one; a description that names the
/// library of the first is applied). Throws InputError for bad names and files, ToolError when the library of a known
/// technology is not installed.
Technology load_technology(const std::string& name, const std::vector<std::string>& liberty_paths);

/// The same from files already read; for tests.
Technology make_technology(const std::vector<LibertyFile>& files, const TechnologyDescription& description);

}  // namespace kvolt
