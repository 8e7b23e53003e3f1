// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cstdio>

#include "gen/cli/commands.hpp"
#include "gen/cli/paths.hpp"
#include "gen/config/cell_table.hpp"
#include "gen/config/key_conditions.hpp"
#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/emit/identity.hpp"
#include "gen/support/terminal.hpp"

namespace kvolt::cli {

void ConfigArguments::add_to(const Command& app) {
    command = &app.app();
    app.add_option("CFG", config, "TOML file, or the name of a preset").type_name(configuration_or_preset).required();
    app.add_option("--set", overrides, "override one key: --set head.tiles=4 (repeatable)")
        .type_name("KEY=VALUE")
        .one_value();
}

Design ConfigArguments::design(const std::vector<std::string>& more) const {
    if (!text_) text_ = config_text(config);
    auto all = overrides;
    all.insert(all.end(), more.begin(), more.end());
    const auto given = parse_config(*text_, config, all);
    if (command != nullptr && !given.analog.table.empty()) refuse_claimed(*command, cell_table_path(given));
    auto design = identified(elaborate(given));
    if (more.empty())
        for (const auto& diagnostic : keys_without_effect(given)) warn("warning: " + diagnostic.text());
    return design;
}

}  // namespace kvolt::cli
