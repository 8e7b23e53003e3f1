// SPDX-License-Identifier: Apache-2.0
// The parts of `kvolt bench`. Each adds its rows to the table and throws ToolError when a command cannot run.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gen/cli/bench_measure.hpp"
#include "gen/cli/bench_table.hpp"
#include "gen/support/output_file.hpp"

namespace kvolt::cli {

/// What the command line asks for.
struct BenchArguments {
    std::vector<std::string> configs;  ///< speed of these only; empty: everything
    std::size_t tokens = 0;            ///< per head, for RTL and golden model; 0: sixteen windows
    std::size_t icarus_tokens = 8;
    std::uint64_t seed = 1;
    std::string liberty;  ///< of the machine part; empty: that part reports osu018 only
    OutputFile report;
    bool json = false, cold = false, area = false;
};

constexpr int bench_repeats = 3;  // the best of them: other work on the machine only ever slows a run down

/// `kvolt simulate`; wrong words become a failure of the table.
CommandRun bench_simulate(BenchTable& table, const std::vector<std::string>& config, std::size_t tokens,
                          std::uint64_t seed, bool cold = false);

/// Speed of every engine on one configuration. Targets hold for one published head.
void bench_rates(BenchTable& table, const BenchArguments& arguments, const std::string& config);
void bench_all_heads(BenchTable& table, const BenchArguments& arguments);
void bench_scaling(BenchTable& table, const BenchArguments& arguments);

/// Time and memory of commands that start from nothing or from a cache.
void bench_starts(BenchTable& table, const BenchArguments& arguments);
void bench_cold_starts(BenchTable& table, const BenchArguments& arguments);

/// The machine itself: latency and interval from the schedule.
void bench_schedule(BenchTable& table);
/// Clock, area and energy in cells, and the time that finding them takes.
void bench_area(BenchTable& table, const BenchArguments& arguments);

}  // namespace kvolt::cli
