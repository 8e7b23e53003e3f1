// SPDX-License-Identifier: Apache-2.0
// Protected tokens: kept and computed digitally beside the arrays, and added to the sums of the tiles;
// docs/protected.md.
#include <fmt/format.h>

#include "gen/emit/feature.hpp"
#include "gen/emit/features/protected_module.hpp"

namespace kvolt {
namespace {

WiredInstance store(const Design& design) {
    return {protected_module(design),
            {{"ROWS", "ROWS"},
             {"SLOTS", "SLOTS"},
             {"TILES", "TILES"},
             {"Q_BITS", "Q_BITS"},
             {"KV_BITS", "KV_BITS"},
             {"SUM_BITS", "SUM_BITS"}},
            "u_protected",
            {{"clk_i", "clk_i"},
             {"rst_ni", "rst_ni"},
             {"admit_i", "stream_admit"},
             {"first_i", "first"},
             {"write_i", "token_write"},
             {"query_i", "token_query"},
             {"window_i", "window_i"},
             {"tile_i", "tile"},
             {"slot_i", "slot"},
             {"tile_d_i", "tile_d"},
             {"slot_d_i", "slot_d"},
             {"q_code_i", "q_code"},
             // as they come: what the arrays see may be of a token that is written again
             {"k_level_i", "token[QUERY_BITS +: LEVEL_BITS]"},
             {"v_level_i", "token[QUERY_BITS + LEVEL_BITS +: LEVEL_BITS]"},
             {"array_write_o", "protected_write"},
             {"ready_o", "protected_ready"},
             {"newest_o", "newest"},
             {"done_o", "protected_done"},
             {"read_start_i", "read_start"},
             {"sum_valid_i", "tile_sum_valid"},
             {"sum_ready_i", "tile_sum_ready"},
             {"sum_i", "tile_sum"},
             {"total_o", "total"}}};
}

HeadParts head(const Design& design) {
    HeadParts parts;
    parts.sections = {
        {HeadSection::frames,
         {{"", "protected_write", "", "the token, if it writes, is not one of the first that are protected"},
          {"", "protected_ready", "", "nobody reads the protected tokens"},
          {"", "protected_done", "", "what they add to the next readout is complete"}},
         {}},
        {HeadSection::window, {{"TILES*SLOTS-1:0", "newest", "", "slots of protected tokens"}}, {}},
    };
    OwnSection section;
    section.title = "Protected tokens: computed digitally, added to the sum of the tiles";
    section.constants = {{"TOTAL_BITS", std::to_string(design.protect.total_bits), "signed"}};
    section.nets = {{"TOTAL_BITS*ROWS-1:0", "total"}};
    section.instances = {store(design)};
    parts.own = {section};
    parts.rewirings = {
        {"u_admission",
         {{"PROTECTED", "1"}},
         {{"protected_ready_i", "protected_ready"},
          {"protected_write_i", "protected_write"},
          {"protected_done_i", "protected_done"}}},
        {"u_result",
         {{"SUM_BITS", "TOTAL_BITS"}},
         {{"sum_i", "total"}, {"lane_offset_i", "{(WORDS*TOTAL_BITS){1'b0}}"}}},
    };
    if (design.protect.newest > 0)
        parts.rewirings.push_back({"u_live", {{"PROTECTED", "1"}}, {{"newest_i", "newest"}}});
    return parts;
}

}  // namespace

const Feature protected_feature{"protected",
                                {"protected.first=1", "protected.newest=1"},
                                [](const Design& design) { return design.protect.on; },
                                head,
                                emit_protected_module};

}  // namespace kvolt
