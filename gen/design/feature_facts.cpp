// SPDX-License-Identifier: Apache-2.0
#include "gen/design/feature_facts.hpp"

#include <fmt/format.h>

#include "gen/design/time_plan.hpp"

namespace kvolt {

std::vector<Fact> retention_facts(const Design& d) {
    const auto& r = d.retention;
    return {
        {"retention_limit", r.limit, age_unit(d), "reset value of RETENTION_LIMIT"},
        {"retention_policy", r.masks ? "mask" : "flag", "",
         r.masks ? "tokens beyond the limit are not live" : "a query that meets tokens beyond the limit is counted"},
        {"group_slots", r.group_slots, "slots", "share an age"},
        {"age_groups", r.groups, "", "of a head, each with a stamp"},
        {"age_bits", r.age_bits, "bits", "of a stamp"},
        {"limit_max", r.limit_max, age_unit(d), "largest value of RETENTION_LIMIT"}};
}

std::vector<Fact> refresh_facts(const Design& d) {
    return {
        {"refresh_period", d.refresh.period, age_unit(d), "from one refreshed slot to the next"},
        {"refresh_period_bits", d.refresh.period_bits, "bits", "of REFRESH_PERIOD"},
        {"shadow_bits", std::int64_t{d.window} * 2 * d.stream.k_bits, "bits", "digital copy of the levels, of a head"}};
}

std::vector<Fact> repair_facts(const Design& d) {
    const int slots = d.config.repair.slots;
    return {{"repair_slots", slots, "slots", "of a head that registers can name as bad"},
            {"repair_registers", slots * d.heads, "", "of all heads, one a bad slot"},
            {"least_window", d.least_window, "tokens",
             "minimum of WINDOW: a usable slot is left, and room for the newest protected tokens"}};
}

std::vector<Fact> calibration_facts(const Design& d) {
    const auto& p = d.calibration;
    return {
        {"calibration_average", p.average, "reads", "of zero that a calibration adds up"},
        {"lane_offset_bits", p.offset_bits, "bits",
         fmt::format("signed, of a lane, {} fraction bits", p.fraction_bits)},
        {"lane_offset_fraction", p.fraction_bits, "bits", "fraction bits of a lane's offset"},
        {"lane_trim_bits", p.trim_bits, "bits", fmt::format("signed, of a lane, gain 1 + trim / {}", 1 << p.trim_bits)},
        {"lane_memory_bits", d.rows * (p.offset_bits + p.trim_bits), "bits", "offset and trim of every lane of a head"},
        {"self_test", p.self_test, "",
         p.self_test ? "tokens from registers, sums back to them" : "no tokens from registers"}};
}

}  // namespace kvolt
