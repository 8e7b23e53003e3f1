// SPDX-License-Identifier: Apache-2.0
#include "gen/design/converters/ramp.hpp"

#include <fmt/format.h>

#include "gen/emit/converter_parts.hpp"
#include "gen/emit/normalizer_parts.hpp"

namespace kvolt {
namespace {

std::vector<VerilogNet> nets(const ConverterUse& use) {
    return {{"SELECT_BITS-1:0", use.prefix + "_select"},
            {"", use.prefix + "_ramp_start"},
            {fmt::format("{}*{}-1:0", use.inputs, use.lanes), use.prefix + "_above", "",
             fmt::format("array {}, converter by converter", use.array)}};
}

std::vector<VerilogConnection> connections(const ConverterUse& use) {
    return {{"select_i", use.prefix + "_select"},
            {"ramp_start_i", use.prefix + "_ramp_start"},
            {"above_o", part_of(use.prefix + "_above", use.array, use.per_array)}};
}

void emit_control(VerilogWriter& w, const ConverterUse& use, const RampTiming& timing, const std::string& step,
                  const std::string& swept) {
    w.instance("kv_ramp_control",
               {{"BITS", use.bits},
                {"PASSES", "COLUMNS_PER_CONVERTER"},
                {"LEAD", std::to_string(timing.lead)},
                {"TAIL", std::to_string(timing.tail)}},
               fmt::format("u_{}_ramp", use.prefix),
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"start_i", use.start},
                {"step_o", step},
                {"select_o", use.prefix + "_select"},
                {"ramp_start_o", use.prefix + "_ramp_start"},
                {"swept_o", swept}});
}

/// Counted together, how many of the ramps are still below: no converter has a latch.
void sums(VerilogWriter& w, const ConverterUse& use) {
    const auto step = fmt::format("unused_{}_step", use.prefix);
    w.wires({{use.bits + "-1:0", step}});
    w.line();
    emit_control(w, use, counted_ramp(use.conversion), step, use.load);
    w.line();
    w.instance("kv_ramp_sum",
               {{"LANES", use.lanes},
                {"INPUTS", use.inputs},
                {"BITS", use.bits},
                {"SUM_BITS", use.sum_bits},
                {"SYNC_STAGES", "SYNC_STAGES"}},
               fmt::format("u_{}_sum", use.prefix),
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"start_i", use.prefix + "_ramp_start"},
                {"above_i", use.prefix + "_above"},
                {"sum_o", use.sum}});
}

/// The ramp's steps are normalized on their way to the latches, which then hold phi codes: one normalizer for all
/// columns.
void normalized(VerilogWriter& w, const Design& d, const ConverterUse& use) {
    const auto timing = normalized_ramp(use.conversion, d.adc.normalizer_cycles);
    const bool delayed = timing.delay > 0;
    w.wires({{"ADC_BITS-1:0", "score_step", "", "offset binary"}});
    if (delayed)
        w.wires({{"ADC_BITS-1:0", "score_step_in_time", "", "as the synchronizer takes longer than the normalizer"}});
    const std::string step = delayed ? "score_step_in_time" : "score_step";
    w.wires({{"SCORE_BITS-1:0", "score", fmt::format("{{~{0}[ADC_BITS-1], {0}[ADC_BITS-2:0]}}", step)},
             {"PHI_BITS-1:0", "phi_of_step"}});
    w.line();
    emit_control(w, use, timing, "score_step", "phi_load");
    w.line();
    if (delayed) {
        w.instance("kv_delay", {{"WIDTH", "ADC_BITS"}, {"CYCLES", std::to_string(timing.delay)}}, "u_step_delay",
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

std::string fault(const ConverterUse&) { return {}; }

void model(VerilogWriter& w, const Conversion& c, int columns) {
    w.instance(
        "kv_ramp_model",
        {{"COLUMNS", std::to_string(columns)}, {"PASSES", std::to_string(c.passes)}, {"BITS", std::to_string(c.bits)}},
        "u_ramp",
        {{"clk_i", "clk_i"},
         {"rst_ni", "rst_ni"},
         {"ramp_start_i", "ramp_start_i"},
         {"select_i", "select_i"},
         {"code_i", "code"},
         {"above_o", "above_o"}});
}

}  // namespace

const ConverterParts ramp_parts{no_parameters, nets,           connections, nullptr,          sums, normalized, nullptr,
                                fault,         "ramp_start_i", model,       "kv_ramp_model.v"};

}  // namespace kvolt
