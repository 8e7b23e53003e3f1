// SPDX-License-Identifier: Apache-2.0
// A cell library with its roles: which cells buffer, store, gate the clock. Roles follow from the Liberty file; a short
// description (constraints/tech/*.toml) adds what a Liberty file does not say.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gen/flows/cells/cell_library.hpp"
#include "gen/flows/cells/liberty.hpp"
#include "gen/flows/cells/technology_description.hpp"
#include "gen/support/diagnostics.hpp"

namespace kvolt {

/// Roles of the cells of one library.
struct Technology {
    TechnologyDescription description;
    LibertyFile file;
    StdCellLibrary cells;

    std::vector<const StdCell*> buffers;        ///< weakest first; never empty
    std::vector<const StdCell*> clock_buffers;  ///< the same for clock nets; may equal `buffers`
    const StdCell* inverter = nullptr;          ///< smallest
    const StdCell* and2 = nullptr;              ///< smallest two-input AND, may be null
    const StdCell* latch = nullptr;             ///< smallest latch without clear and preset, may be null
    const StdCell* clock_gate = nullptr;        ///< smallest integrated clock gate, may be null
    const StdCell* flip_flop = nullptr;         ///< smallest on the rising edge without clear and preset
    const StdCell* driving_cell = nullptr;
    double output_load_pf = 0;
    /// A driver of resistance R may drive load_time_ns / R: a fan-out of about twelve inverters of its own size.
    double load_time_ns = 0;

    [[nodiscard]] bool can_gate_clocks() const {
        return clock_gate != nullptr || (latch != nullptr && and2 != nullptr);
    }
};

/// The technology `--tech NAME` or `--liberty FILE` (which wins when not empty; a description that names its library is
/// applied). Throws InputError for bad names and files, ToolError when the library of a known technology is not
/// installed.
Technology load_technology(const std::string& name, const std::string& liberty_path);

/// The same from a file already read; for tests.
Technology make_technology(LibertyFile file, const TechnologyDescription& description);

}  // namespace kvolt
