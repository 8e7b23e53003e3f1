// SPDX-License-Identifier: Apache-2.0
#include "gen/emit/normalizer_parts.hpp"

#include <fmt/format.h>

#include "gen/design/normalizer.hpp"

namespace kvolt {

void emit_normalizer(VerilogWriter& w, const Design& d, const std::string& name, const std::string& x,
                     const std::string& p) {
    const auto& kind = normalizer(d.adc.normalizer.kind);
    std::vector<VerilogConnection> parameters{{"IN_BITS", "SCORE_BITS"}, {"OUT_BITS", "PHI_BITS"}};
    if (!kind.divides_by_live) parameters.push_back({"RECIP_BITS", "1"});
    for (const auto& parameter : kind.parameters(d.adc.normalizer))
        parameters.push_back({parameter.name, parameter.value});
    w.instance(std::string(kind.module), parameters, name,
               {{"clk_i", "clk_i"},
                {"en_i", "converting"},
                {"x_i", x},
                {"recip_i", kind.divides_by_live ? "recip" : "1'b0"},
                {"p_o", p}});
}

void emit_reciprocal(VerilogWriter& w, const Design& d) {
    const auto plan = normalizer(d.adc.normalizer.kind).reciprocal(d.adc.normalizer);
    w.wires({{fmt::format("{}:0", plan.recip_bits - 1), "recip", "", "gain over the number of live slots"}});
    w.line();
    std::vector<VerilogConnection> parameters{{"SLOTS", "SLOTS"}, {"TILES", "TILES"}};
    for (const auto& parameter : parameters_of(plan)) parameters.push_back({parameter.name, parameter.value});
    w.instance("kv_reciprocal", parameters, "u_reciprocal",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"start_i", "score_start"},
                {"frontier_tile_i", "frontier_tile"},
                {"frontier_slot_i", "frontier_slot"},
                {"recip_o", "recip"}});
    w.line();
}

}  // namespace kvolt
