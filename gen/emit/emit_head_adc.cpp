// SPDX-License-Identifier: Apache-2.0
// rtl/kvolt_<name>_head.v where the scores are converted: blocks of rtl/, K arrays and V arrays composed into one head;
// docs/adc.md.
#include <fmt/format.h>

#include <map>
#include <utility>

#include "gen/emit/converter_parts.hpp"
#include "gen/emit/emit_common.hpp"
#include "gen/emit/emitters.hpp"
#include "gen/emit/head_parts.hpp"
#include "gen/emit/head_ports.hpp"
#include "gen/emit/normalizer_parts.hpp"

namespace kvolt {
namespace {

using Nets = std::map<std::string, std::string>;

bool converted_readout(const Design& d) { return converter(d.adc.outputs.kind).codes; }
/// Stage Q waits for the divided gain rather than for the q pulses.
bool divider_last(const Design& d) {
    const auto& s = d.schedule;
    return s.score_frame > s.gap_cycles + s.pulse_cycles + s.settle_cycles;
}
bool padded(const Design& d) { return d.adc.groups * d.adc.array_rows > d.rows; }

void emit_sizes(VerilogWriter& w, const Design& d) {
    std::vector<VerilogParameter> list{
        {"QUERY_BITS", "ROWS * Q_BITS", "q of a token"},
        {"LEVEL_BITS", "ROWS * KV_BITS", "k of a token; v alike"},
        {"TOKEN_BITS", "QUERY_BITS + 2 * LEVEL_BITS", ""},
        {"SLOT_BITS", "SLOTS > 1 ? $clog2(SLOTS) : 1", ""},
        {"TILE_BITS", "$clog2(TILES + 1)", "0..TILES: the frontier of a full window"},
        {"GROUPS", "(ROWS + ARRAY_ROWS - 1) / ARRAY_ROWS", "arrays that share the rows of a tile"},
        {"CONVERTERS", "(SLOTS + COLUMNS_PER_CONVERTER - 1) / COLUMNS_PER_CONVERTER", "of a K array"},
        {"SCORES", "TILES * CONVERTERS", "scores converted at a time"},
        {"SELECT_BITS", "COLUMNS_PER_CONVERTER > 1 ? $clog2(COLUMNS_PER_CONVERTER) : 1", ""},
        {"SCORE_BITS", "ADC_BITS + $clog2(GROUPS)", "score code summed over the groups"},
        {"QUIET_CYCLES", "GUARD_CYCLES - 2", "before a write; frame B lies behind the pulses"},
        {"LEAD_CYCLES", "LEVEL_SETUP_CYCLES > QUIET_CYCLES ? LEVEL_SETUP_CYCLES : QUIET_CYCLES", ""},
        {"REST_CYCLES", "LEVEL_HOLD_CYCLES > GUARD_CYCLES ? LEVEL_HOLD_CYCLES : GUARD_CYCLES", "behind a write"},
        {"GAP_CYCLES", "LEAD_CYCLES + WRITE_CYCLES + REST_CYCLES", ""},
        {"PHI_CYCLES", "((1 << PHI_BITS) - 1) * PHI_UNIT_CYCLES", "longest phi pulse"},
        {"READOUT_CYCLES", "1 << (OUT_BITS - 1)", converted_readout(d) ? "codes of one sign" : "count window"},
        {"SUM_BITS", "$clog2(TILES * READOUT_CYCLES + 1) + 1", "signed, whatever the macros do"},
        {"WORDS", "DATA_BITS / WORD_BITS", "of a beat"},
        {"BEATS", "(ROWS + WORDS - 1) / WORDS", "of a result"},
        {"FLAG_BITS", "$clog2(WORDS + 1)", "saturated words of a beat"},
    };
    if (!divider_last(d)) list.push_back({"PULSE_CYCLES", "((1 << Q_BITS) - 1) * UNIT_CYCLES", "longest q pulse"});
    if (converted_readout(d)) {
        list.push_back(
            {"READERS", "(ARRAY_ROWS + COLUMNS_PER_CONVERTER - 1) / COLUMNS_PER_CONVERTER", "converters of a V array"});
        list.push_back({"OUTPUTS", "GROUPS * READERS", "outputs of a tile converted at a time"});
    }
    w.localparams(list);
}

void emit_sequencer(HeadWriter& w) {
    const auto& d = w.design();
    const std::vector<VerilogNet> nets{
        {"", "admit", "", "a token enters stage Q in the next cycle"},
        {"", "k_write"},
        {"", "v_write"},
        {"", "k_write_d", "", "the strobe of the next cycle, for the word lines"},
        {"", "v_write_d"},
        {"", "level_open", "", "levels are shown to the arrays, and stand still"},
        {"", "v_capture"},
        {"", "score_start"},
        {"", "convert_start"},
        {"", "converting"},
        {"", "convert_busy"},
        {"", "weigh_start"},
        {"", "read_start"},
        {"", "read_busy"},
    };
    WiredInstance sequencer{"kv_adc_sequencer",
                            {{"WRITE_CYCLES", "WRITE_CYCLES"},
                             {"GUARD_CYCLES", "GUARD_CYCLES"},
                             {"LEVEL_SETUP_CYCLES", "LEVEL_SETUP_CYCLES"},
                             {"LEVEL_HOLD_CYCLES", "LEVEL_HOLD_CYCLES"},
                             {"SCORE_FRAME", divider_last(d) ? fmt::format("{}", d.schedule.score_frame)
                                                             : "GAP_CYCLES + PULSE_CYCLES + SETTLE_CYCLES"},
                             {"WEIGH_FRAME", "GAP_CYCLES + PHI_CYCLES + SETTLE_CYCLES"},
                             {"READ_FRAME", "READOUT_CYCLES"},
                             {"CONVERTED_READ", converted_readout(d) ? "1" : "0"}},
                            "u_sequencer",
                            sequencer_inputs()};
    sequencer.pins.insert(sequencer.pins.end(), {{"convert_busy_i", "convert_busy"},
                                                 {"read_busy_i", "read_busy"},
                                                 {"admit_o", "admit"},
                                                 {"token_pop_o", "released"},
                                                 {"k_write_o", "k_write"},
                                                 {"v_write_o", "v_write"},
                                                 {"score_start_o", "score_start"},
                                                 {"convert_start_o", "convert_start"},
                                                 {"converting_o", "converting"},
                                                 {"weigh_start_o", "weigh_start"},
                                                 {"read_start_o", "read_start"},
                                                 {"k_write_d_o", "k_write_d"},
                                                 {"v_write_d_o", "v_write_d"},
                                                 {"level_open_o", "level_open"},
                                                 {"v_capture_o", "v_capture"},
                                                 {"busy_o", "sequencer_busy"},
                                                 {"stalled_o", "stalled"}});
    emit_head_frames(w, nets, sequencer);
}

/// What the pins that belong to the converters are connected to.
void add_converter_pins(Nets& pins, const ConverterUse& use) {
    for (auto& pin : converter_parts(use.conversion.kind).connections(use)) pins[pin.name] = std::move(pin.expression);
}

void emit_array(VerilogWriter& w, const MacroRecord& macro, const std::string& name, const Nets& nets) {
    std::vector<VerilogConnection> pins;
    for (const auto& pin : macro.pins) pins.push_back({pin.name, nets.at(pin.name)});
    w.instance(macro.module, {}, name, pins);
}

void emit_arrays(VerilogWriter& w, const Design& d) {
    w.section(
        "Arrays: group g of tile t; word lines and live slots are the tile's own, levels and q pulses the group's");
    const auto scores = score_use(d), outputs = output_use(d);
    const auto& readout = converter_parts(outputs.conversion.kind);
    w.wires(converter_parts(scores.conversion.kind).nets(scores));
    w.wires(readout.nets(outputs));
    w.wires({{"TILES*SLOTS-1:0", "phi_pulse"}});
    const std::string all = padded(d) ? "_all" : "";
    if (padded(d)) {
        w.line();
        w.comment("The last group has rows to spare: their levels are 0 and they never see a pulse.");
        w.wires(
            {{"GROUPS*ARRAY_ROWS*KV_BITS-1:0", "k_level_all", "{{((GROUPS*ARRAY_ROWS-ROWS)*KV_BITS){1'b0}}, k_level}"},
             {"GROUPS*ARRAY_ROWS*KV_BITS-1:0", "v_level_all", "{{((GROUPS*ARRAY_ROWS-ROWS)*KV_BITS){1'b0}}, v_level}"},
             {"GROUPS*ARRAY_ROWS-1:0", "q_pulse_all", "{{(GROUPS*ARRAY_ROWS-ROWS){1'b0}}, q_pulse}"}});
    }
    Nets k{{"clk_i", "clk_i"},
           {"rst_ni", "rst_ni"},
           {"write_i", "k_write"},
           {"wl_i", "k_wl[t*SLOTS +: SLOTS]"},
           {"level_i", fmt::format("k_level{}[g*ARRAY_ROWS*KV_BITS +: ARRAY_ROWS*KV_BITS]", all)},
           {"live_i", "live[t*SLOTS +: SLOTS]"},
           {"score_start_i", "score_start"},
           {"q_pulse_i", fmt::format("q_pulse{}[g*ARRAY_ROWS +: ARRAY_ROWS]", all)}};
    add_converter_pins(k, scores);
    Nets v{{"clk_i", "clk_i"},
           {"rst_ni", "rst_ni"},
           {"write_i", "v_write"},
           {"wl_i", "v_wl[t*SLOTS +: SLOTS]"},
           {"level_i", fmt::format("v_level{}[g*ARRAY_ROWS*KV_BITS +: ARRAY_ROWS*KV_BITS]", all)},
           {"weigh_start_i", "weigh_start"},
           {"phi_pulse_i", "phi_pulse[t*SLOTS +: SLOTS]"}};
    add_converter_pins(v, outputs);
    w.line();
    w.line("genvar t, g;");
    w.open("generate");
    w.open("for (t = 0; t < TILES; t = t + 1) begin : gen_tiles");
    if (readout.tile != nullptr) readout.tile(w, d);
    w.open("for (g = 0; g < GROUPS; g = g + 1) begin : gen_groups");
    emit_array(w, d.macros[0], "u_k", k);
    w.line();
    emit_array(w, d.macros[1], "u_v", v);
    w.close("end");
    w.close("end");
    w.close("endgenerate");
}

/// A normalizer behind every converter.
void emit_normalizers(VerilogWriter& w, const Design& d) {
    w.wires({{"", "score_load", "", "scores are complete"},
             {"SCORE_BITS*SCORES-1:0", "score_planes", "", "bit b of all scores in bits [b*SCORES +: SCORES]"},
             {"SCORES*SCORE_BITS-1:0", "score", "", "score by score"},
             {"SCORES*PHI_BITS-1:0", "phi_words"}});
    converter_parts(d.adc.scores.kind).sums(w, score_use(d));
    w.line();
    w.instance("kv_transpose", {{"WORDS", "SCORES"}, {"BITS", "SCORE_BITS"}}, "u_scores",
               {{"d_i", "score_planes"}, {"d_o", "score"}});
    w.line();
    w.line("genvar score_index;");
    w.open("generate");
    w.open("for (score_index = 0; score_index < SCORES; score_index = score_index + 1) begin : gen_normalizers");
    emit_normalizer(w, d, "u_normalizer", "score[score_index*SCORE_BITS +: SCORE_BITS]",
                    "phi_words[score_index*PHI_BITS +: PHI_BITS]");
    w.close("end");
    w.close("endgenerate");
    w.line();
    w.instance("kv_transpose", {{"WORDS", "PHI_BITS"}, {"BITS", "SCORES"}}, "u_phi",
               {{"d_i", "phi_words"}, {"d_o", "phi"}});
    w.line();
    w.instance("kv_delay", {{"WIDTH", "1"}, {"CYCLES", std::to_string(d.adc.normalizer_cycles)}}, "u_phi_load",
               {{"clk_i", "clk_i"}, {"rst_ni", "rst_ni"}, {"d_i", "score_load"}, {"q_o", "phi_load"}});
}

void emit_scores(VerilogWriter& w, const Design& d) {
    w.section("Scores: converted, normalized, pulsed into the V arrays");
    w.wires({{"", "phi_load", "", "phi codes are complete"},
             {"PHI_BITS*SCORES-1:0", "phi", "", "bit b of all converters in bits [b*SCORES +: SCORES]"}});
    if (d.adc.reciprocal_cycles > 0) emit_reciprocal(w, d);
    if (d.adc.shared_normalizer)
        converter_parts(d.adc.scores.kind).normalized(w, d, score_use(d));
    else
        emit_normalizers(w, d);
    w.line();
    w.instance("kv_phi_driver",
               {{"TILES", "TILES"},
                {"SLOTS", "SLOTS"},
                {"PASSES", "COLUMNS_PER_CONVERTER"},
                {"CODE_BITS", "PHI_BITS"},
                {"UNIT_CYCLES", "PHI_UNIT_CYCLES"}},
               "u_phi_driver",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"open_i", "convert_start"},
                {"load_i", "phi_load"},
                {"code_i", "phi"},
                {"live_i", "live"},
                {"busy_o", "convert_busy"},
                {"start_i", "weigh_start"},
                {"pulse_o", "phi_pulse"}});
}

void emit_gathered_readout(VerilogWriter& w, const Design& d) {
    w.section("Readout: codes of all tiles summed while they are converted");
    w.wires({{"", "read_load", "", "sums of a pass are complete"},
             {"SUM_BITS*OUTPUTS-1:0", "output_sum", "", "bit b of all outputs in bits [b*OUTPUTS +: OUTPUTS]"},
             {"SUM_BITS*ROWS-1:0", "tile_sum", "", "bit b of all lanes in bits [b*ROWS +: ROWS]"},
             {"", "tile_sum_valid"},
             {"", "tile_sum_ready"}});
    converter_parts(d.adc.outputs.kind).sums(w, output_use(d));
    w.line();
    w.instance("kv_gather",
               {{"ROWS", "ROWS"},
                {"GROUPS", "GROUPS"},
                {"GROUP_ROWS", "ARRAY_ROWS"},
                {"PASSES", "COLUMNS_PER_CONVERTER"},
                {"SUM_BITS", "SUM_BITS"}},
               "u_gather",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"open_i", "read_start"},
                {"load_i", "read_load"},
                {"sum_i", "output_sum"},
                {"busy_o", "read_busy"},
                {"sum_o", "tile_sum"},
                {"valid_o", "tile_sum_valid"},
                {"ready_i", "tile_sum_ready"}});
}

/// Nets that pulse where a conversion fails.
std::vector<std::string> faults_of(const Design& d) {
    std::vector<std::string> faults;
    for (const auto& use : {score_use(d), output_use(d)}) {
        const auto fault = converter_parts(use.conversion.kind).fault(use);
        if (!fault.empty()) faults.push_back(fault);
    }
    return faults;
}

}  // namespace

void emit_adc_head(const Design& design, std::vector<File>& files) {
    HeadWriter w(design, nets_on_offer());
    w.line(banner(design, "//"));
    w.doc(
        fmt::format("One attention head: a window of SLOTS*TILES tokens in {} analog array{}, half of them for keys "
                    "and half for values, "
                    "scores converted and normalized digitally.",
                    2 * design.tiles * design.adc.groups, "s"));
    w.doc("");
    w.doc(
        fmt::format("Latency {} cycles from the last beat of a token to the first beat of its result, one result every "
                    "{} cycles; both "
                    "streams may pause at any time. In reset all drivers of the arrays are low and nothing is held; "
                    "the cells keep their charge.",
                    design.schedule.latency_cycles, design.schedule.interval_cycles));
    w.doc(
        fmt::format("The parameters describe the macros {} and {} as well, and the normalizer's constants belong to "
                    "them: change them only "
                    "together.",
                    design.macros[0].module, design.macros[1].module));
    w.begin_module(design.head_module, engine_parameters(design), head_ports(design));
    emit_sizes(w, design);
    emit_head_tokens(w);
    emit_sequencer(w);
    emit_head_window(w);
    emit_head_drivers(w);
    emit_arrays(w, design);
    emit_scores(w, design);
    const auto& readout = converter_parts(design.adc.outputs.kind);
    if (readout.readout != nullptr)
        readout.readout(w, design);
    else
        emit_gathered_readout(w, design);
    emit_head_result(w);
    emit_head_counters(w, faults_of(design));
    w.end_module();
    files.push_back({fmt::format("rtl/{}.v", design.head_module), w.text()});
}

}  // namespace kvolt
