// SPDX-License-Identifier: Apache-2.0
// Netlists as yosys writes them.
#pragma once

#include <string>

#include "gen/flows/netlist/netlist.hpp"

namespace kvolt {

/// From yosys' write_json. Parameterized modules get their plain name back, numbered when there are several; cells are
/// named after what they drive. Throws ToolError when the text is not such a netlist.
Netlist read_netlist_json(const std::string& text, const std::string& top);

}  // namespace kvolt
