// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "gen/cli/commands.hpp"
#include "gen/emit/emit.hpp"
#include "gen/emit/identity.hpp"
#include "gen/support/hash.hpp"
#include "gen/support/write_directory.hpp"

namespace kvolt::cli {
namespace {

struct GenerateArguments {
    ConfigArguments config;
    std::string output;
    bool json = false, anonymous = false;
};

void generate(const GenerateArguments& arguments) {
    const auto design = arguments.config.design();
    const auto files = emit_files(arguments.anonymous ? anonymous(design) : design);
    write_directory(arguments.output, files);
    std::size_t bytes = 0;
    for (const auto& file : files) bytes += file.text.size();
    if (arguments.json) {
        nlohmann::ordered_json out{{"directory", arguments.output},
                                   {"top", design.top},
                                   {"hash", hash_text(design.hash)},
                                   {"files", files.size()},
                                   {"bytes", bytes}};
        fmt::print("{}\n", out.dump(2));
        return;
    }
    fmt::print("{}: {} files, {} KiB, top module {}\n", arguments.output, files.size(), bytes / 1024, design.top);
    // Paths in a list are relative to it: -F says so to Verilator, Icarus and yosys have to stand there.
    fmt::print("  lint        verilator --lint-only -Wall -F {}/{}.sim.f\n", arguments.output, design.name);
    fmt::print("  simulate    cd {0} && iverilog -g2005 -s {1}_tb -o {2}.vvp -c {2}.tb.f && vvp {2}.vvp\n",
               arguments.output, design.top, design.name);
    fmt::print("  synthesize  cd {} && yosys -p \"read_verilog $(xargs < {}.synth.f); synth -top {}\"\n",
               arguments.output, design.name, design.top);
    fmt::print("  read        {}/docs/{}.md\n", arguments.output, design.name);
}

}  // namespace

void add_generate_command(CLI::App& app) {
    auto* command =
        app.add_subcommand("generate", "emit Verilog, macros, constraints, register header and documentation");
    auto arguments = std::make_shared<GenerateArguments>();
    arguments->config.add_to(*command);
    command
        ->add_option("-o,--output", arguments->output,
                     "directory to write; replaced only if empty or an earlier output")
        ->required();
    command->add_flag("--json", arguments->json, "summary as JSON");
    command->add_flag("--anonymous", arguments->anonymous,
                      "0 in place of the engine's identity (hash): for a directory that is kept and compared");
    command->footer("Examples:\n  kvolt generate paper -o out\n  kvolt generate engine.toml -o out --set head.tiles=4");
    command->callback([arguments] { generate(*arguments); });
}

}  // namespace kvolt::cli
