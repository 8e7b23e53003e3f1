// SPDX-License-Identifier: Apache-2.0
// What a head has in addition where its output lanes are calibrated: ports, the switch in front of the sequencer, lane
// memory and controller; docs/calibration.md. Nothing of it without
// calibration.average.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "gen/design/design.hpp"
#include "gen/emit/verilog_writer.hpp"

namespace kvolt {

/// Ports of the head, behind all others.
void add_calibration_ports(const Design& design, std::vector<VerilogPort>& ports);
/// Where the top connects them; `lane(net, width)` is this head's part of a net of all heads.
void add_calibration_pins(const Design& design, const std::function<std::string(const char*, int)>& lane,
                          std::vector<VerilogConnection>& pins);

/// Nets between the stream's token and the switch, and the switch; declares the token nets that the sequencer sees.
void emit_token_switch(VerilogWriter& w, const Design& design);
/// Controller and lane memory; declares the nets between them and kv_result, and `result_busy`.
void emit_lanes(VerilogWriter& w, const Design& design);

}  // namespace kvolt
