// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>

#include "gen/cli/commands.hpp"
#include "gen/cli/simulate_report.hpp"
#include "gen/support/output_file.hpp"
#include "sim/model/result_file.hpp"

namespace kvolt::cli {
namespace {

void simulate(SimulateArguments arguments) {
    const auto design = arguments.config.design();
    complete_arguments(arguments, design);
    const auto tokens = tokens_of(arguments, design);
    auto outcome =
        arguments.engine == "rtl" ? run_rtl(arguments, design, tokens) : run_model(arguments, design, tokens);
    if (arguments.snr) add_budget(arguments, design, tokens, outcome);
    const bool failed = outcome.bench.mismatches > 0 || !outcome.bench.failures.empty();
    if (arguments.output)
        write_result(arguments.output.path(), design, tokens, outcome.bench.result, {arguments.engine, arguments.seed});
    const auto report = simulation_json(arguments, design, tokens, outcome);
    if (arguments.report) arguments.report.write(report.dump(2) + "\n");
    if (arguments.json)
        fmt::print("{}\n", report.dump(2));
    else
        print_simulation(arguments, design, tokens, outcome);
    if (failed) throw FailedRun{};
    if (arguments.discard && outcome.rtl && !outcome.model.cached) discard_model(std::move(outcome.model));
}

}  // namespace

void add_simulate_command(const Command& app) {
    const auto command =
        app.subcommand("simulate", "run attention on the generated RTL and compare every code with the golden model");
    auto a = std::make_shared<SimulateArguments>();
    add_options(command, *a);
    command.footer(
        "Examples:\n  kvolt simulate tile64 --input qkv.npz --output attention.npz\n  kvolt simulate paper --set "
        "engine.heads=1 --tokens 2000 --stall 0.3");
    command.callback([a] { simulate(*a); });
}

}  // namespace kvolt::cli
