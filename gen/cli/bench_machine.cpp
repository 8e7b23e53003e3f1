// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "gen/cli/bench_sections.hpp"
#include "gen/config/load_config.hpp"
#include "gen/design/design.hpp"
#include "gen/design/elaborate.hpp"

namespace kvolt::cli {
namespace {

constexpr double clock_ns = 4;  // of the targets in cells of sky130hd
constexpr int measured_tokens = 4;

double megahertz(double period_ns) { return 1e3 / period_ns; }

std::vector<std::string> head(const BenchArguments& arguments, const std::vector<std::string>& more = {}) {
    std::vector<std::string> words{"paper-head", "--liberty", arguments.liberty, "--clock-ns",
                                   fmt::format("{}", clock_ns)};
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

/// Area, clock and energy of one head with measured activity.
void add_head(BenchTable& table, const std::string& name, const AreaRun& run) {
    table.add(name + ", digital periphery", run.report.at("area").at("head_um2").get<double>() * 1e-6, "mm2",
              at_most(0.25), "estimated, before placement");
    table.add(name + ", fmax", run.report.at("timing").at("fmax_mhz"), "MHz", at_least(megahertz(clock_ns)),
              "estimated, macro arcs included");
    const auto& power = run.report.at("power");
    table.add(name + ", energy of a token", power.at("energy_per_token_nj"), "nJ", at_most(4),
              "estimated, activity measured in simulation");
    for (const auto& [phase, energy] : power.at("phases").at("head").items())
        table.add(fmt::format("  of these in {}", phase), energy, "nJ");
}

}  // namespace

void bench_schedule(BenchTable& table) {
    table.section("the machine: paper");
    const auto one = elaborate(load_config("paper"));
    const auto two = elaborate(load_config("paper", {"analog.integrators=2"}));
    table.add("latency of a token, writing included", one.schedule.latency_cycles, "cycles", at_most(65));
    table.add("interval, one integrator", one.schedule.interval_cycles, "cycles");
    // 15 cycles of pulses, a write, and a cycle of rest on both sides of it: arrays and levels leave no less.
    table.add("interval, two integrators", two.schedule.interval_cycles, "cycles", at_most(18));
    table.add("latency, two integrators", two.schedule.latency_cycles, "cycles", at_most(65));
}

void bench_area(BenchTable& table, const BenchArguments& arguments) {
    table.section("paper-head in cells of osu018");
    table.add("fmax", time_area({"paper-head"}).report.at("timing").at("fmax_mhz"), "MHz", {}, "estimated");
    table.section(fmt::format("paper-head in cells of a library at {} ns", clock_ns));
    if (arguments.liberty.empty()) {
        table.skip("area, clock, energy", "no --liberty");
        return;
    }
    const auto measure = fmt::format("{}", measured_tokens);
    add_head(table, "one integrator", time_area(head(arguments, {"--measure", measure})));
    add_head(table, "two integrators",
             time_area(head(arguments, {"--measure", measure, "--set", "analog.integrators=2"})));
    const auto tiles = time_area(head(arguments)), tile = time_area(head(arguments, {"--set", "head.tiles=1"}));
    table.add("kvolt area", tiles.command.seconds, "s", at_most(60),
              fmt::format("{:.1f} s of CPU", tiles.command.cpu_seconds));
    table.add("16 tiles over one tile, wall clock", tiles.command.seconds / tile.command.seconds, "x", at_most(1.5));
    table.add("16 tiles over one tile, CPU", tiles.command.cpu_seconds / tile.command.cpu_seconds, "x", {},
              "what other work on the machine does not change");
}

}  // namespace kvolt::cli
