// SPDX-License-Identifier: Apache-2.0
// The parts of a head that both score paths have, in the order in which they are printed. Internal to gen/.
#pragma once

#include <string>
#include <vector>

#include "gen/design/design.hpp"
#include "gen/emit/verilog_writer.hpp"

namespace kvolt {

std::vector<VerilogPort> head_ports(const Design& design);

/// Token buffer; declares q_code, k_level and the v levels: `v_level`, or `v_level_new` where V is written later, from
/// hold registers.
void emit_head_tokens(VerilogWriter& w, const Design& design, bool v_later);
/// Slot pointer and live slots; declares `live` and the nets of the number of stored tokens.
void emit_head_window(VerilogWriter& w, const Design& design, bool v_later);
/// Word lines, hold registers and q pulses.
void emit_head_drivers(VerilogWriter& w, bool v_later);
/// Signed pulses a_pulse, a_sign of all tiles to tile_sum; declares `fault`.
void emit_head_readout(VerilogWriter& w, const std::string& fault, const std::string& sign_hold);
/// Protected tokens, where there are any: tile_sum to the total.
void emit_head_protected(VerilogWriter& w, const Design& design, bool v_later);
/// The total to the output stream.
void emit_head_result(VerilogWriter& w, const Design& design);
void emit_head_counters(VerilogWriter& w, const Design& design);

}  // namespace kvolt
