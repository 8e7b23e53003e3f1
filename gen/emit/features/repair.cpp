// SPDX-License-Identifier: Apache-2.0
// Bad slots that registers name: the window walks round them, and they are never live; docs/machine.md section 5.
#include <fmt/format.h>

#include "gen/emit/feature.hpp"

namespace kvolt {
namespace {

/// Somebody asks how many tokens are stored: a normalizer that divides by it.
bool counts_stored(const Design& design) { return design.adc.on && design.adc.reciprocal_cycles > 0; }

HeadParts head(const Design& design) {
    const int entries = design.config.repair.slots, bits = design.widths.index_bits;
    const bool counts = counts_stored(design);
    HeadParts parts;
    parts.settings = {
        {{PortDirection::in, fmt::format("{}:0", entries - 1), "repair_valid_i",
          "entry e names a bad slot: never written, never live; sampled when a sequence starts"},
         "repair_valid",
         entries},
        {{PortDirection::in, fmt::format("{}:0", entries * bits - 1), "repair_slot_i",
          fmt::format("linear index, entry e in bits [e*{0} +: {0}]", bits)},
         "repair_slot",
         entries * bits},
    };
    parts.sections = {
        {HeadSection::frames, {{"", "slot_ready", "", "the slot of the token is known"}}, {}},
        {HeadSection::window,
         {{"TILE_BITS-1:0", "stored_tile", "", "how many tokens are in the window"},
          {"SLOT_BITS-1:0", "stored_slot"},
          {"TILES*SLOTS-1:0", "usable", "", "slots that no repair register names"}},
         {}},
    };
    parts.rewirings = {
        {"u_admission", {{"REPAIR", "1"}}, {{"slot_ready_i", "slot_ready"}}},
        {"u_window",
         {{"ENTRIES", std::to_string(entries)}, {"COUNT", counts ? "1" : "0"}},
         {{"bad_valid_i", "repair_valid_i"},
          {"bad_slot_i", "repair_slot_i"},
          {"ready_o", "slot_ready"},
          {"usable_o", "usable"},
          {"count_tile_o", "stored_tile"},
          {"count_slot_o", "stored_slot"}},
         "kv_window_repair"},
        {"u_live", {{"REPAIR", "1"}}, {{"usable_i", "usable"}}},
    };
    if (counts)
        parts.rewirings.push_back(
            {"u_reciprocal", {}, {{"frontier_tile_i", "stored_tile"}, {"frontier_slot_i", "stored_slot"}}});
    return parts;
}

}  // namespace

const Feature repair_feature{
    "repair", {"repair.slots=1"}, [](const Design& design) { return design.config.repair.slots > 0; }, head};

}  // namespace kvolt
