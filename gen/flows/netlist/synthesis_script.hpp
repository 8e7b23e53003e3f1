// SPDX-License-Identifier: Apache-2.0
// The text of everything that yosys and ABC read.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "gen/flows/cells/technology.hpp"
#include "gen/flows/netlist/synthesis_input.hpp"

namespace kvolt {

/// Verilog that maps kv_clock_gate to the library's clock gate, or to latch and AND.
std::string clock_gate_cells(const Technology& technology);

/// Techmap of yosys' flip-flops to those of the library: pins that are not in use tied off, inverters where a cell
/// stores or shows the opposite.
std::string flip_flop_cells(const Technology& technology);

/// ABC's constraints: what drives and loads a block.
std::string abc_constraints(const Technology& technology);

/// ABC's script.
std::string abc_script(Mapping mapping);

/// Reads the sources and flattens what is inside the blocks.
std::string elaboration_script(const SynthesisInput& input);

/// RTL to gates and library flip-flops. Reads the sources, gate_box.v, gate_map.v, gate_core.v and flip_flops.v; writes
/// premap.il.
std::string front_script(const SynthesisInput& input, const Technology& technology);

/// Gates to cells. Reads premap.il, mapping.lib, gate_cells.v, abc.constr and abc_<mapping>.script; writes
/// mapped_<mapping>.json. Only `modules` (names in yosys) are mapped, all when empty, and of these not `without`.
std::string mapping_script(Mapping mapping, double clock_ns, const std::vector<std::string>& modules,
                           const std::set<std::string>& without);

}  // namespace kvolt
