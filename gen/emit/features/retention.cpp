// SPDX-License-Identifier: Apache-2.0
// Ages of stored tokens against a limit; docs/machine.md section 5.
#include <fmt/format.h>

#include "gen/emit/feature.hpp"

namespace kvolt {
namespace {

HeadParts head(const Design& design) {
    const auto& plan = design.retention;
    HeadParts parts;
    parts.settings = {
        {{PortDirection::in, fmt::format("{}:0", plan.age_bits - 1), "retention_limit_i",
          "packets after which stored tokens are too old, 0 = any number; sampled when a sequence starts"},
         "retention_limit",
         0}};
    const WiredInstance retention{"kv_retention",
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
    parts.sections = {
        {HeadSection::window,
         {{"TILES*SLOTS-1:0", "retained", "", "slots within the retention limit"}, {"", "retention_violation"}},
         {retention}},
    };
    // else tokens beyond the limit are counted only
    if (plan.masks) parts.rewirings = {{"u_live", {{"RETENTION", "1"}}, {{"retained_i", "retained"}}}};
    return parts;
}

}  // namespace

const Feature retention_feature{
    "retention", {"retention.limit=20"}, [](const Design& design) { return design.retention.on; }, head};

}  // namespace kvolt
