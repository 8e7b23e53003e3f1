// SPDX-License-Identifier: Apache-2.0
// Stored tokens written again from a digital copy; docs/machine.md section 5.
#include <fmt/format.h>

#include "gen/design/time_plan.hpp"
#include "gen/emit/feature.hpp"

namespace kvolt {
namespace {

HeadParts head(const Design& design) {
    HeadParts parts;
    parts.settings = {
        {{PortDirection::in, fmt::format("{}:0", design.refresh.period_bits - 1), "refresh_period_i",
          age_unit(design) + " from one refreshed slot to the next, 0 = never; sampled when a sequence starts"},
         "refresh_period",
         0}};
    WiredInstance refresh{"kv_refresh",
                          {{"SLOTS", "SLOTS"},
                           {"TILES", "TILES"},
                           {"PERIOD_BITS", std::to_string(design.refresh.period_bits)},
                           {"WIDTH", "2*LEVEL_BITS"}},
                          "u_refresh",
                          {{"clk_i", "clk_i"},
                           {"rst_ni", "rst_ni"},
                           {"packet_i", "packet"},
                           {"grant_i", "refreshed"},
                           {"first_i", "first"},
                           {"write_i", "array_write"},
                           {"window_i", "window_i"},
                           {"period_i", "refresh_period_i"},
                           {"tile_i", "walk_tile"},
                           {"slot_i", "walk_slot"},
                           {"levels_i", "token[QUERY_BITS +: 2*LEVEL_BITS]"},
                           {"stored_i", "stored"},
                           {"hold_o", "refresh_hold"},
                           {"ready_o", "refresh_ready"},
                           {"active_o", "refreshing"},
                           {"tile_o", "tile"},
                           {"slot_o", "slot"},
                           {"levels_o", "levels"}}};
    if (design.time.base) {
        refresh.module = "kv_refresh_time";
        refresh.pins.insert(refresh.pins.begin() + 2, {"tick_i", "tick_i"});
        refresh.pins.insert(refresh.pins.begin() + 5, {"released_i", "released"});
    }
    parts.sections = {
        {HeadSection::frames,
         {{"", "refresh_hold", "", "no token before the refresh that is due"},
          {"", "refresh_ready", "", "a stored token is to be written again, in place of a token"},
          {"", "refreshing", "", "the last admission was a refresh"}},
         {}},
        {HeadSection::window,
         {{"TILE_BITS-1:0", "walk_tile", "", "where the walk round the window is, whatever is refreshed"},
          {"SLOT_BITS-1:0", "walk_slot"}},
         {refresh}},
    };
    parts.rewirings = {
        {"u_admission",
         {{"REFRESH", "1"}},
         {{"refresh_hold_i", "refresh_hold"}, {"refresh_ready_i", "refresh_ready"}, {"refreshing_i", "refreshing"}}},
        {"u_window", {}, {{"tile_o", "walk_tile"}, {"slot_o", "walk_slot"}}},
        {"u_status", {{"REFRESH", "1"}}, {{"refresh_hold_i", "refresh_hold"}}},
    };
    parts.driven = {"levels"};
    return parts;
}

}  // namespace

const Feature refresh_feature{"refresh",
                              {"retention.limit=20", "retention.refresh=true"},
                              [](const Design& design) { return design.refresh.on; },
                              head};

}  // namespace kvolt
