// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "gen/cli/bench_sections.hpp"
#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/support/process.hpp"
#include "sim/bench/icarus.hpp"
#include "sim/model/engines.hpp"
#include "sim/model/token_random.hpp"

namespace kvolt::cli {
namespace {

double best(const std::function<double()>& rate) {
    double found = 0;
    for (int i = 0; i < bench_repeats; ++i) found = std::max(found, rate());
    return found;
}

void icarus_row(BenchTable& table, const BenchArguments& arguments, const Design& design, double rtl, bool published) {
    if (design.heads != 1 || !have_program("iverilog")) {
        table.skip("Icarus", design.heads == 1 ? "not installed (Debian package iverilog)" : "drives one head only");
        return;
    }
    const auto few = random_tokens(design, arguments.icarus_tokens, arguments.seed);
    const auto run = run_icarus(design, few);
    if (run.words != run_golden(design, few).words) table.fail("Icarus: words differ from the golden model");
    const double rate = static_cast<double>(run.results) / run.seconds;
    table.add("Icarus, same RTL, portable macro", rate, "tokens/s", {},
              fmt::format("{} tokens, every word compared", run.results));
    table.add("RTL over Icarus", rtl / rate, "x", published ? at_least(1000) : Target{});
}

}  // namespace

CommandRun bench_simulate(BenchTable& table, const std::vector<std::string>& config, std::size_t tokens,
                          std::uint64_t seed, bool cold) {
    const auto run = time_simulate(config, tokens, seed, cold);
    if (run.mismatches != 0)
        table.fail(fmt::format("{}: {} words differ from the golden model", config.front(), run.mismatches));
    return run;
}

void bench_rates(BenchTable& table, const BenchArguments& arguments, const std::string& config) {
    const auto design = elaborate(load_config(config));
    const bool published = config == "paper-head";
    // Long enough for the window to be full nearly all the time.
    const auto tokens = arguments.tokens > 0 ? arguments.tokens
                                             : static_cast<std::size_t>(std::max(4000, 16 * design.window)) /
                                                   static_cast<std::size_t>(design.heads);
    table.section(fmt::format("{}: {} head{}, window {}, {} tokens per head, best of {}", config, design.heads,
                              design.heads == 1 ? "" : "s", design.window, tokens, bench_repeats));
    bench_simulate(table, {config}, 1, arguments.seed);  // builds the model where it is not in the cache
    long peak = 0;
    const double rtl = best([&] {
        const auto run = bench_simulate(table, {config}, tokens, arguments.seed);
        peak = run.peak_kib;
        return run.tokens_per_second;
    });
    const auto set = random_tokens(design, tokens, arguments.seed);
    const double dense = best([&] { return dense_rate(design); });
    table.add("RTL, Verilator in SystemC", rtl, "tokens/s", published ? at_least(25000) : Target{},
              "every word compared, golden model on the other core");
    table.add("golden model, one core", best([&] { return golden_rate(design, set); }), "tokens/s");
    table.add("dense arithmetic alone, float, C++, one core", dense, "tokens/s");
    table.add("dense over RTL", dense / rtl, "x", published ? at_most(5) : Target{});
    icarus_row(table, arguments, design, rtl, published);
    table.add("memory of the simulation", static_cast<double>(peak) / 1024, "MiB", published ? at_most(300) : Target{});
}

void bench_all_heads(BenchTable& table, const BenchArguments& arguments) {
    table.section("paper: 12 heads, 2048 tokens each, every word compared");
    bench_simulate(table, {"paper"}, 1, arguments.seed);
    CommandRun fastest;
    for (int i = 0; i < bench_repeats; ++i) {
        const auto run = bench_simulate(table, {"paper"}, 2048, arguments.seed);
        if (i == 0 || run.seconds < fastest.seconds) fastest = run;
    }
    table.add("whole command", fastest.seconds, "s", at_most(4),
              fmt::format("{:.0f} head tokens/s", fastest.tokens_per_second));
    table.add("memory", static_cast<double>(fastest.peak_kib) / 1024, "MiB", at_most(2048));
}

void bench_scaling(BenchTable& table, const BenchArguments& arguments) {
    table.section("cost of a token over tiles, one head of 64 x 64 tiles, window full");
    double first = 0;
    for (const int tiles : {4, 8, 16}) {
        const std::vector<std::string> config{"paper-head", "--set", fmt::format("head.tiles={}", tiles)};
        bench_simulate(table, config, 1, arguments.seed);
        const double rate =
            best([&] { return bench_simulate(table, config, 16384, arguments.seed).tokens_per_second; });
        const double cost = 1e6 / rate;
        if (first == 0) first = cost / 4;
        // Linear or better: what does not grow with tiles is shared by more of them.
        table.add(fmt::format("{} tiles, per tile", tiles), cost / tiles, "us",
                  tiles > 4 ? at_most(first * 1.1) : Target{}, fmt::format("{:.1f} us a token", cost));
    }
}

}  // namespace kvolt::cli
