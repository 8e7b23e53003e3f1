// SPDX-License-Identifier: Apache-2.0
// The parts of a head that both score paths have, in the order in which they are printed. Internal to gen/emit.
#pragma once

#include <string>
#include <vector>

#include "gen/emit/head_writer.hpp"

namespace kvolt {

/// V is written a stage after K, from hold registers: two integrators a column, or the scores are converted.
bool v_in_stage_p(const Design& design);

/// Nets of every head that are there for features, as far as the head itself does not read them.
std::vector<std::string> nets_on_offer();

/// Token buffer; declares q_code, k_level and the v levels: `v_level`, or `v_level_new` where V is written later.
void emit_head_tokens(HeadWriter& w);
/// Strobes: `nets` and `sequencer` are the path's; admission comes with them.
void emit_head_frames(HeadWriter& w, std::vector<VerilogNet> nets, const WiredInstance& sequencer);
/// Connections that the sequencers of both paths have: clock, reset, what is admitted.
std::vector<VerilogConnection> sequencer_inputs();
/// Slot pointer and live slots; declares `live` and the frontier.
void emit_head_window(HeadWriter& w);
/// Word lines, hold registers and q pulses.
void emit_head_drivers(HeadWriter& w);
/// Signed pulses a_pulse, a_sign of all tiles to tile_sum; declares pulse_fault.
void emit_head_readout(VerilogWriter& w, const std::string& sign_hold);
/// What features have between readout and results; then the sums to the output stream.
void emit_head_result(HeadWriter& w);

/// `faults` are nets that pulse where a readout fails.
void emit_head_counters(HeadWriter& w, const std::vector<std::string>& faults);

}  // namespace kvolt
