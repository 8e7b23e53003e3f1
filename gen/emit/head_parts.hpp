// SPDX-License-Identifier: Apache-2.0
// The parts of a head that both score paths have, in the order in which they are printed. Internal to gen/.
#pragma once

#include <string>
#include <vector>

#include "gen/design/design.hpp"
#include "gen/emit/verilog_writer.hpp"

namespace kvolt {

std::vector<VerilogPort> head_ports(const Design& design);

/// Net of the stream's token: "valid", "first", ... The sequencer sees the same where no token comes from inside.
std::string stream_token(const Design& design, const std::string& what);
/// Enable of the sequencer: where tokens come from inside as well, the switch in front of it holds those of the stream.
std::string admission_enable(const Design& design);

/// Token buffer; declares q_code, k_level and the v levels: `v_level`, or `v_level_new` where V is written later, from
/// hold registers.
void emit_head_tokens(VerilogWriter& w, const Design& design, bool v_later);
/// Slot pointer and live slots; declares `live` and the nets of the number of stored tokens.
void emit_head_window(VerilogWriter& w, const Design& design, bool v_later);
/// Nets of that number: the frontier, where every slot below it is live.
std::string stored_tile(const Design& design);
std::string stored_slot(const Design& design);
/// Somebody asks for the number: a normalizer that divides by it.
bool counts_stored(const Design& design);
/// What the sequencer sees of the token buffer: a token that may be admitted. Nets that belong to it and are declared
/// later than the sequencer.
std::string admissible(const Design& design);
/// The other nets between token buffer and sequencer; refreshes of stored tokens pass for packets that only write.
std::string admissible_write(const Design& design);
std::string admissible_query(const Design& design);
std::string released(const Design& design);  ///< the sequencer's pop
std::string packet_admit(const Design& design);
std::string array_write(const Design& design);  ///< whether the arrays store it
std::string readable(const Design& design);     ///< whether a readout may start
void add_admission_nets(const Design& design, std::vector<VerilogNet>& nets);
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
