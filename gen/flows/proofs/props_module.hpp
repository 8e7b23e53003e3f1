// SPDX-License-Identifier: Apache-2.0
// The beginning that all printed modules of properties share.
#pragma once

#include <string>
#include <vector>

#include "gen/design/design.hpp"
#include "gen/emit/verilog_writer.hpp"

namespace kvolt {

/// Begins `<module>_props`: the inputs of `module` become its own, which a solver drives, its outputs become wires, and
/// the module itself is `u_dut`. `begun_q` is 0 in the first cycle only. `constants`: what ranges of ports refer to.
void begin_properties(VerilogWriter& w, const Design& design, const std::string& module, const std::string& doc,
                      const std::vector<VerilogParameter>& parameters, const std::vector<VerilogPort>& ports,
                      const std::vector<VerilogParameter>& constants = {});

}  // namespace kvolt
