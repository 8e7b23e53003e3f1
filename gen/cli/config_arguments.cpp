// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cstdio>

#include "gen/cli/commands.hpp"
#include "gen/config/key_conditions.hpp"
#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/emit/identity.hpp"

namespace kvolt::cli {

void ConfigArguments::add_to(CLI::App& command) {
    command.add_option("CFG", config, "TOML file, or the name of a preset")->required();
    command.add_option("--set", overrides, "override one key: --set head.tiles=4 (repeatable)")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
}

Design ConfigArguments::design() const {
    const auto given = load_config(config, overrides);
    auto design = identified(elaborate(given));
    for (const auto& diagnostic : keys_without_effect(given)) fmt::print(stderr, "warning: {}\n", diagnostic.text());
    return design;
}

}  // namespace kvolt::cli
