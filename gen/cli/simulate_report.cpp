// SPDX-License-Identifier: Apache-2.0
#include "gen/cli/simulate_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "gen/cli/simulate_accuracy.hpp"
#include "gen/design/schedule.hpp"
#include "gen/support/hash.hpp"

namespace kvolt::cli {
namespace {

using Json = nlohmann::ordered_json;

double tokens_per_second(const BenchReport& bench) {
    return bench.seconds > 0 ? static_cast<double>(bench.tokens) / bench.seconds : 0;
}

/// Every packet writes and queries, and nothing pauses: times are those of the schedule.
bool plain(const SimulateArguments& arguments, const Design& design) {
    return arguments.stall == 0 && arguments.kinds == "full" && arguments.input.empty() &&
           arguments.bad_slots.empty() && !design.refresh.on;
}

/// Of a head of this run.
int derived_interval(const Design& design, const BenchReport& bench) {
    return interval_of_run(design.schedule, design.stream, bench.tokens / design.heads);
}

void print_rtl(const SimulateArguments& arguments, const Design& design, const Outcome& outcome) {
    const auto& bench = outcome.bench;
    const auto& schedule = design.schedule;
    fmt::print("  model     {} in {:.1f} s\n",
               outcome.model.cached ? "found in the cache" : "generated, verilated and compiled",
               outcome.model.build_seconds);
    fmt::print("  codes     {} of {} equal to the golden model\n", bench.tokens * design.rows - bench.mismatches,
               bench.tokens * design.rows);
    fmt::print("  latency   {} cycles ({:.0f} ns) measured, {} derived\n", bench.latency_cycles,
               bench.latency_cycles * design.config.timing.clock_ns, schedule.latency_cycles);
    if (bench.interval_cycles > 0) {
        const int of_run = plain(arguments, design) ? derived_interval(design, bench) : schedule.interval_cycles;
        const auto steady = of_run == schedule.interval_cycles
                                ? ""
                                : fmt::format(" for as many tokens, {} in the long run", schedule.interval_cycles);
        fmt::print("  interval  {} cycles measured, {} derived{} without stalls\n", bench.interval_cycles, of_run,
                   steady);
    }
    fmt::print("  cycles    {} in {:.2f} s, {:.0f} tokens/s\n", bench.cycles, bench.seconds, tokens_per_second(bench));
    if (bench.calibration_cycles > 0) fmt::print("  lanes     calibrated in {} cycles\n", bench.calibration_cycles);
    for (std::size_t i = 0; i < design.counters.size(); ++i) {
        std::uint64_t sum = 0;
        for (const auto& values : bench.counters) sum += values[i];
        if (sum > 0) fmt::print("  counted   {} {}\n", sum, design.counters[i].doc);
    }
}

}  // namespace

Json simulation_json(const SimulateArguments& arguments, const Design& design, const TokenSet& tokens,
                     const Outcome& outcome) {
    const auto& bench = outcome.bench;
    Json report{{"name", design.name},
                {"engine", arguments.engine},
                {"hash", hash_text(design.hash)},
                {"seed", arguments.seed},
                {"stall", arguments.stall},
                {"kinds", arguments.kinds},
                {"tokens", bench.tokens},
                {"words", bench.tokens * design.rows},
                {"mismatches", bench.mismatches},
                {"seconds", bench.seconds},
                {"tokens_per_second", tokens_per_second(bench)},
                {"saturations", bench.result.saturated}};
    if (!tokens.inputs().empty()) report["inputs"] = inputs_json(tokens, kind_mix(arguments.kinds));
    if (outcome.budget) {
        report["snr_db"] = decibel_json(outcome.budget->all.of(BudgetModel::clipping).engine_db.mean);
        report["accuracy"] = accuracy_json(design, *outcome.budget);
        report["accuracy"]["seconds"] = outcome.budget_seconds;
    }
    if (outcome.rtl) {
        report["cycles"] = bench.cycles;
        report["clocks"] = bench.clocks;
        report["latency_cycles"] = bench.latency_cycles;
        report["interval_cycles"] = bench.interval_cycles;
        report["derived"] = {{"latency_cycles", design.schedule.latency_cycles},
                             {"interval_cycles", design.schedule.interval_cycles}};
        if (plain(arguments, design)) report["derived"]["interval_cycles_of_run"] = derived_interval(design, bench);
        if (arguments.netlist)
            report["netlist"] = arguments.gates.liberty.empty()
                                    ? arguments.gates.technology
                                    : fmt::format("{}", fmt::join(arguments.gates.liberty, " "));
        if (arguments.calibrate) report["calibration_cycles"] = bench.calibration_cycles;
        report["model_cached"] = outcome.model.cached;
        report["build_seconds"] = outcome.model.build_seconds;
        Json heads = Json::array();
        for (const auto& values : bench.counters) {
            Json head = Json::object();
            for (std::size_t i = 0; i < values.size(); ++i) head[design.counters[i].name] = values[i];
            heads.push_back(std::move(head));
        }
        report["heads"] = heads;
        report["failures"] = bench.failures;
        Json first = Json::array();
        for (const auto& m : bench.first)
            first.push_back(fmt::format("head {} token {} lane {}: expected {}, got {}", m.head, m.step, m.lane,
                                        m.expected, m.got));
        report["first_mismatches"] = first;
    }
    return report;
}

void print_simulation(const SimulateArguments& arguments, const Design& design, const TokenSet& tokens,
                      const Outcome& outcome) {
    const auto& bench = outcome.bench;
    fmt::print("{}: {} tokens, {} head{}, window {}, engine {}\n", design.name, bench.tokens, design.heads,
               design.heads == 1 ? "" : "s", arguments.window > 0 ? arguments.window : design.window,
               arguments.netlist ? "rtl, netlist of cells" : arguments.engine);
    fmt::print("{}", inputs_text(tokens, kind_mix(arguments.kinds)));
    if (outcome.rtl)
        print_rtl(arguments, design, outcome);
    else
        fmt::print("  speed     {:.3f} s, {:.0f} tokens/s\n", bench.seconds, tokens_per_second(bench));
    if (outcome.budget)
        fmt::print("{}            the models beside the engine took {:.2f} s\n", accuracy_text(design, *outcome.budget),
                   outcome.budget_seconds);
    for (const auto& m : bench.first)
        fmt::print("  MISMATCH  head {} token {} lane {}: expected {}, got {}\n", m.head, m.step, m.lane, m.expected,
                   m.got);
    for (const auto& failure : bench.failures) fmt::print("  FAILED    {}\n", failure);
    if (arguments.output) fmt::print("  output    {}\n", arguments.output.path());
    if (arguments.trace) fmt::print("  trace     {}\n", arguments.trace.path());
}

}  // namespace kvolt::cli
