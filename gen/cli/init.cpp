// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <memory>

#include "gen/cli/commands.hpp"
#include "gen/cli/paths.hpp"
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
    OutputFile output;
    bool force = false, markdown = false, registers = false;
};

constexpr std::size_t longest_name = 40;  // of an identifier, gen/config/keys.cpp

/// Name of an engine after its file: my-engine.v2.toml gives my_engine_v2. Empty where nothing of it can be one.
std::string name_of_file(const std::string& path) {
    std::string name;
    for (const char c : std::filesystem::path(path).stem().string()) {
        const auto u = static_cast<unsigned char>(c);
        const bool plain = u < 128 && std::isalnum(u) != 0;
        // No two underscores in a row: Verilator keeps them for itself.
        if (plain)
            name += static_cast<char>(std::tolower(u));
        else if (!name.empty() && name.back() != '_')
            name += '_';
    }
    const auto begin = name.find_first_not_of("_0123456789");
    name = begin == std::string::npos ? "" : name.substr(begin, longest_name);
    while (!name.empty() && name.back() == '_') name.pop_back();
    return name;
}

/// Every engine has a name of its own, or two of them could not stand side by side: that of the file, unless one is
/// given.
std::vector<std::string> with_name(const InitArguments& arguments) {
    auto overrides = arguments.overrides;
    const bool given = std::any_of(overrides.begin(), overrides.end(),
                                   [](const auto& change) { return change.compare(0, 5, "name=") == 0; });
    const auto name = name_of_file(arguments.output.path());
    if (!given && !name.empty()) overrides.push_back("name=" + name);
    return overrides;
}

std::string commented_toml(const InitArguments& arguments) {
    const Config config = load_config(arguments.preset, with_name(arguments));
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
    if (!arguments.output) {
        fmt::print("{}", text);
        return;
    }
    if (!arguments.force && arguments.output.exists()) {
        throw InputError({{{arguments.output.path(), 0}, "", "exists already", "--force replaces it"}});
    }
    arguments.output.write(text);
    if (arguments.markdown || arguments.registers) return;
    const auto& path = arguments.output.path();
    fmt::print("{}: preset {} as engine {}, every key with its range\nnext: kvolt check {}\n", path, arguments.preset,
               parse_config(text, path).name, path);
}

}  // namespace

void add_init_command(const Command& app) {
    const auto command = app.subcommand("init", "write a commented TOML configuration to start from");
    auto arguments = std::make_shared<InitArguments>();
    command
        .add_option("--preset", arguments->preset, "start from this preset (or from your own file, in canonical form)")
        .type_name(configuration_or_preset)
        .capture_default_str();
    command.add_option("--set", arguments->overrides, "with one key changed (repeatable)")
        .type_name("KEY=VALUE")
        .one_value();
    add_output_file(command, "-o,--output", arguments->output, "file to write (default: standard output)");
    command.add_flag("--force", arguments->force, "replace an existing file");
    command.add_flag("--markdown", arguments->markdown, "the reference of all keys instead, docs/configuration.md");
    command.add_flag("--registers", arguments->registers, "the reference of all registers instead, docs/registers.md");
    command.footer(
        "Examples:\n  kvolt init -o engine.toml\n  kvolt init --preset paper --set engine.heads=4 -o engine.toml");
    command.callback([arguments] { init(*arguments); });
}

}  // namespace kvolt::cli
