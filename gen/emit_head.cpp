// SPDX-License-Identifier: Apache-2.0
// rtl/kvolt_<name>_head.v: blocks of rtl/ and tile macros composed into one head.
#include <fmt/format.h>

#include <map>

#include "gen/emit_common.hpp"
#include "gen/emitters.hpp"

namespace kvolt {
namespace {

constexpr auto in = PortDirection::in;
constexpr auto out = PortDirection::out;

std::vector<VerilogPort> head_ports() {
    return {
        {in, "", "clk_i", ""},
        {in, "", "rst_ni", "asynchronous assert, synchronous release; the engine's reset or a soft reset"},
        {in, "", "enable_i", "tokens are taken from the buffer while high; those on their way always finish"},
        {in, "", "start_of_sequence_i", "pulse: the next admitted token is the first of a sequence"},
        {in, "", "clear_counters_i", "pulse: all counters restart from zero"},
        {in, "$clog2(SLOTS*TILES+1)-1:0", "window_i", "slots in use, 1..SLOTS*TILES; sampled when a sequence starts"},
        {in, "15:0", "scale_i", "signed Q4.12, 4096 = 1.0; change it only between tokens"},
        {in, "15:0", "offset_i", "signed, LSB of the output word; change it only between tokens"},
        {in, "DATA_BITS-1:0", "s_axis_tdata_i",
         "tokens: q, then k, then v, lane 0 first, packed little-endian without gaps"},
        {in, "2:0", "s_axis_tuser_i",
         "on the first beat: [0] first token of a sequence, [1] query only, [2] write only"},
        {in, "", "s_axis_tvalid_i", ""},
        {in, "", "s_axis_tlast_i", ""},
        {out, "", "s_axis_tready_o", ""},
        {out, "DATA_BITS-1:0", "m_axis_tdata_o", "results: ROWS words, lane 0 first"},
        {out, "", "m_axis_tvalid_o", ""},
        {out, "", "m_axis_tlast_o", ""},
        {in, "", "m_axis_tready_i", ""},
        {out, "31:0", "tokens_o", "results delivered; this and the other counters wrap"},
        {out, "31:0", "stalls_o", "cycles in which a frame could not start for want of room for a result"},
        {out, "31:0", "saturations_o", "result words that saturated"},
        {out, "31:0", "packet_errors_o", "packets dropped"},
        {out, "31:0", "readout_faults_o", "readouts with a pulse where none may be"},
        {out, "", "packet_error_o", "pulses, one per event"},
        {out, "", "readout_fault_o", ""},
        {out, "", "saturation_o", ""},
        {out, "", "busy_o", "a token is held, on its way, or its result not yet delivered"},
    };
}

void emit_sizes(VerilogWriter& w, bool two_integrators) {
    w.localparams({
        {"INTEGRATORS", two_integrators ? "2" : "1",
         two_integrators ? "scores overlap the weighing of the token before"
                         : "a score waits for the weighing of the token before"},
        {"QUERY_BITS", "ROWS * Q_BITS", "q of a token"},
        {"LEVEL_BITS", "ROWS * KV_BITS", "k of a token; v alike"},
        {"TOKEN_BITS", "QUERY_BITS + 2 * LEVEL_BITS", ""},
        {"SLOT_BITS", "SLOTS > 1 ? $clog2(SLOTS) : 1", ""},
        {"TILE_BITS", "$clog2(TILES + 1)", "0..TILES: the frontier of a full window"},
        {"PULSE_CYCLES", "((1 << Q_BITS) - 1) * UNIT_CYCLES", "longest q pulse"},
        {"READOUT_CYCLES", "1 << (OUT_BITS - 1)", "count window"},
        {"SUM_BITS", "$clog2(TILES * READOUT_CYCLES + 1) + 1", "signed, whatever the macros do"},
        {"FLAG_BITS", "$clog2(DATA_BITS / WORD_BITS + 1)", "saturated words of a beat"},
    });
}

void emit_token_in(VerilogWriter& w, bool two_integrators) {
    w.section("Tokens: checked and buffered as one flat vector");
    w.wires({
        {"TOKEN_BITS-1:0", "token"},
        {"", "token_valid"},
        {"", "token_first"},
        {"", "token_write"},
        {"", "token_query"},
        {"", "token_pop"},
        {"", "packet_error"},
    });
    w.line();
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
    w.line();
    w.wires({{"QUERY_BITS-1:0", "q_code", "token[0 +: QUERY_BITS]"},
             {"LEVEL_BITS-1:0", "k_level", "token[QUERY_BITS +: LEVEL_BITS]"},
             {"LEVEL_BITS-1:0", two_integrators ? "v_level_new" : "v_level",
              "token[QUERY_BITS + LEVEL_BITS +: LEVEL_BITS]"}});
}

void emit_sequencer(VerilogWriter& w, bool two_integrators) {
    const std::string maybe_unused = two_integrators ? "" : "unused_";
    w.section("Frames: every strobe of the head comes from here");
    w.wires({
        {"", "admit", "", "a token enters stage Q in the next cycle"},
        {"", "k_write"},
        {"", "v_write"},
        {"", "k_write_d", "", "the strobe of the next cycle, for the word lines"},
        {"", maybe_unused + "v_write_d", "", two_integrators ? "" : "V shares the word lines of K"},
        {"", maybe_unused + "v_capture", "", two_integrators ? "" : "V is written before its token leaves the buffer"},
        {"", "score_start"},
        {"", "weigh_start"},
        {"", "read_start"},
        {"", "result_space"},
        {"", "sequencer_busy"},
        {"", "stalled"},
    });
    w.line();
    w.instance("kv_sequencer",
               {{"WRITE_CYCLES", "WRITE_CYCLES"},
                {"GUARD_CYCLES", "GUARD_CYCLES"},
                {"PULSE_CYCLES", "PULSE_CYCLES"},
                {"PHI_CYCLES", "PHI_CYCLES"},
                {"SETTLE_CYCLES", "SETTLE_CYCLES"},
                {"READOUT_CYCLES", "READOUT_CYCLES"},
                {"INTEGRATORS", "INTEGRATORS"}},
               "u_sequencer",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"enable_i", "enable_i"},
                {"token_valid_i", "token_valid"},
                {"token_write_i", "token_write"},
                {"token_query_i", "token_query"},
                {"result_space_i", "result_space"},
                {"admit_o", "admit"},
                {"token_pop_o", "token_pop"},
                {"k_write_o", "k_write"},
                {"v_write_o", "v_write"},
                {"score_start_o", "score_start"},
                {"weigh_start_o", "weigh_start"},
                {"read_start_o", "read_start"},
                {"k_write_d_o", "k_write_d"},
                {"v_write_d_o", maybe_unused + "v_write_d"},
                {"v_capture_o", maybe_unused + "v_capture"},
                {"busy_o", "sequencer_busy"},
                {"stalled_o", "stalled"}});
}

void emit_window(VerilogWriter& w, bool two_integrators) {
    const std::string maybe_unused = two_integrators ? "" : "unused_";
    w.section("Window: the slot to write, the slots that take part");
    w.wires({
        {"", "first"},
        {"TILE_BITS-1:0", maybe_unused + "tile", "",
         two_integrators ? "address of the token in stage Q" : "only a V write in stage P needs it"},
        {"SLOT_BITS-1:0", maybe_unused + "slot"},
        {"TILE_BITS-1:0", "tile_d", "", "address of the next cycle, for the word lines"},
        {"SLOT_BITS-1:0", "slot_d"},
        {"TILE_BITS-1:0", "frontier_tile"},
        {"SLOT_BITS-1:0", "frontier_slot"},
        {"TILES*SLOTS-1:0", "live"},
    });
    w.line();
    w.instance("kv_sequence_start", {}, "u_sequence_start",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"start_i", "start_of_sequence_i"},
                {"admit_i", "admit"},
                {"token_first_i", "token_first"},
                {"first_o", "first"}});
    w.line();
    w.instance("kv_window", {{"SLOTS", "SLOTS"}, {"TILES", "TILES"}}, "u_window",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"admit_i", "admit"},
                {"first_i", "first"},
                {"write_i", "token_write"},
                {"window_i", "window_i"},
                {"tile_o", maybe_unused + "tile"},
                {"slot_o", maybe_unused + "slot"},
                {"tile_d_o", "tile_d"},
                {"slot_d_o", "slot_d"},
                {"frontier_tile_o", "frontier_tile"},
                {"frontier_slot_o", "frontier_slot"}});
    w.line();
    w.instance("kv_live_mask", {{"SLOTS", "SLOTS"}, {"TILES", "TILES"}}, "u_live_mask",
               {{"frontier_tile_i", "frontier_tile"}, {"frontier_slot_i", "frontier_slot"}, {"live_o", "live"}});
}

void emit_word_lines(VerilogWriter& w, const std::string& array, const std::string& address_suffix) {
    w.instance("kv_word_lines", {{"SLOTS", "SLOTS"}, {"TILES", "TILES"}}, fmt::format("u_{}_word_lines", array),
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"write_d_i", array + "_write_d"},
                {"tile_i", "tile" + address_suffix},
                {"slot_i", "slot" + address_suffix},
                {"wl_o", array + "_wl"}});
}

void emit_drivers(VerilogWriter& w, bool two_integrators) {
    w.section("Drivers of the arrays: word lines, q pulses");
    std::vector<VerilogNet> nets{{"TILES*SLOTS-1:0", "k_wl"}};
    if (two_integrators) {
        nets.push_back({"TILES*SLOTS-1:0", "v_wl"});
        nets.push_back({"LEVEL_BITS-1:0", "v_level"});
    }
    nets.push_back({"ROWS-1:0", "q_pulse"});
    w.wires(nets);
    w.line();
    emit_word_lines(w, "k", "_d");
    w.line();
    if (two_integrators) {
        w.comment(
            "V is written a stage after K, because V of the token before is still being read: its levels and address "
            "wait one frame.");
        emit_word_lines(w, "v", "");
        w.line();
        w.instance("kv_hold", {{"WIDTH", "LEVEL_BITS"}}, "u_v_level",
                   {{"clk_i", "clk_i"}, {"en_i", "v_capture"}, {"d_i", "v_level_new"}, {"q_o", "v_level"}});
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

void emit_tiles(VerilogWriter& w, const Design& design, bool two_integrators) {
    const std::map<std::string, std::string> nets{
        {"clk_i", "clk_i"},
        {"rst_ni", "rst_ni"},
        {"k_write_i", "k_write"},
        {"k_wl_i", "k_wl[t*SLOTS +: SLOTS]"},
        {"k_level_i", "k_level"},
        {"v_write_i", "v_write"},
        {"v_wl_i", two_integrators ? "v_wl[t*SLOTS +: SLOTS]" : "k_wl[t*SLOTS +: SLOTS]"},
        {"v_level_i", "v_level"},
        {"live_i", "live[t*SLOTS +: SLOTS]"},
        {"score_start_i", "score_start"},
        {"q_pulse_i", "q_pulse"},
        {"weigh_start_i", "weigh_start"},
        {"read_start_i", "read_start"},
        {"a_sign_o", "a_sign[t*ROWS +: ROWS]"},
        {"a_pulse_o", "a_pulse[t*ROWS +: ROWS]"},
    };
    w.section("Tiles: levels, pulses and strobes go to all, word lines and live slots are each tile's own");
    w.wires({{"TILES*ROWS-1:0", "a_sign", "", "lane k of tile t in bit t*ROWS + k"}, {"TILES*ROWS-1:0", "a_pulse"}});
    w.line();
    std::vector<VerilogConnection> pins;
    for (const auto& pin : design.tile.pins) pins.push_back({pin.name, nets.at(pin.name)});
    w.line("genvar t;");
    w.open("generate");
    w.open("for (t = 0; t < TILES; t = t + 1) begin : gen_tiles");
    w.instance(design.tile.module, {}, "u_tile", pins);
    w.close("end");
    w.close("endgenerate");
}

void emit_readout(VerilogWriter& w) {
    w.section("Readout: signed pulses of all tiles summed while they last");
    w.wires({{"SUM_BITS*ROWS-1:0", "tile_sum", "", "bit b of all lanes in bits [b*ROWS +: ROWS]"},
             {"", "tile_sum_valid"},
             {"", "tile_sum_ready"},
             {"", "readout_fault"}});
    w.line();
    w.instance("kv_readout",
               {{"LANES", "ROWS"},
                {"TILES", "TILES"},
                {"OUT_BITS", "OUT_BITS"},
                {"SYNC_STAGES", "SYNC_STAGES"},
                {"SIGN_HOLD", "SIGN_HOLD"}},
               "u_readout",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"start_i", "read_start"},
                {"pulse_i", "a_pulse"},
                {"sign_i", "a_sign"},
                {"sum_o", "tile_sum"},
                {"sum_valid_o", "tile_sum_valid"},
                {"sum_ready_i", "tile_sum_ready"},
                {"fault_o", "readout_fault"}});
}

void emit_result(VerilogWriter& w) {
    w.section("Results: scaled, rounded, saturated, streamed");
    w.wires({{"FLAG_BITS-1:0", "saturated"}, {"", "token_done"}, {"", "result_busy"}});
    w.line();
    w.instance("kv_result",
               {{"LANES", "ROWS"},
                {"SUM_BITS", "SUM_BITS"},
                {"WORD_BITS", "WORD_BITS"},
                {"DATA_BITS", "DATA_BITS"},
                {"DEPTH", "RESULT_DEPTH"}},
               "u_result",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"reserve_i", "read_start"},
                {"space_o", "result_space"},
                {"sum_valid_i", "tile_sum_valid"},
                {"sum_ready_o", "tile_sum_ready"},
                {"sum_i", "tile_sum"},
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

void emit_counters(VerilogWriter& w) {
    struct Counter {
        const char* name;
        const char* event;
        const char* bits;
    };
    w.section("Events and counters");
    for (const auto& c :
         {Counter{"tokens", "token_done", "1"}, Counter{"stalls", "stalled", "1"},
          Counter{"saturations", "saturated", "FLAG_BITS"}, Counter{"packet_errors", "packet_error", "1"},
          Counter{"readout_faults", "readout_fault", "1"}}) {
        w.instance("kv_event_counter", {{"WIDTH", "32"}, {"INCR_BITS", c.bits}}, fmt::format("u_{}", c.name),
                   {{"clk_i", "clk_i"},
                    {"rst_ni", "rst_ni"},
                    {"clear_i", "clear_counters_i"},
                    {"incr_i", c.event},
                    {"count_o", fmt::format("{}_o", c.name)}});
        w.line();
    }
    w.assigns({{"packet_error_o", "packet_error"},
               {"readout_fault_o", "readout_fault"},
               {"saturation_o", "|saturated"},
               {"busy_o", "token_valid | sequencer_busy | result_busy"}});
}

}  // namespace

void emit_head(const Design& design, std::vector<File>& files) {
    const bool two = design.schedule.integrators == 2;
    VerilogWriter w;
    w.line(banner(design, "//"));
    w.doc(fmt::format(
        "One attention head: a window of SLOTS*TILES tokens in {} analog tile{}, and everything digital around {}.",
        design.tiles, design.tiles == 1 ? "" : "s", design.tiles == 1 ? "it" : "them"));
    w.doc("");
    w.doc(
        fmt::format("Latency {} cycles from the last beat of a token to the first beat of its result, one result every "
                    "{} cycles; both streams "
                    "may pause at any time. In reset all drivers of the arrays are low and nothing is held; the cells "
                    "keep their charge.",
                    design.schedule.latency_cycles, design.schedule.interval_cycles));
    w.doc(
        fmt::format("ROWS, SLOTS, KV_BITS, Q_BITS, OUT_BITS and the pulse lengths describe the tile macro {} as well: "
                    "change them only together "
                    "with it.",
                    design.tile.module));
    w.begin_module(design.head_module, engine_parameters(design), head_ports());
    emit_sizes(w, two);
    emit_token_in(w, two);
    emit_sequencer(w, two);
    emit_window(w, two);
    emit_drivers(w, two);
    emit_tiles(w, design, two);
    emit_readout(w);
    emit_result(w);
    emit_counters(w);
    w.end_module();
    files.push_back({fmt::format("rtl/{}.v", design.head_module), w.text()});
}

}  // namespace kvolt
