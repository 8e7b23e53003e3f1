// SPDX-License-Identifier: Apache-2.0
#include "gen/config/key_conditions.hpp"

#include <string>

#include "gen/config/key_values.hpp"
#include "gen/config/keys.hpp"

namespace kvolt {
namespace {

bool adc(const Config& c) { return c.score.path == ScorePath::adc; }
template <ConverterKind kind>
bool converts_by(const Config& c) {
    return adc(c) && (c.adc.kind == kind || c.adc.readout == kind);
}
template <NormalizerKind kind>
bool normalizes_by(const Config& c) {
    return adc(c) && c.normalizer.kind == kind;
}
template <CellKind kind>
bool cell(const Config& c) {
    return c.analog.cell == kind;
}
bool leaks_by_time(const Config& c) { return c.analog.retention_us > 0; }
bool leaks_twice(const Config& c) { return leaks_by_time(c) && c.analog.retention2_us > 0; }
bool leaks(const Config& c) { return c.analog.decay_per_token > 0 || leaks_by_time(c); }
bool draws(const Config& c) { return c.analog.any(); }
bool protects(const Config& c) { return c.protect.first + c.protect.newest > 0; }
bool protects_pulses(const Config& c) { return protects(c) && !adc(c); }
bool limits_time(const Config& c) { return c.retention.limit_us > 0; }
bool limits(const Config& c) { return c.retention.limit > 0 || limits_time(c); }
bool ages(const Config& c) { return limits(c) && !c.retention.refresh; }

}  // namespace

const std::vector<KeyCondition>& key_conditions() {
    constexpr std::string_view on_adc = "score.path = \"adc\"";
    static const std::vector<KeyCondition> table{
        {"bits.phi", adc, on_adc},
        {"normalizer.kind", adc, on_adc},
        {"normalizer.scale_ua", adc, on_adc},
        {"normalizer.shift", normalizes_by<NormalizerKind::relu>,
         "score.path = \"adc\" and normalizer.kind = \"relu\""},
        {"normalizer.bias", normalizes_by<NormalizerKind::sigmoid>,
         "score.path = \"adc\" and normalizer.kind = \"sigmoid\""},
        {"normalizer.beta", normalizes_by<NormalizerKind::consmax>,
         "score.path = \"adc\" and normalizer.kind = \"consmax\""},
        {"normalizer.gamma", normalizes_by<NormalizerKind::consmax>,
         "score.path = \"adc\" and normalizer.kind = \"consmax\""},
        {"adc.kind", adc, on_adc},
        {"adc.bits", adc, on_adc},
        {"adc.columns_per_converter", adc, on_adc},
        {"adc.full_scale_ua", adc, on_adc},
        {"adc.compare_cycles", converts_by<ConverterKind::sar>,
         "score.path = \"adc\" and adc.kind or adc.readout = \"sar\""},
        {"adc.readout", adc, on_adc},
        {"timing.phi_unit_cycles", adc, on_adc},
        {"analog.coefficients_ua", cell<CellKind::cubic>, "analog.cell = \"cubic\""},
        {"analog.slope_ua", cell<CellKind::linear>, "analog.cell = \"linear\""},
        {"analog.table", cell<CellKind::table>, "analog.cell = \"table\""},
        {"analog.leakage_spread", leaks, "analog.decay_per_token or analog.retention_us above 0"},
        {"analog.retention2_us", leaks_by_time, "analog.retention_us above 0"},
        {"analog.retention_fraction", leaks_twice, "analog.retention_us and analog.retention2_us above 0"},
        {"analog.seed", draws, "an imperfection of analog above 0"},
        {"protected.phi_bits", protects_pulses,
         "protected.first or protected.newest above 0 and score.path = \"pulse\""},
        {"protected.lanes", protects, "protected.first or protected.newest above 0"},
        {"retention.policy", ages, "retention.limit or retention.limit_us above 0 and retention.refresh = false"},
        {"retention.group_slots", ages, "retention.limit or retention.limit_us above 0 and retention.refresh = false"},
        {"retention.refresh", limits, "retention.limit or retention.limit_us above 0"},
        {"retention.tick_cycles", limits_time, "retention.limit_us above 0"},
    };
    return table;
}

std::vector<Diagnostic> keys_without_effect(const Config& config) {
    static const Config defaults;
    std::vector<Diagnostic> found;
    for (const auto& condition : key_conditions()) {
        const std::string name(condition.key);
        const auto& key = *find_key(condition.key);
        if (condition.holds(config) || config.origin.count(name) == 0) continue;
        const auto value = value_text(key, config);
        if (value == value_text(key, defaults)) continue;
        found.push_back({origin_of(config, name), name, value + " has no effect in this configuration",
                         "needs " + std::string(condition.needs)});
    }
    return found;
}

}  // namespace kvolt
