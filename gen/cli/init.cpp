// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "gen/cli/commands.hpp"
#include "gen/config/configuration_page.hpp"
#include "gen/config/load_config.hpp"
#include "gen/config/presets.hpp"
#include "gen/config/to_toml.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/design/registers_page.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/output_file.hpp"

namespace kvolt::cli {
namespace {

struct InitArguments {
    std::string preset = "tile64";
    std::vector<std::string> overrides;
    std::string output;
    bool force = false, markdown = false, registers = false;
};

std::string commented_toml(const InitArguments& arguments) {
    const Config config = load_config(arguments.preset, arguments.overrides);
    elaborate(config);  // a file to start from must be one that works
    std::string head;
    for (const auto& preset : presets()) {
        if (preset.name == arguments.preset && arguments.overrides.empty()) head = "# " + preset.sentence + "\n";
    }
    return head +
           "# Every key may be left out, it then has the default of its comment. `kvolt check FILE` says what follows "
           "from them.\n\n" +
           to_toml(config);
}

void init(const InitArguments& arguments) {
    const std::string text = arguments.markdown    ? configuration_page()
                             : arguments.registers ? registers_page()
                                                   : commented_toml(arguments);
    if (arguments.output.empty()) {
        fmt::print("{}", text);
        return;
    }
    if (!arguments.force && std::filesystem::exists(arguments.output)) {
        throw InputError({{{arguments.output, 0}, "", "exists already", "--force replaces it"}});
    }
    write_output_file(arguments.output, text);
}

}  // namespace

void add_init_command(CLI::App& app) {
    auto* command = app.add_subcommand("init", "write a commented TOML configuration to start from");
    auto arguments = std::make_shared<InitArguments>();
    command
        ->add_option("--preset", arguments->preset, "start from this preset (or from your own file, in canonical form)")
        ->capture_default_str();
    command->add_option("--set", arguments->overrides, "with one key changed (repeatable)")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
    command->add_option("-o,--output", arguments->output, "file to write (default: standard output)");
    command->add_flag("--force", arguments->force, "replace an existing file");
    command->add_flag("--markdown", arguments->markdown, "the reference of all keys instead, docs/configuration.md");
    command->add_flag("--registers", arguments->registers, "the reference of all registers instead, docs/registers.md");
    command->footer(
        "Examples:\n  kvolt init -o engine.toml\n  kvolt init --preset paper --set engine.heads=4 -o engine.toml");
    command->callback([arguments] { init(*arguments); });
}

}  // namespace kvolt::cli
