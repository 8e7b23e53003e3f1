// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "gen/cli/commands.hpp"
#include "gen/cli/paths.hpp"
#include "gen/emit/emit.hpp"
#include "gen/emit/identity.hpp"
#include "gen/support/hash.hpp"

namespace kvolt::cli {
namespace {

struct GenerateArguments {
    ConfigArguments config;
    OutputDirectory output;
    bool json = false, anonymous = false;
};

void generate(const GenerateArguments& arguments) {
    const auto design = arguments.config.design();
    const auto files = emit_files(arguments.anonymous ? anonymous(design) : design);
    arguments.output.write(files);
    std::size_t bytes = 0;
    for (const auto& file : files) bytes += file.text.size();
    if (arguments.json) {
        nlohmann::ordered_json out{{"directory", arguments.output.path()},
                                   {"top", design.top},
                                   {"hash", hash_text(design.hash)},
                                   {"files", files.size()},
                                   {"bytes", bytes}};
        fmt::print("{}\n", out.dump(2));
        return;
    }
    const auto& out = arguments.output.path();
    fmt::print("{}: {} files, {} KiB, top module {}\n", out, files.size(), bytes / 1024, design.top);
    // Paths in a list are relative to it: -F says so to Verilator, Icarus and yosys have to stand there.
    fmt::print("  lint        verilator --lint-only -Wall -F {}/{}.sim.f\n", out, design.name);
    fmt::print("  simulate    cd {0} && iverilog -g2005 -s {1}_tb -o {2}.vvp -c {2}.tb.f && vvp -N {2}.vvp\n", out,
               design.top, design.name);
    fmt::print("  synthesize  cd {} && yosys -p \"read_verilog $(xargs < {}.synth.f); synth -top {}\"\n", out,
               design.name, design.top);
    fmt::print("  read        {}/docs/{}.md\n", out, design.name);
}

}  // namespace

void add_generate_command(const Command& app) {
    const auto command =
        app.subcommand("generate", "emit Verilog, macros, constraints, register header and documentation");
    auto arguments = std::make_shared<GenerateArguments>();
    arguments->config.add_to(command);
    add_output_directory(command, "-o,--output", arguments->output,
                         "directory to write; replaced if it is an earlier output that nobody has changed")
        .required();
    command.add_flag("--json", arguments->json, "summary as JSON");
    command.add_flag("--anonymous", arguments->anonymous,
                     "0 in place of the engine's identity (hash): for a directory that is kept and compared");
    command.footer("Examples:\n  kvolt generate paper -o out\n  kvolt generate engine.toml -o out --set head.tiles=4");
    command.callback([arguments] { generate(*arguments); });
}

}  // namespace kvolt::cli
