// SPDX-License-Identifier: Apache-2.0
// The parts of a head that both score paths have, in the order in which they are printed. Internal to gen/.
#pragma once

#include <string>
#include <vector>

#include "gen/verilog_writer.hpp"

namespace kvolt {

std::vector<VerilogPort> head_ports();

/// Token buffer; declares q_code, k_level and the v levels: `v_level`, or `v_level_new` where V is written later, from
/// hold registers.
void emit_head_tokens(VerilogWriter& w, bool v_later);
/// Slot pointer and live slots.
void emit_head_window(VerilogWriter& w, bool v_later);
/// Word lines, hold registers and q pulses.
void emit_head_drivers(VerilogWriter& w, bool v_later);
/// Signed pulses a_pulse, a_sign of all tiles to tile_sum; declares `fault`.
void emit_head_readout(VerilogWriter& w, const std::string& fault, const std::string& sign_hold);
/// tile_sum to the output stream.
void emit_head_result(VerilogWriter& w);
void emit_head_counters(VerilogWriter& w);

}  // namespace kvolt
