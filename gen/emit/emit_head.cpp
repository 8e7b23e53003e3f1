// SPDX-License-Identifier: Apache-2.0
// rtl/kvolt_<name>_head.v: blocks of rtl/ and tile macros composed into one head.
#include <fmt/format.h>

#include <map>

#include "gen/emit/emit_common.hpp"
#include "gen/emit/emitters.hpp"
#include "gen/emit/head_parts.hpp"
#include "gen/emit/head_ports.hpp"

namespace kvolt {
namespace {

void emit_sizes(HeadWriter& w, bool two_integrators) {
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
        {"WORDS", "DATA_BITS / WORD_BITS", "of a beat"},
        {"BEATS", "(ROWS + WORDS - 1) / WORDS", "of a result"},
        {"FLAG_BITS", "$clog2(WORDS + 1)", "saturated words of a beat"},
    });
}

void emit_sequencer(HeadWriter& w, bool two_integrators) {
    const std::string maybe_unused = two_integrators ? "" : "unused_";
    const std::vector<VerilogNet> nets{
        {"", "admit", "", "a token enters stage Q in the next cycle"},
        {"", "k_write"},
        {"", "v_write"},
        {"", "k_write_d", "", "the strobe of the next cycle, for the word lines"},
        {"", maybe_unused + "v_write_d", "", two_integrators ? "" : "V shares the word lines of K"},
        {"", "level_open", "", "levels are shown to the arrays, and stand still"},
        {"", maybe_unused + "v_capture", "", two_integrators ? "" : "V is written before its token leaves the buffer"},
        {"", "score_start"},
        {"", "weigh_start"},
        {"", "read_start"},
    };
    WiredInstance sequencer{"kv_sequencer",
                            {{"WRITE_CYCLES", "WRITE_CYCLES"},
                             {"GUARD_CYCLES", "GUARD_CYCLES"},
                             {"LEVEL_SETUP_CYCLES", "LEVEL_SETUP_CYCLES"},
                             {"LEVEL_HOLD_CYCLES", "LEVEL_HOLD_CYCLES"},
                             {"PULSE_CYCLES", "PULSE_CYCLES"},
                             {"PHI_CYCLES", "PHI_CYCLES"},
                             {"SETTLE_CYCLES", "SETTLE_CYCLES"},
                             {"READOUT_CYCLES", "READOUT_CYCLES"},
                             {"INTEGRATORS", "INTEGRATORS"}},
                            "u_sequencer",
                            sequencer_inputs()};
    sequencer.pins.insert(sequencer.pins.end(), {{"admit_o", "admit"},
                                                 {"token_pop_o", "released"},
                                                 {"k_write_o", "k_write"},
                                                 {"v_write_o", "v_write"},
                                                 {"score_start_o", "score_start"},
                                                 {"weigh_start_o", "weigh_start"},
                                                 {"read_start_o", "read_start"},
                                                 {"k_write_d_o", "k_write_d"},
                                                 {"v_write_d_o", maybe_unused + "v_write_d"},
                                                 {"level_open_o", "level_open"},
                                                 {"v_capture_o", maybe_unused + "v_capture"},
                                                 {"busy_o", "sequencer_busy"},
                                                 {"stalled_o", "stalled"}});
    emit_head_frames(w, nets, sequencer);
}

void emit_tiles(HeadWriter& w, bool two_integrators) {
    const auto& macro = w.design().macros.front();
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
    for (const auto& pin : macro.pins) pins.push_back({pin.name, nets.at(pin.name)});
    w.line("genvar t;");
    w.open("generate");
    w.open("for (t = 0; t < TILES; t = t + 1) begin : gen_tiles");
    w.instance(macro.module, {}, "u_tile", pins);
    w.close("end");
    w.close("endgenerate");
}

}  // namespace

void emit_head(const Design& design, std::vector<File>& files) {
    if (design.adc.on) return emit_adc_head(design, files);
    const bool two = design.schedule.integrators == 2;
    HeadWriter w(design, nets_on_offer());
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
                    design.macros.front().module));
    w.begin_module(design.head_module, engine_parameters(design), head_ports(design));
    emit_sizes(w, two);
    emit_head_tokens(w);
    emit_sequencer(w, two);
    emit_head_window(w);
    emit_head_drivers(w);
    emit_tiles(w, two);
    emit_head_readout(w, "SIGN_HOLD");
    emit_head_result(w);
    emit_head_counters(w, {"pulse_fault"});
    w.end_module();
    files.push_back({fmt::format("rtl/{}.v", design.head_module), w.text()});
}

}  // namespace kvolt
