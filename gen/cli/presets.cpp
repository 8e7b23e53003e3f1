// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "gen/cli/commands.hpp"

namespace kvolt::cli {

void add_presets_command(CLI::App& app) {
    auto* command = app.add_subcommand("presets", "list the built-in configurations");
    auto json = std::make_shared<bool>(false);
    command->add_flag("--json", *json, "as JSON");
    command->footer("A preset name stands wherever a command takes CFG: kvolt check tile64");
    command->callback([json] {
        auto list = nlohmann::ordered_json::array();
        for (const auto& preset : presets()) {
            if (*json)
                list.push_back({{"name", preset.name}, {"sentence", preset.sentence}});
            else
                fmt::print("{:<12} {}\n", preset.name, preset.sentence);
        }
        if (*json) fmt::print("{}\n", list.dump(2));
    });
}

}  // namespace kvolt::cli
