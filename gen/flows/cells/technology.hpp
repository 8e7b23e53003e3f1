// SPDX-License-Identifier: Apache-2.0
// A cell library with its roles: which cells buffer, store, gate the clock. Roles follow from the Liberty file; a short
// description (constraints/tech/*.toml) adds what a Liberty file does not say.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gen/flows/cells/cell_library.hpp"
#include "gen/flows/cells/liberty.hpp"
#include "gen/support/diagnostics.hpp"

namespace kvolt {

/// One file of constraints/tech/; patterns know * and ?.
struct TechnologyDescription {
    std::string name;
    std::string title;
    std::vector<std::string> libraries;      ///< names of the Liberty libraries it describes, patterns
    std::vector<std::string> liberty;        ///< where the Liberty file may lie; empty = only by --liberty
    std::string package;                     ///< Debian package that brings it
    std::vector<std::string> dont_use;       ///< cells, patterns
    std::string driving_cell;                ///< drives every input of a block while it is mapped; empty = derived
    double output_load_ff = 0;               ///< on every output of a block while it is mapped; 0 = derived
    int clock_gate_bits = 4;                 ///< smallest number of flip-flops worth a clock gate
    std::map<std::string, double> area_um2;  ///< of cells for which the Liberty file has none
};

/// Parses one description. Throws InputError: syntax, unknown key, wrong type or range.
TechnologyDescription parse_technology(const std::string& toml_text, const std::string& source);

/// The descriptions in the binary.
const std::vector<TechnologyDescription>& technologies();

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

/// True when `text` matches `pattern` (* any run, ? any character).
bool matches_pattern(const std::string& pattern, const std::string& text);

}  // namespace kvolt
