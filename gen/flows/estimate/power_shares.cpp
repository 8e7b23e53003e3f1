// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/estimate/power_shares.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "gen/support/diagnostics.hpp"

namespace kvolt {
namespace {

/// A cell's own share: what its data costs, and of its clock what its gate lets through.
PowerShare own_share(const PowerShare& with_data, const PowerShare& clock_only, const CellFacts& facts) {
    PowerShare share;
    const double inside = facts.gate ? 1.0 : facts.clock_duty;
    share.internal_mw = with_data.internal_mw - clock_only.internal_mw * (1 - inside);
    share.switching_mw = with_data.switching_mw - clock_only.switching_mw * (1 - facts.clock_duty);
    share.leakage_mw = with_data.leakage_mw;
    return share;
}

/// Adds `mw` to the phases in the proportion of `weights`, to the last entry when they say nothing.
void spread(std::vector<double>& phase_mw, double mw, const std::vector<double>& weights) {
    double sum = 0;
    for (const double weight : weights) sum += weight;
    if (sum <= 0) phase_mw.back() += mw;
    for (std::size_t i = 0; sum > 0 && i < weights.size(); ++i) phase_mw[i] += mw * weights[i] / sum;
}

/// The same power by phase: data where the nets around the cell toggle, the clock where its gate is open. A clock that
/// never stops and the leakage go on in every cycle, and so does the inside of a clock gate.
std::vector<double> by_phase(const PowerShare& with_data, const PowerShare& clock_only, const CellFacts& facts,
                             std::size_t phases) {
    if (phases == 0) return {};
    std::vector<double> phase_mw(phases + 1, 0.0);
    const double inside = clock_only.internal_mw * (facts.gate ? 1.0 : facts.clock_duty);
    const double outside = clock_only.switching_mw * facts.clock_duty;
    const double data =
        with_data.internal_mw - clock_only.internal_mw + with_data.switching_mw - clock_only.switching_mw;
    spread(phase_mw, inside, facts.gate ? std::vector<double>{} : facts.clock_phases);
    spread(phase_mw, outside, facts.clock_phases);
    spread(phase_mw, data, facts.data_phases);
    phase_mw.back() += with_data.leakage_mw;
    return phase_mw;
}

}  // namespace

PowerShare& PowerShare::operator+=(const PowerShare& other) {
    phase_mw.resize(std::max(phase_mw.size(), other.phase_mw.size()), 0.0);
    for (std::size_t i = 0; i < other.phase_mw.size(); ++i) phase_mw[i] += other.phase_mw[i];
    internal_mw += other.internal_mw;
    switching_mw += other.switching_mw;
    leakage_mw += other.leakage_mw;
    return *this;
}

/// Lines of report_power -instances: internal, switching, leakage, total in watt, instance.
std::map<std::string, PowerShare> parse_power(const std::string& log) {
    std::map<std::string, PowerShare> cells;
    std::istringstream lines(log);
    bool inside = false;
    for (std::string line; std::getline(lines, line);) {
        if (line.rfind("KVOLT ", 0) == 0) inside = line == "KVOLT power";
        std::istringstream words(line);
        PowerShare share;
        double total = 0;
        if (inside && words >> share.internal_mw >> share.switching_mw >> share.leakage_mw >> total >> share.name) {
            for (auto* value : {&share.internal_mw, &share.switching_mw, &share.leakage_mw}) *value *= 1e3;
            cells[share.name] = share;
        }
    }
    return cells;
}

void sum_up(const std::map<std::string, PowerShare>& with_data, const std::map<std::string, PowerShare>& clock_only,
            const std::map<std::string, CellFacts>& cells, std::size_t phases, PowerResult& result) {
    std::map<std::string, PowerShare> blocks;
    for (const auto* name : {"flip-flops", "clock network", "logic"}) result.classes.push_back({name, 0, 0, 0, {}});
    for (const auto& [instance, facts] : cells) {
        const auto data = with_data.find(instance);
        const auto clock = clock_only.find(instance);
        if (data == with_data.end() || clock == clock_only.end())
            throw ToolError(fmt::format("OpenSTA reported no power of {}", instance));
        auto share = own_share(data->second, clock->second, facts);
        share.phase_mw = by_phase(data->second, clock->second, facts, phases);
        const auto inside = instance.substr(2);  // without "u/"
        const auto slash = inside.find('/');
        blocks[slash == std::string::npos ? "(glue)" : inside.substr(0, slash)] += share;
        result.classes[static_cast<std::size_t>(facts.kind)] += share;
        result.total += share;
    }
    for (auto& [name, share] : blocks) {
        share.name = name;
        result.blocks.push_back(share);
    }
    std::stable_sort(result.blocks.begin(), result.blocks.end(),
                     [](const PowerShare& a, const PowerShare& b) { return a.total_mw() > b.total_mw(); });
    result.total.name = "total";
}

}  // namespace kvolt
