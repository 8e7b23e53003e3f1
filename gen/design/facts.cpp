// SPDX-License-Identifier: Apache-2.0
#include "gen/design/facts.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "gen/design/adc_plan.hpp"
#include "gen/design/feature_facts.hpp"
#include "gen/design/macro_record.hpp"
#include "gen/design/protected_plan.hpp"
#include "gen/design/register_map.hpp"
#include "gen/design/schedule.hpp"
#include "gen/design/size_facts.hpp"
#include "gen/design/time_plan.hpp"

namespace kvolt {
const std::vector<FactTable>& fact_tables() {
    static const std::vector<FactTable> tables{
        {identity_group, "what the design is called", nullptr, identity_facts},
        {"sizes", "what the engine is made of", nullptr, size_facts},
        {"schedule", "cycles of every phase, latency and throughput", nullptr, schedule_facts},
        {"adc", "scores converted, normalized and pulsed again", [](const Design& d) { return d.adc.on; }, adc_facts},
        {"retention", "tokens stored for too long", [](const Design& d) { return d.retention.on; }, retention_facts},
        {"refresh", "tokens written again", [](const Design& d) { return d.refresh.on; }, refresh_facts},
        {"time", "what leaks and ages by time", [](const Design& d) { return d.time.on(); }, time_facts},
        {"repair", "bad slots", [](const Design& d) { return d.config.repair.slots > 0; }, repair_facts},
        {"calibration", "offset and gain trim of the output lanes", [](const Design& d) { return d.calibration.on; },
         calibration_facts},
        {"protected", "tokens kept and computed digitally", [](const Design& d) { return d.protect.on; },
         protected_facts},
        {"stream", "packets and beats", nullptr, stream_facts},
        {"widths", "bits of addresses, counts and sums", nullptr, width_facts},
        {"macro", "the analog macros", nullptr, macro_facts},
        {"register", "the register map", nullptr, register_facts},
    };
    return tables;
}

std::vector<FactGroup> fact_groups(const Design& design) {
    std::vector<FactGroup> groups;
    for (const auto& table : fact_tables()) {
        const bool on = table.on == nullptr || table.on(design);
        groups.push_back(
            {std::string(table.group), std::string(table.meaning), on ? table.facts(design) : std::vector<Fact>{}});
    }
    return groups;
}

const Fact& find_fact(const std::vector<FactGroup>& groups, std::string_view name) {
    for (const auto& group : groups) {
        for (const auto& fact : group.facts) {
            if (fact.name == name) return fact;
        }
    }
    throw std::out_of_range(fmt::format("no fact {}", name));
}

}  // namespace kvolt
