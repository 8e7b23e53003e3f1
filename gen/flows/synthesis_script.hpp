// SPDX-License-Identifier: Apache-2.0
// The text of everything that yosys and ABC read.
#pragma once

#include <string>

#include "gen/flows/synthesis.hpp"

namespace kvolt {

/// Verilog that maps kv_clock_gate to the library's clock gate, or to latch and AND.
std::string clock_gate_cells(const Technology& technology);

/// ABC's constraints: what drives and loads a block.
std::string abc_constraints(const Technology& technology);

/// ABC's script.
std::string abc_script();

/// The yosys script. Reads the sources, mapping.lib, gate_box.v, gate_map.v, gate_core.v, gate_cells.v, abc.constr and
/// abc.script; writes mapped.json.
std::string synthesis_script(const SynthesisInput& input, const Technology& technology);

}  // namespace kvolt
