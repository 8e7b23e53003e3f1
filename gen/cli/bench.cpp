// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>

#include "gen/cli/bench_sections.hpp"
#include "gen/cli/commands.hpp"
#include "gen/cli/numbers.hpp"
#include "gen/cli/paths.hpp"

namespace kvolt::cli {
namespace {

void bench(const BenchArguments& arguments) {
    BenchTable table(arguments.json);
    const bool all = arguments.configs.empty();
    for (const auto& config : all ? std::vector<std::string>{"tile64", "paper-head"} : arguments.configs)
        bench_rates(table, arguments, config);
    if (all) {
        bench_all_heads(table, arguments);
        bench_scaling(table, arguments);
        bench_starts(table, arguments);
        bench_schedule(table);
    }
    if (arguments.cold) bench_cold_starts(table, arguments);
    if (arguments.area) bench_area(table, arguments);
    const auto json = table.json();
    if (arguments.json) fmt::print("{}\n", json.dump(2));
    if (arguments.report) arguments.report.write(json.dump(2) + "\n");
    if (table.failed()) throw FailedRun{};
}

}  // namespace

void add_bench_command(const Command& app) {
    const auto command = app.subcommand("bench", "measure speed, memory and start-up beside their targets, in one run");
    auto a = std::make_shared<BenchArguments>();
    command
        .add_option(
            "CFG", a->configs,
            "speed of these only: TOML files or presets (default: tile64, paper-head and all the other measurements)")
        .type_name(configuration_or_preset);
    command.add_flag("--cold", a->cold, "also build three models from nothing, which takes minutes");
    command.add_flag("--area", a->area, "also synthesize heads: area, clock and energy, which takes minutes");
    add_input_file(command, "--liberty", a->liberty,
                   "cell library of --area, beside osu018: the targets are for sky130hd at 4 ns")
        .existing_file();
    add_number(command, "--tokens", a->tokens, std::size_t{1}, most_tokens,
               "tokens per head for RTL and golden model (default: sixteen windows, at least 4000)");
    add_number_with_default(command, "--icarus-tokens", a->icarus_tokens, std::size_t{1}, std::size_t{1000000},
                            "tokens for Icarus, which is slow");
    add_number_with_default(command, "--seed", a->seed, std::uint64_t{0}, most_seed, "seed of the tokens");
    add_output_file(command, "--report", a->report, "write the figures as JSON");
    command.add_flag("--json", a->json, "print the figures as JSON");
    command.footer(
        "A target that is missed is said, not an error; a wrong word is an error.\nExample:\n  kvolt bench paper-head");
    command.callback([a] { bench(*a); });
}

}  // namespace kvolt::cli
