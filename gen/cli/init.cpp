// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <memory>

#include "gen/cli/commands.hpp"

namespace kvolt::cli {
namespace {

struct InitArguments {
    std::string preset = "tile64";
    std::string output;
    bool force = false;
};

void init(const InitArguments& arguments) {
    const auto text = to_toml(load_config(arguments.preset));
    if (arguments.output.empty()) {
        fmt::print("{}", text);
        return;
    }
    namespace fs = std::filesystem;
    if (!arguments.force && fs::exists(arguments.output)) throw InputError(arguments.output, "exists already; --force replaces it");
    const auto temporary = arguments.output + ".tmp";
    std::ofstream file(temporary, std::ios::binary);
    file << text;
    file.close();
    std::error_code error;
    if (file) fs::rename(temporary, arguments.output, error);
    if (!file || error) {
        fs::remove(temporary, error);
        throw InputError(arguments.output, "cannot be written");
    }
}

}  // namespace

void add_init_command(CLI::App& app) {
    auto* command = app.add_subcommand("init", "write a commented TOML configuration to start from");
    auto arguments = std::make_shared<InitArguments>();
    command->add_option("--preset", arguments->preset, "start from this preset")->capture_default_str();
    command->add_option("-o,--output", arguments->output, "file to write (default: standard output)");
    command->add_flag("--force", arguments->force, "replace an existing file");
    command->footer("Example: kvolt init --preset paper -o engine.toml");
    command->callback([arguments] { init(*arguments); });
}

}  // namespace kvolt::cli
