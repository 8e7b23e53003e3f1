// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "gen/cli/bench_sections.hpp"

namespace kvolt::cli {

void bench_starts(BenchTable& table, const BenchArguments& arguments) {
    table.section("commands");
    CommandRun generate, warm;
    for (int i = 0; i < bench_repeats; ++i) {
        const auto g = time_generate("paper"), w = bench_simulate(table, {"paper-head"}, 1, arguments.seed);
        if (i == 0 || g.seconds < generate.seconds) generate = g;
        if (i == 0 || w.seconds < warm.seconds) warm = w;
    }
    table.add("generate paper", generate.seconds * 1000, "ms", at_most(50));
    table.add("generate paper, memory", static_cast<double>(generate.peak_kib) / 1024, "MiB", at_most(50));
    table.add("warm start, paper-head, first checked token", warm.seconds, "s", at_most(0.3));
}

void bench_cold_starts(BenchTable& table, const BenchArguments& arguments) {
    table.section("cold start: empty cache, to the first checked token");
    const std::vector<std::pair<std::string, double>> targets{{"tile64", 15}, {"paper-head", 25}, {"paper", 60}};
    for (const auto& [config, seconds] : targets) {
        const auto run = bench_simulate(table, {config}, 1, arguments.seed, true);
        table.add(config, run.seconds, "s", at_most(seconds));
        table.add(config + ", memory of the largest process", static_cast<double>(run.peak_kib) / 1024, "MiB",
                  at_most(6144));
    }
    // What does not grow with tiles is compiled once, so four times the tiles take less than four times as long.
    double before = 0;
    for (const int tiles : {1, 4, 16}) {
        const auto run = bench_simulate(table, {"paper-head", "--set", fmt::format("head.tiles={}", tiles)}, 1,
                                        arguments.seed, true);
        const double per_tile = run.cpu_seconds / tiles;
        table.add(fmt::format("model of {} tiles of 64 x 64, per tile", tiles), per_tile, "CPU s",
                  tiles > 1 ? at_most(before) : Target{}, fmt::format("{:.1f} s in all", run.cpu_seconds));
        before = per_tile;
    }
}

}  // namespace kvolt::cli
