// SPDX-License-Identifier: Apache-2.0
// Simulation shells of the macros: the pins of the record around a behavioral model. Internal to gen/.
#pragma once

#include <string>
#include <vector>

#include "gen/design/design.hpp"
#include "gen/emit/verilog_writer.hpp"

namespace kvolt {

/// The pins as ports of a module.
std::vector<VerilogPort> pin_ports(const MacroRecord& macro);

/// The shortest text that reads back to the same double, recognizable as a real number.
std::string real_literal(double value);

/// The value of the parameter IMPERFECTIONS of every model.
std::string imperfections_literal(const Imperfections& imperfections);

/// Shell of the tile.
std::string tile_shell(const Design& design);
/// Shell of the K array or the V array.
std::string array_shell(const Design& design, const MacroRecord& macro);

/// Files of sim/macros/ that the design's shells need, in reading order; `views` chooses among "dpi" and "portable".
std::vector<std::string> macro_model_files(const Design& design, const std::vector<std::string>& views);

}  // namespace kvolt
