// SPDX-License-Identifier: Apache-2.0
// Ages of stored tokens against a limit; docs/machine.md section 5.
#include <fmt/format.h>

#include "gen/design/time_plan.hpp"
#include "gen/emit/feature.hpp"

namespace kvolt {
namespace {

HeadParts head(const Design& design) {
    const auto& plan = design.retention;
    HeadParts parts;
    parts.settings = {
        {{PortDirection::in, fmt::format("{}:0", plan.age_bits - 1), "retention_limit_i",
          age_unit(design) + " after which stored tokens are too old, 0 = any number; sampled when a sequence starts"},
         "retention_limit",
         0}};
    WiredInstance retention{"kv_retention",
                            {{"SLOTS", "SLOTS"},
                             {"TILES", "TILES"},
                             {"GROUP", std::to_string(plan.group_slots)},
                             {"AGE_BITS", std::to_string(plan.age_bits)}},
                            "u_retention",
                            {{"clk_i", "clk_i"},
                             {"rst_ni", "rst_ni"},
                             {"admit_i", "packet"},
                             {"first_i", "first"},
                             {"write_i", "array_write"},
                             {"query_i", "token_query"},
                             {"limit_i", "retention_limit_i"},
                             {"tile_i", "tile"},
                             {"slot_i", "slot"},
                             {"tile_d_i", "tile_d"},
                             {"slot_d_i", "slot_d"},
                             {"frontier_tile_i", "frontier_tile"},
                             {"frontier_slot_i", "frontier_slot"},
                             {"stored_i", "analog"},
                             {"retained_o", "retained"},
                             {"violation_o", "retention_violation"}}};
    if (design.time.base) {
        retention.module = "kv_retention_time";
        retention.pins.insert(retention.pins.begin() + 2, {"tick_i", "tick_i"});
        retention.pins.push_back({"hold_o", "age_hold"});
        parts.sections.push_back({HeadSection::frames,
                                  {{"", "age_hold", "", "no token before the ages are what the tick has made of them"}},
                                  {}});
        // no refresh waits, but packets are held
        parts.rewirings.push_back({"u_admission", {{"REFRESH", "1"}}, {{"refresh_hold_i", "age_hold"}}});
    }
    parts.sections.push_back(
        {HeadSection::window,
         {{"TILES*SLOTS-1:0", "retained", "", "slots within the retention limit"}, {"", "retention_violation"}},
         {retention}});
    // else tokens beyond the limit are counted only
    if (plan.masks) parts.rewirings.push_back({"u_live", {{"RETENTION", "1"}}, {{"retained_i", "retained"}}});
    return parts;
}

}  // namespace

const Feature retention_feature{
    "retention", {"retention.limit=20"}, [](const Design& design) { return design.retention.on; }, head};

}  // namespace kvolt
