// SPDX-License-Identifier: Apache-2.0
// rtl/kvolt_<name>_head.v where the scores are converted: blocks of rtl/, K arrays and V arrays composed into one head;
// docs/adc.md.
#include <fmt/format.h>

#include <map>

#include "gen/design/normalizer.hpp"
#include "gen/emit/emit_common.hpp"
#include "gen/emit/emitters.hpp"
#include "gen/emit/head_nets.hpp"
#include "gen/emit/head_parts.hpp"

namespace kvolt {
namespace {

using Nets = std::map<std::string, std::string>;

bool ramp_scores(const Design& d) { return d.config.adc.kind == AdcKind::ramp; }
bool pulse_readout(const Design& d) { return d.config.adc.readout == AdcReadout::pulse; }
bool ramp_readout(const Design& d) { return d.config.adc.readout == AdcReadout::ramp; }
bool sar_readout(const Design& d) { return d.config.adc.readout == AdcReadout::sar; }
bool divides(const Design& d) { return d.adc.reciprocal_cycles > 0; }
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
        {"GAP_CYCLES", "WRITE_CYCLES + GUARD_CYCLES", ""},
        {"PHI_CYCLES", "((1 << PHI_BITS) - 1) * PHI_UNIT_CYCLES", "longest phi pulse"},
        {"READOUT_CYCLES", "1 << (OUT_BITS - 1)", pulse_readout(d) ? "count window" : "codes of one sign"},
        {"SUM_BITS", "$clog2(TILES * READOUT_CYCLES + 1) + 1", "signed, whatever the macros do"},
        {"WORDS", "DATA_BITS / WORD_BITS", "of a beat"},
        {"BEATS", "(ROWS + WORDS - 1) / WORDS", "of a result"},
        {"FLAG_BITS", "$clog2(WORDS + 1)", "saturated words of a beat"},
    };
    if (!divider_last(d)) list.push_back({"PULSE_CYCLES", "((1 << Q_BITS) - 1) * UNIT_CYCLES", "longest q pulse"});
    if (!pulse_readout(d)) {
        list.push_back(
            {"READERS", "(ARRAY_ROWS + COLUMNS_PER_CONVERTER - 1) / COLUMNS_PER_CONVERTER", "converters of a V array"});
        list.push_back({"OUTPUTS", "GROUPS * READERS", "outputs of a tile converted at a time"});
    }
    w.localparams(list);
}

void emit_sequencer(VerilogWriter& w, const Design& d) {
    w.section("Frames: every strobe of the head comes from here");
    std::vector<VerilogNet> nets{
        {"", "admit", "", "a token enters stage Q in the next cycle"},
        {"", "k_write"},
        {"", "v_write"},
        {"", "k_write_d", "", "the strobe of the next cycle, for the word lines"},
        {"", "v_write_d"},
        {"", "v_capture"},
        {"", "score_start"},
        {"", "convert_start"},
        {"", "convert_busy"},
        {"", "weigh_start"},
        {"", "read_start"},
        {"", "read_busy"},
        {"", "result_space"},
        {"", "sequencer_busy"},
        {"", "stalled"},
    };
    add_admission_nets(d, nets);
    w.wires(nets);
    w.line();
    w.instance("kv_adc_sequencer",
               {{"WRITE_CYCLES", "WRITE_CYCLES"},
                {"GUARD_CYCLES", "GUARD_CYCLES"},
                {"SCORE_FRAME", divider_last(d) ? fmt::format("{}", d.schedule.score_frame)
                                                : "GAP_CYCLES + PULSE_CYCLES + SETTLE_CYCLES"},
                {"WEIGH_FRAME", "GAP_CYCLES + PHI_CYCLES + SETTLE_CYCLES"},
                {"READ_FRAME", "READOUT_CYCLES"},
                {"CONVERTED_READ", pulse_readout(d) ? "0" : "1"}},
               "u_sequencer",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"enable_i", admission_enable(d)},
                {"token_valid_i", admissible(d)},
                {"token_write_i", admissible_write(d)},
                {"token_query_i", admissible_query(d)},
                {"result_space_i", readable(d)},
                {"convert_busy_i", "convert_busy"},
                {"read_busy_i", "read_busy"},
                {"admit_o", "admit"},
                {"token_pop_o", released(d)},
                {"k_write_o", "k_write"},
                {"v_write_o", "v_write"},
                {"score_start_o", "score_start"},
                {"convert_start_o", "convert_start"},
                {"weigh_start_o", "weigh_start"},
                {"read_start_o", "read_start"},
                {"k_write_d_o", "k_write_d"},
                {"v_write_d_o", "v_write_d"},
                {"v_capture_o", "v_capture"},
                {"busy_o", "sequencer_busy"},
                {"stalled_o", "stalled"}});
}

/// What an array is connected to: the array's own part of `net`.
std::string part(const std::string& net, const std::string& index, const std::string& width) {
    return fmt::format("{}[({})*{} +: {}]", net, index, width, width);
}

/// Nets between the arrays and their converters; `prefix` is score (K) or read (V).
void emit_converter_nets(VerilogWriter& w, const std::string& prefix, bool ramp, const std::string& lanes,
                         const std::string& bits, const std::string& note) {
    std::vector<VerilogNet> nets{{"SELECT_BITS-1:0", prefix + "_select"}};
    if (ramp) {
        nets.push_back({"", prefix + "_ramp_start"});
        nets.push_back({lanes + "-1:0", prefix + "_above", "", note});
    } else {
        nets.push_back({"", prefix + "_compare"});
        nets.push_back({fmt::format("{}*{}-1:0", lanes, bits), prefix + "_trial", "", note});
        nets.push_back({"GROUPS*TILES-1:0", prefix + "_ready"});
        nets.push_back({lanes + "-1:0", prefix + "_keep"});
    }
    w.wires(nets);
}

void add_converter_pins(Nets& pins, const std::string& prefix, bool ramp, const std::string& array,
                        const std::string& converters, const std::string& bits) {
    pins["select_i"] = prefix + "_select";
    if (ramp) {
        pins["ramp_start_i"] = prefix + "_ramp_start";
        pins["above_o"] = part(prefix + "_above", array, converters);
        return;
    }
    pins["compare_i"] = prefix + "_compare";
    pins["trial_i"] = fmt::format("{}_trial[({})*{}*{} +: {}*{}]", prefix, array, converters, bits, converters, bits);
    pins["ready_o"] = fmt::format("{}_ready[{}]", prefix, array);
    pins["keep_o"] = part(prefix + "_keep", array, converters);
}

void emit_array(VerilogWriter& w, const MacroRecord& macro, const std::string& name, const Nets& nets) {
    std::vector<VerilogConnection> pins;
    for (const auto& pin : macro.pins) pins.push_back({pin.name, nets.at(pin.name)});
    w.instance(macro.module, {}, name, pins);
}

void emit_arrays(VerilogWriter& w, const Design& d) {
    w.section(
        "Arrays: group g of tile t; word lines and live slots are the tile's own, levels and q pulses the group's");
    emit_converter_nets(w, "score", ramp_scores(d), "GROUPS*SCORES", "ADC_BITS",
                        "array g*TILES + t, converter by converter");
    if (pulse_readout(d)) {
        w.wires(
            {{"TILES*ROWS-1:0", "a_sign", "", "lane k of tile t in bit t*ROWS + k"}, {"TILES*ROWS-1:0", "a_pulse"}});
    } else {
        emit_converter_nets(w, "read", ramp_readout(d), "TILES*OUTPUTS", "OUT_BITS",
                            "array t*GROUPS + g, converter by converter");
    }
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
    add_converter_pins(k, "score", ramp_scores(d), "g*TILES + t", "CONVERTERS", "ADC_BITS");
    Nets v{{"clk_i", "clk_i"},
           {"rst_ni", "rst_ni"},
           {"write_i", "v_write"},
           {"wl_i", "v_wl[t*SLOTS +: SLOTS]"},
           {"level_i", fmt::format("v_level{}[g*ARRAY_ROWS*KV_BITS +: ARRAY_ROWS*KV_BITS]", all)},
           {"weigh_start_i", "weigh_start"},
           {"phi_pulse_i", "phi_pulse[t*SLOTS +: SLOTS]"}};
    if (pulse_readout(d)) {
        v["read_start_i"] = "read_start";
        v["a_sign_o"] = "sign[g*ARRAY_ROWS +: ARRAY_ROWS]";
        v["a_pulse_o"] = "pulse[g*ARRAY_ROWS +: ARRAY_ROWS]";
    } else {
        add_converter_pins(v, "read", ramp_readout(d), "t*GROUPS + g", "READERS", "OUT_BITS");
    }
    w.line();
    w.line("genvar t, g;");
    w.open("generate");
    w.open("for (t = 0; t < TILES; t = t + 1) begin : gen_tiles");
    if (pulse_readout(d)) {
        w.wires({{"GROUPS*ARRAY_ROWS-1:0", "sign"}, {"GROUPS*ARRAY_ROWS-1:0", "pulse"}});
        if (padded(d))
            w.wires({{"", "unused_rows", "&{1'b0, sign[GROUPS*ARRAY_ROWS-1:ROWS], pulse[GROUPS*ARRAY_ROWS-1:ROWS]}"}});
        w.assigns({{"a_sign[t*ROWS +: ROWS]", "sign[ROWS-1:0]"}, {"a_pulse[t*ROWS +: ROWS]", "pulse[ROWS-1:0]"}});
        w.line();
    }
    w.open("for (g = 0; g < GROUPS; g = g + 1) begin : gen_groups");
    emit_array(w, d.macros[0], "u_k", k);
    w.line();
    emit_array(w, d.macros[1], "u_v", v);
    w.close("end");
    w.close("end");
    w.close("endgenerate");
}

void emit_ramp_control(VerilogWriter& w, const std::string& prefix, const std::string& name, const std::string& bits,
                       const std::string& start, const std::string& step, const std::string& swept, int lead,
                       int tail) {
    w.instance("kv_ramp_control",
               {{"BITS", bits},
                {"PASSES", "COLUMNS_PER_CONVERTER"},
                {"LEAD", std::to_string(lead)},
                {"TAIL", std::to_string(tail)}},
               name,
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"start_i", start},
                {"step_o", step},
                {"select_o", prefix + "_select"},
                {"ramp_start_o", prefix + "_ramp_start"},
                {"swept_o", swept}});
}

void emit_ramp_sum(VerilogWriter& w, const std::string& prefix, const std::string& name, const std::string& lanes,
                   const std::string& inputs, const std::string& bits, const std::string& sum_bits,
                   const std::string& sum) {
    w.instance(
        "kv_ramp_sum",
        {{"LANES", lanes}, {"INPUTS", inputs}, {"BITS", bits}, {"SUM_BITS", sum_bits}, {"SYNC_STAGES", "SYNC_STAGES"}},
        name,
        {{"clk_i", "clk_i"},
         {"rst_ni", "rst_ni"},
         {"start_i", prefix + "_ramp_start"},
         {"above_i", prefix + "_above"},
         {"sum_o", sum}});
}

/// Control, registers and, where several converters are added, the sum; `code` is the bit planes of the result.
void emit_sar(VerilogWriter& w, const std::string& prefix, const std::string& bits, const std::string& start,
              const std::string& done, const std::string& lanes, const std::string& inputs, const std::string& sum_bits,
              const std::string& code, bool summed) {
    const std::string all = fmt::format("{}*{}", inputs, lanes);
    w.wires({{"", prefix + "_begin"},
             {"", prefix + "_decide"},
             {fmt::format("{}-1:0", bits), prefix + "_bit"},
             {"", prefix + "_fault"}});
    if (summed)
        w.wires({{fmt::format("{}*{}-1:0", bits, all), "unused_" + prefix + "_code", "", "only the sum is wanted"}});
    w.line();
    w.instance("kv_sar_control",
               {{"BITS", bits},
                {"PASSES", "COLUMNS_PER_CONVERTER"},
                {"MACROS", "GROUPS*TILES"},
                {"SYNC_STAGES", "SYNC_STAGES"},
                {"TIMEOUT", "COMPARE_TIMEOUT"}},
               fmt::format("u_{}_sar", prefix),
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"start_i", start},
                {"ready_i", prefix + "_ready"},
                {"compare_o", prefix + "_compare"},
                {"select_o", prefix + "_select"},
                {"begin_o", prefix + "_begin"},
                {"decide_o", prefix + "_decide"},
                {"bit_o", prefix + "_bit"},
                {"done_o", done},
                {"fault_o", prefix + "_fault"}});
    w.line();
    w.instance("kv_sar_converter", {{"LANES", all}, {"BITS", bits}}, fmt::format("u_{}_registers", prefix),
               {{"clk_i", "clk_i"},
                {"begin_i", prefix + "_begin"},
                {"decide_i", prefix + "_decide"},
                {"bit_i", prefix + "_bit"},
                {"keep_i", prefix + "_keep"},
                {"trial_o", prefix + "_trial"},
                {"code_o", summed ? "unused_" + prefix + "_code" : code}});
    if (!summed) return;
    w.line();
    w.instance("kv_sar_sum", {{"LANES", lanes}, {"INPUTS", inputs}, {"SUM_BITS", sum_bits}},
               fmt::format("u_{}_sum", prefix),
               {{"clk_i", "clk_i"},
                {"decide_i", prefix + "_decide"},
                {"first_i", fmt::format("{}_bit[{}-1]", prefix, bits)},
                {"keep_i", prefix + "_keep"},
                {"sum_o", code}});
}

void emit_normalizer(VerilogWriter& w, const Design& d, const std::string& name, const std::string& x,
                     const std::string& p) {
    const auto& kind = normalizer(d.adc.normalizer.kind);
    std::vector<VerilogConnection> parameters{{"IN_BITS", "SCORE_BITS"}, {"OUT_BITS", "PHI_BITS"}};
    if (!divides(d)) parameters.push_back({"RECIP_BITS", "1"});
    for (const auto& parameter : kind.parameters(d.adc.normalizer))
        parameters.push_back({parameter.name, parameter.value});
    w.instance(std::string(kind.module), parameters, name,
               {{"clk_i", "clk_i"},
                {"en_i", "converting"},
                {"x_i", x},
                {"recip_i", divides(d) ? "recip" : "1'b0"},
                {"p_o", p}});
}

void emit_reciprocal(VerilogWriter& w, const Design& d) {
    const auto plan = normalizer(d.adc.normalizer.kind).reciprocal(d.adc.normalizer);
    w.wires({{fmt::format("{}:0", plan.recip_bits - 1), "recip", "", "gain over the number of live slots"}});
    w.line();
    w.instance("kv_reciprocal",
               {{"SLOTS", "SLOTS"},
                {"TILES", "TILES"},
                {"NUMERATOR_BITS", std::to_string(plan.numerator_bits)},
                {"NUMERATOR", literal(plan.numerator_bits, plan.numerator)},
                {"RECIP_BITS", std::to_string(plan.recip_bits)},
                {"MAXIMUM", literal(plan.recip_bits, plan.maximum)}},
               "u_reciprocal",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"start_i", "score_start"},
                {"frontier_tile_i", stored_tile(d)},
                {"frontier_slot_i", stored_slot(d)},
                {"recip_o", "recip"}});
    w.line();
}

/// The ramp's steps are normalized on their way to the latches, which then hold phi codes: one normalizer for all
/// columns.
void emit_shared_normalizer(VerilogWriter& w, const Design& d) {
    const bool delayed = d.adc.value_delay > 0;
    w.wires({{"ADC_BITS-1:0", "score_step", "", "offset binary"}});
    if (delayed)
        w.wires({{"ADC_BITS-1:0", "score_step_in_time", "", "as the synchronizer takes longer than the normalizer"}});
    const std::string step = delayed ? "score_step_in_time" : "score_step";
    w.wires({{"SCORE_BITS-1:0", "score", fmt::format("{{~{0}[ADC_BITS-1], {0}[ADC_BITS-2:0]}}", step)},
             {"PHI_BITS-1:0", "phi_of_step"}});
    w.line();
    emit_ramp_control(w, "score", "u_score_ramp", "ADC_BITS", "convert_start", "score_step", "phi_load",
                      d.adc.ramp_lead, d.adc.ramp_tail);
    w.line();
    if (delayed) {
        w.instance("kv_delay", {{"WIDTH", "ADC_BITS"}, {"CYCLES", std::to_string(d.adc.value_delay)}}, "u_step_delay",
                   {{"clk_i", "clk_i"}, {"rst_ni", "rst_ni"}, {"d_i", "score_step"}, {"q_o", "score_step_in_time"}});
        w.line();
    }
    emit_normalizer(w, d, "u_normalizer", "score", "phi_of_step");
    w.line();
    w.instance("kv_ramp_converter", {{"LANES", "SCORES"}, {"VALUE_BITS", "PHI_BITS"}, {"SYNC_STAGES", "SYNC_STAGES"}},
               "u_latches",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"en_i", "converting"},
                {"start_i", "score_ramp_start"},
                {"value_i", "phi_of_step"},
                {"above_i", "score_above"},
                {"value_o", "phi"}});
}

/// A normalizer behind every converter.
void emit_normalizers(VerilogWriter& w, const Design& d) {
    w.wires({{"", "score_load", "", "scores are complete"},
             {"SCORE_BITS*SCORES-1:0", "score_planes", "", "bit b of all scores in bits [b*SCORES +: SCORES]"},
             {"SCORES*SCORE_BITS-1:0", "score", "", "score by score"},
             {"SCORES*PHI_BITS-1:0", "phi_words"}});
    if (ramp_scores(d)) {
        w.wires({{"ADC_BITS-1:0", "unused_step"}});
        w.line();
        emit_ramp_control(w, "score", "u_score_ramp", "ADC_BITS", "convert_start", "unused_step", "score_load",
                          d.adc.ramp_lead, d.adc.ramp_tail);
        w.line();
        emit_ramp_sum(w, "score", "u_score_sum", "SCORES", "GROUPS", "ADC_BITS", "SCORE_BITS", "score_planes");
    } else {
        emit_sar(w, "score", "ADC_BITS", "convert_start", "score_load", "SCORES", "GROUPS", "SCORE_BITS",
                 "score_planes", d.adc.groups > 1);
    }
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
             {"PHI_BITS*SCORES-1:0", "phi", "", "bit b of all converters in bits [b*SCORES +: SCORES]"},
             {"", "converting", "convert_start | convert_busy"}});
    if (divides(d)) emit_reciprocal(w, d);
    if (d.adc.shared_normalizer)
        emit_shared_normalizer(w, d);
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

void emit_converted_readout(VerilogWriter& w, const Design& d) {
    w.section("Readout: codes of all tiles summed while they are converted");
    w.wires({{"", "read_load", "", "sums of a pass are complete"},
             {"SUM_BITS*OUTPUTS-1:0", "output_sum", "", "bit b of all outputs in bits [b*OUTPUTS +: OUTPUTS]"},
             {"SUM_BITS*ROWS-1:0", "tile_sum", "", "bit b of all lanes in bits [b*ROWS +: ROWS]"},
             {"", "tile_sum_valid"},
             {"", "tile_sum_ready"}});
    if (ramp_readout(d)) {
        w.wires({{"OUT_BITS-1:0", "unused_read_step"}});
        w.line();
        emit_ramp_control(w, "read", "u_read_ramp", "OUT_BITS", "read_start", "unused_read_step", "read_load", 0,
                          d.schedule.sync_stages + 3);
        w.line();
        emit_ramp_sum(w, "read", "u_read_sum", "OUTPUTS", "TILES", "OUT_BITS", "SUM_BITS", "output_sum");
    } else {
        emit_sar(w, "read", "OUT_BITS", "read_start", "read_load", "OUTPUTS", "TILES", "SUM_BITS", "output_sum", true);
    }
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

/// readout_fault from whatever can fail here.
void emit_faults(VerilogWriter& w, const Design& d) {
    std::string faults;
    const auto add = [&](const char* fault) { faults += (faults.empty() ? "" : " | ") + std::string(fault); };
    if (pulse_readout(d)) add("pulse_fault");
    if (!ramp_scores(d)) add("score_fault");
    if (sar_readout(d)) add("read_fault");
    w.line();
    w.wires({{"", "readout_fault", faults.empty() ? "1'b0" : faults, faults.empty() ? "a ramp cannot fail" : ""}});
}

}  // namespace

void emit_adc_head(const Design& design, std::vector<File>& files) {
    VerilogWriter w;
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
    emit_head_tokens(w, design, true);
    emit_sequencer(w, design);
    emit_head_window(w, design, true);
    emit_head_drivers(w, true);
    emit_arrays(w, design);
    emit_scores(w, design);
    if (pulse_readout(design)) {
        emit_head_readout(w, "pulse_fault", "0");
        w.line();
        w.comment("Pulses take a fixed time.");
        w.assigns({{"read_busy", "1'b0"}});
    } else {
        emit_converted_readout(w, design);
    }
    emit_faults(w, design);
    emit_head_protected(w, design, true);
    emit_head_result(w, design);
    emit_head_counters(w, design);
    w.end_module();
    files.push_back({fmt::format("rtl/{}.v", design.head_module), w.text()});
}

}  // namespace kvolt
