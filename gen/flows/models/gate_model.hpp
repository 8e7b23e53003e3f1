// SPDX-License-Identifier: Apache-2.0
// The mapped netlist of a design in place of its RTL, as sources for Verilator: same top, same pins, same macros.
#pragma once

#include <string>
#include <vector>

#include "gen/design/design.hpp"
#include "gen/flows/netlist/synthesis.hpp"

namespace kvolt {

/// Which cells a netlist is made of.
struct GateOptions {
    std::string technology = "osu018";
    std::vector<std::string> liberty;  ///< files; win over `technology` when there are any
    std::string wrong_cell;  ///< this cell's model gives a wrong answer for one input vector: a test of the comparison
};

/// `models` (of cell_models()) with the answer of one cell for one input vector turned round. Throws InputError when
/// they hold no such logic cell.
std::string with_wrong_cell(std::string models, const std::string& cell);

/// What distinguishes the netlist from that of other options; for the key of a cache. Throws as load_technology().
std::string gate_identity(const GateOptions& options);

/// Synthesizes the design emitted in `directory` as `kvolt area` does, and writes gate/netlist.v and gate/cells.v there
/// beside scripts and logs. Returns the path of a file list, relative to `directory`: simulation models of the macros,
/// cells, netlist. Throws InputError (technology, Liberty, no such cell) and ToolError (yosys, sta).
std::string write_gate_sources(const Design& design, const GateOptions& options, const std::string& directory,
                               const Progress& progress);

}  // namespace kvolt
