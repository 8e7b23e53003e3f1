// SPDX-License-Identifier: Apache-2.0
// Netlists as Verilog.
#pragma once

#include <string>
#include <vector>

#include "gen/flows/netlist/netlist.hpp"

namespace kvolt {

/// The name of every net as the Verilog has it, by net: the RTL's where there is one, bits of ports as port[bit].
std::vector<std::string> net_labels(const NetlistModule& module);

/// Structural Verilog-2005: instances and wires.
std::string write_netlist_verilog(const Netlist& netlist, const std::string& banner);

}  // namespace kvolt
