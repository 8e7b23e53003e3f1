// SPDX-License-Identifier: Apache-2.0
#include "gen/design/converters/sar.hpp"

#include <fmt/format.h>

#include "gen/emit/converter_parts.hpp"

namespace kvolt {
namespace {

std::vector<VerilogParameter> parameters(const Design& d) {
    return {{"COMPARE_TIMEOUT", std::to_string(compare_timeout(d.adc.scores)),
             "cycles after which a comparator is not waited for"}};
}

/// Converters at work at a time.
std::string all(const ConverterUse& use) { return fmt::format("{}*{}", use.inputs, use.lanes); }

std::vector<VerilogNet> nets(const ConverterUse& use) {
    return {{"SELECT_BITS-1:0", use.prefix + "_select"},
            {"", use.prefix + "_compare"},
            {fmt::format("{}*{}-1:0", all(use), use.bits), use.prefix + "_trial", "",
             fmt::format("array {}, converter by converter", use.array)},
            {"GROUPS*TILES-1:0", use.prefix + "_ready"},
            {all(use) + "-1:0", use.prefix + "_keep"}};
}

std::vector<VerilogConnection> connections(const ConverterUse& use) {
    return {{"select_i", use.prefix + "_select"},
            {"compare_i", use.prefix + "_compare"},
            {"trial_i", fmt::format("{}_trial[({})*{}*{} +: {}*{}]", use.prefix, use.array, use.per_array, use.bits,
                                    use.per_array, use.bits)},
            {"ready_o", fmt::format("{}_ready[{}]", use.prefix, use.array)},
            {"keep_o", part_of(use.prefix + "_keep", use.array, use.per_array)}};
}

/// Control, registers and, where several converters are added, the sum of the decisions as they come.
void sums(VerilogWriter& w, const ConverterUse& use) {
    const auto& prefix = use.prefix;
    const auto code = use.added ? "unused_" + prefix + "_code" : use.sum;
    w.wires({{"", prefix + "_begin"},
             {"", prefix + "_decide"},
             {fmt::format("{}-1:0", use.bits), prefix + "_bit"},
             {"", prefix + "_fault"}});
    if (use.added) w.wires({{fmt::format("{}*{}-1:0", use.bits, all(use)), code, "", "only the sum is wanted"}});
    w.line();
    w.instance("kv_sar_control",
               {{"BITS", use.bits},
                {"PASSES", "COLUMNS_PER_CONVERTER"},
                {"MACROS", "GROUPS*TILES"},
                {"SYNC_STAGES", "SYNC_STAGES"},
                {"TIMEOUT", "COMPARE_TIMEOUT"}},
               fmt::format("u_{}_sar", prefix),
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"start_i", use.start},
                {"ready_i", prefix + "_ready"},
                {"compare_o", prefix + "_compare"},
                {"select_o", prefix + "_select"},
                {"begin_o", prefix + "_begin"},
                {"decide_o", prefix + "_decide"},
                {"bit_o", prefix + "_bit"},
                {"done_o", use.load},
                {"fault_o", prefix + "_fault"}});
    w.line();
    w.instance("kv_sar_converter", {{"LANES", all(use)}, {"BITS", use.bits}}, fmt::format("u_{}_registers", prefix),
               {{"clk_i", "clk_i"},
                {"begin_i", prefix + "_begin"},
                {"decide_i", prefix + "_decide"},
                {"bit_i", prefix + "_bit"},
                {"keep_i", prefix + "_keep"},
                {"trial_o", prefix + "_trial"},
                {"code_o", code}});
    if (!use.added) return;
    w.line();
    w.instance("kv_sar_sum", {{"LANES", use.lanes}, {"INPUTS", use.inputs}, {"SUM_BITS", use.sum_bits}},
               fmt::format("u_{}_sum", prefix),
               {{"clk_i", "clk_i"},
                {"decide_i", prefix + "_decide"},
                {"first_i", fmt::format("{}_bit[{}-1]", prefix, use.bits)},
                {"keep_i", prefix + "_keep"},
                {"sum_o", use.sum}});
}

std::string fault(const ConverterUse& use) { return use.prefix + "_fault"; }

void model(VerilogWriter& w, const Conversion& c, int columns) {
    w.instance("kv_sar_model",
               {{"COLUMNS", std::to_string(columns)},
                {"PASSES", std::to_string(c.passes)},
                {"BITS", std::to_string(c.bits)},
                {"COMPARE_CYCLES", std::to_string(c.compare_cycles)}},
               "u_sar",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"compare_i", "compare_i"},
                {"select_i", "select_i"},
                {"trial_i", "trial_i"},
                {"code_i", "code"},
                {"ready_o", "ready_o"},
                {"keep_o", "keep_o"}});
}

}  // namespace

const ConverterParts sar_parts{parameters, nets,        connections, nullptr,         sums, nullptr, nullptr,
                               fault,      "compare_i", model,       "kv_sar_model.v"};

}  // namespace kvolt
