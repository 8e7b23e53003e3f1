// SPDX-License-Identifier: Apache-2.0
#include "gen/emit/head_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gen/emit/emit_common.hpp"

namespace kvolt {
namespace {

/// Every mask of kv_live that a feature may drive.
const char* const all_slots = "{(TILES*SLOTS){1'b1}}";
const char* const no_slot = "{(TILES*SLOTS){1'b0}}";

void emit_word_lines(HeadWriter& w, const std::string& array, const std::string& address_prefix) {
    w.instance("kv_word_lines", {{"SLOTS", "SLOTS"}, {"TILES", "TILES"}}, fmt::format("u_{}_word_lines", array),
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"write_d_i", array + "_write_d"},
                {"tile_i", address_prefix + "tile"},
                {"slot_i", address_prefix + "slot"},
                {"wl_o", array + "_wl"}});
}

void emit_level_gate(HeadWriter& w, const std::string& array) {
    w.instance("kv_level_gate", {{"WIDTH", "LEVEL_BITS"}}, fmt::format("u_{}_level", array),
               {{"open_i", "level_open"}, {"d_i", array + "_level_new"}, {"q_o", array + "_level"}});
}

void emit_admission(HeadWriter& w) {
    w.instance("kv_admission", {{"REPAIR", "0"}, {"PROTECTED", "0"}, {"REFRESH", "0"}, {"CALIBRATION", "0"}},
               "u_admission",
               {{"token_valid_i", "token_valid"},
                {"token_write_i", "token_write"},
                {"token_query_i", "token_query"},
                {"token_pop_o", "token_pop"},
                {"own_i", "1'b0"},
                {"zero_i", "1'b0"},
                {"slot_ready_i", "1'b1"},
                {"protected_ready_i", "1'b1"},
                {"protected_write_i", "1'b1"},
                {"protected_done_i", "1'b1"},
                {"refresh_hold_i", "1'b0"},
                {"refresh_ready_i", "1'b0"},
                {"refreshing_i", "1'b0"},
                {"result_space_i", "result_space"},
                {"valid_o", "offered"},
                {"write_o", "offered_write"},
                {"query_o", "offered_query"},
                {"space_o", "readable"},
                {"admit_i", "admit"},
                {"pop_i", "released"},
                {"array_write_o", "array_write"},
                {"packet_o", "packet"},
                {"stream_o", "stream_admit"},
                {"refresh_o", "refreshed"}});
}

void emit_live(HeadWriter& w) {
    w.instance("kv_live",
               {{"SLOTS", "SLOTS"},
                {"TILES", "TILES"},
                {"REPAIR", "0"},
                {"PROTECTED", "0"},
                {"RETENTION", "0"},
                {"CALIBRATION", "0"}},
               "u_live",
               {{"frontier_tile_i", "frontier_tile"},
                {"frontier_slot_i", "frontier_slot"},
                {"usable_i", all_slots},
                {"newest_i", no_slot},
                {"retained_i", all_slots},
                {"own_i", "1'b0"},
                {"zero_i", "1'b0"},
                {"stored_o", "stored"},
                {"analog_o", "analog"},
                {"live_o", "live"}});
}

}  // namespace

bool v_in_stage_p(const Design& design) { return design.adc.on || design.schedule.integrators == 2; }

std::vector<std::string> nets_on_offer() {
    return {"idle", "stored", "analog", "stream_admit", "refreshed", "tile_d", "lane_beat_en", "lane_beat", "slot_d"};
}

void emit_head_tokens(HeadWriter& w) {
    w.section("Tokens: checked and buffered as one flat vector");
    w.section_wires(HeadSection::tokens, {
                                             {"TOKEN_BITS-1:0", "token"},
                                             {"", "token_valid"},
                                             {"", "token_first"},
                                             {"", "token_write"},
                                             {"", "token_query"},
                                             {"", "token_pop"},
                                             {"", "packet_error"},
                                             {"", "idle", "", "nothing is on its way, every result delivered"},
                                         });
    w.instance("kv_token_in", {{"DATA_BITS", "DATA_BITS"}, {"TOKEN_BITS", "TOKEN_BITS"}, {"QUERY_BITS", "QUERY_BITS"}},
               "u_token_in",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"s_tdata_i", "s_axis_tdata_i"},
                {"s_tuser_i", "s_axis_tuser_i"},
                {"s_tvalid_i", "s_axis_tvalid_i"},
                {"s_tlast_i", "s_axis_tlast_i"},
                {"s_tready_o", "s_axis_tready_o"},
                {"token_valid_o", "token_valid"},
                {"token_pop_i", "token_pop"},
                {"token_o", "token"},
                {"token_first_o", "token_first"},
                {"token_write_o", "token_write"},
                {"token_query_o", "token_query"},
                {"packet_error_o", "packet_error"}});
    w.section_instances(HeadSection::tokens);
    w.line();
    w.wires({{"QUERY_BITS-1:0", "q_code", "token[0 +: QUERY_BITS]"},
             {"2*LEVEL_BITS-1:0", "levels", "token[QUERY_BITS +: 2*LEVEL_BITS]", "k below v"},
             {"LEVEL_BITS-1:0", "k_level_new", "levels[0 +: LEVEL_BITS]"},
             {"LEVEL_BITS-1:0", "v_level_new", "levels[LEVEL_BITS +: LEVEL_BITS]"}});
}

void emit_head_frames(HeadWriter& w, std::vector<VerilogNet> nets, const WiredInstance& sequencer) {
    w.section("Frames: every strobe of the head comes from here");
    nets.insert(nets.end(), {{"", "sequencer_busy"},
                             {"", "stalled"},
                             {"", "result_space"},
                             {"", "lane_beat_en", "", "the results want the lanes of a beat"},
                             {"(BEATS > 1 ? $clog2(BEATS) : 1)-1:0", "lane_beat"},
                             {"", "readable", "", "a readout may start"},
                             {"", "offered", "", "what waits for its admission"},
                             {"", "offered_write"},
                             {"", "offered_query"},
                             {"", "released", "", "its levels have been taken"},
                             {"", "array_write", "", "the token that waits, if admitted, is written to the arrays"},
                             {"", "packet", "", "an admission that the window counts"},
                             {"", "stream_admit", "", "an admission of the stream"},
                             {"", "refreshed", "", "an admission of a refresh"}});
    w.section_wires(HeadSection::frames, std::move(nets));
    emit_admission(w);
    w.section_instances(HeadSection::frames);
    w.line();
    w.instance(sequencer.module, sequencer.parameters, sequencer.name, sequencer.pins);
}

std::vector<VerilogConnection> sequencer_inputs() {
    return {{"clk_i", "clk_i"},
            {"rst_ni", "rst_ni"},
            {"enable_i", "enable_i"},
            {"token_valid_i", "offered"},
            {"token_write_i", "offered_write"},
            {"token_query_i", "offered_query"},
            {"result_space_i", "readable"}};
}

void emit_head_window(HeadWriter& w) {
    w.section("Window: the slot to write, the slots that take part");
    w.section_wires(HeadSection::window,
                    {{"", "first", "", "the token that waits starts a sequence"},
                     {"TILE_BITS-1:0", "tile", "", "slot of the last admission that writes"},
                     {"SLOT_BITS-1:0", "slot"},
                     {"TILE_BITS-1:0", "tile_d", "", "the same in the next cycle"},
                     {"SLOT_BITS-1:0", "slot_d"},
                     {"TILE_BITS-1:0", "frontier_tile"},
                     {"SLOT_BITS-1:0", "frontier_slot"},
                     {"TILES*SLOTS-1:0", "stored", "", "slots that hold a token of the sequence"},
                     {"TILES*SLOTS-1:0", "analog", "", "of those, the ones whose token is computed in the arrays"},
                     {"TILES*SLOTS-1:0", "live", "", "of those, the ones that take part"}});
    w.instance("kv_sequence_start", {}, "u_sequence_start",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"start_i", "start_of_sequence_i"},
                {"restart_i", "1'b0"},
                {"admit_i", "packet"},
                {"token_first_i", "token_first"},
                {"first_o", "first"}});
    w.line();
    w.instance("kv_window", {{"SLOTS", "SLOTS"}, {"TILES", "TILES"}}, "u_window",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"admit_i", "packet"},
                {"first_i", "first"},
                {"write_i", "array_write"},
                {"window_i", "window_i"},
                {"tile_o", "tile"},
                {"slot_o", "slot"},
                {"tile_d_o", "tile_d"},
                {"slot_d_o", "slot_d"},
                {"frontier_tile_o", "frontier_tile"},
                {"frontier_slot_o", "frontier_slot"}});
    w.line();
    emit_live(w);
    w.section_instances(HeadSection::window);
}

void emit_head_drivers(HeadWriter& w) {
    const bool v_later = v_in_stage_p(w.design());
    w.section("Drivers of the arrays: levels, word lines, q pulses");
    std::vector<VerilogNet> nets{{"LEVEL_BITS-1:0", "k_level"}, {"LEVEL_BITS-1:0", "v_level"}};
    nets.push_back({"TILES*SLOTS-1:0", "k_wl"});
    if (v_later) {
        nets.push_back({"TILES*SLOTS-1:0", "v_wl"});
        nets.push_back({"TILE_BITS-1:0", "v_tile"});
        nets.push_back({"SLOT_BITS-1:0", "v_slot"});
    }
    nets.push_back({"ROWS-1:0", "q_pulse"});
    w.wires(nets);
    w.line();
    emit_level_gate(w, "k");
    w.line();
    if (!v_later) {
        emit_level_gate(w, "v");
        w.line();
    }
    emit_word_lines(w, "k", "");
    w.line();
    if (v_later) {
        w.comment(
            "V is written a stage after K, because V of the token before is still being read: its levels and address "
            "wait one frame, and stand still but for the moment in which the next ones are taken.");
        emit_word_lines(w, "v", "v_");
        w.line();
        w.instance("kv_hold", {{"WIDTH", "LEVEL_BITS + TILE_BITS + SLOT_BITS"}}, "u_v_held",
                   {{"clk_i", "clk_i"},
                    {"en_i", "v_capture"},
                    {"d_i", "{tile, slot, v_level_new}"},
                    {"q_o", "{v_tile, v_slot, v_level}"}});
        w.line();
    }
    w.instance("kv_pulse_driver", {{"LANES", "ROWS"}, {"CODE_BITS", "Q_BITS"}, {"UNIT_CYCLES", "UNIT_CYCLES"}},
               "u_pulse_driver",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"load_i", "admit"},
                {"code_i", "q_code"},
                {"start_i", "score_start"},
                {"pulse_o", "q_pulse"}});
}

void emit_head_readout(VerilogWriter& w, const std::string& sign_hold) {
    w.section("Readout: signed pulses of all tiles summed while they last");
    w.wires({{"SUM_BITS*ROWS-1:0", "tile_sum", "", "bit b of all lanes in bits [b*ROWS +: ROWS]"},
             {"", "tile_sum_valid"},
             {"", "tile_sum_ready"},
             {"", "pulse_fault"}});
    w.line();
    w.instance("kv_readout",
               {{"LANES", "ROWS"},
                {"TILES", "TILES"},
                {"OUT_BITS", "OUT_BITS"},
                {"SYNC_STAGES", "SYNC_STAGES"},
                {"SIGN_HOLD", sign_hold}},
               "u_readout",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"start_i", "read_start"},
                {"pulse_i", "a_pulse"},
                {"sign_i", "a_sign"},
                {"sum_o", "tile_sum"},
                {"sum_valid_o", "tile_sum_valid"},
                {"sum_ready_i", "tile_sum_ready"},
                {"fault_o", "pulse_fault"}});
}

void emit_head_result(HeadWriter& w) {
    w.own_sections();
    w.section("Results: scaled, rounded, saturated, streamed");
    w.wires({{"FLAG_BITS-1:0", "saturated"}, {"", "token_done"}, {"", "result_busy"}});
    w.line();
    w.instance("kv_result",
               {{"LANES", "ROWS"},
                {"SUM_BITS", "SUM_BITS"},
                {"WORD_BITS", "WORD_BITS"},
                {"WORDS", "WORDS"},
                {"DATA_BITS", "DATA_BITS"},
                {"DEPTH", "RESULT_DEPTH"},
                {"CALIBRATED", "0"},
                {"FRACTION_BITS", "0"},
                {"TRIM_BITS", "1"}},
               "u_result",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"reserve_i", "read_start"},
                {"space_o", "result_space"},
                {"sum_valid_i", "tile_sum_valid"},
                {"sum_ready_o", "tile_sum_ready"},
                {"sum_i", "tile_sum"},
                {"beat_en_o", "lane_beat_en"},
                {"beat_o", "lane_beat"},
                {"lane_offset_i", "{(WORDS*SUM_BITS){1'b0}}"},
                {"lane_trim_i", "{WORDS{1'b0}}"},
                {"scale_i", "scale_i"},
                {"offset_i", "offset_i"},
                {"m_tdata_o", "m_axis_tdata_o"},
                {"m_tvalid_o", "m_axis_tvalid_o"},
                {"m_tlast_o", "m_axis_tlast_o"},
                {"m_tready_i", "m_axis_tready_i"},
                {"saturated_o", "saturated"},
                {"token_done_o", "token_done"},
                {"busy_o", "result_busy"}});
}

void emit_head_counters(HeadWriter& w, const std::vector<std::string>& faults) {
    std::string list;
    for (const auto& fault : faults) list += (list.empty() ? "" : ", ") + fault;
    if (faults.empty()) list = "1'b0";
    if (faults.size() > 1) list = fmt::format("{{{}}}", list);
    w.section("Status, events and counters");
    w.wires({{"", "saturation"}, {"", "readout_fault"}});
    w.line();
    w.instance("kv_status",
               {{"FLAG_BITS", "FLAG_BITS"},
                {"REFRESH", "0"},
                {"CALIBRATION", "0"},
                {"FAULTS", std::to_string(std::max<std::size_t>(faults.size(), 1))}},
               "u_status",
               {{"stream_valid_i", "token_valid"},
                {"sequencer_busy_i", "sequencer_busy"},
                {"result_busy_i", "result_busy"},
                {"refresh_hold_i", "1'b0"},
                {"calibrating_i", "1'b0"},
                {"saturated_i", "saturated"},
                {"fault_i", list},
                {"busy_o", "busy_o"},
                {"idle_o", "idle"},
                {"saturation_o", "saturation"},
                {"readout_fault_o", "readout_fault"}});
    w.line();
    for (const auto& c : w.design().counters) {
        w.instance("kv_event_counter", {{"WIDTH", std::to_string(c.width)}, {"INCR_BITS", c.net_bits}}, "u_" + c.name,
                   {{"clk_i", "clk_i"},
                    {"rst_ni", "rst_ni"},
                    {"clear_i", "clear_counters_i"},
                    {"incr_i", c.net},
                    {"count_o", c.name + "_o"}});
        w.line();
    }
    std::vector<VerilogConnection> assigns;
    for (const auto& e : w.design().events) {
        if (!e.net.empty()) assigns.push_back({e.name + "_o", e.net});
    }
    w.assigns(assigns);
}

}  // namespace kvolt
