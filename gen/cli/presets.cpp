// SPDX-License-Identifier: Apache-2.0
#include "gen/config/presets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "gen/cli/commands.hpp"
#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/emit/facts_json.hpp"

namespace kvolt::cli {
namespace {

struct Listed {
    Preset preset;
    Design design;
};

/// The pulse path first, small ones before large ones.
std::vector<Listed> listed_presets() {
    std::vector<Listed> list;
    for (const auto& preset : presets()) list.push_back({preset, elaborate(load_config(preset.name))});
    const auto size = [](const Design& d) { return d.heads * d.window * d.rows; };
    std::stable_sort(list.begin(), list.end(), [&](const Listed& a, const Listed& b) {
        return std::pair(a.design.config.score.path, size(a.design)) <
               std::pair(b.design.config.score.path, size(b.design));
    });
    return list;
}

void print_json(const std::vector<Listed>& list) {
    auto out = nlohmann::ordered_json::array();
    for (const auto& [preset, d] : list) {
        nlohmann::ordered_json entry{{"name", preset.name}, {"sentence", preset.sentence}};
        entry.update(facts_json(fact_groups(d),
                                {"heads", "rows", "slots", "tiles", "window", "latency_cycles", "interval_cycles"}));
        out.push_back(std::move(entry));
    }
    fmt::print("{}\n", out.dump(2));
}

void print_text(const std::vector<Listed>& list) {
    for (const auto& [preset, d] : list) {
        fmt::print("{:<12} {}\n", preset.name, preset.sentence);
        fmt::print("{:<12} {} head{}, window {} = {} x {}, head dimension {}, latency {} cycles, a token every {}\n",
                   "", d.heads, d.heads == 1 ? "" : "s", d.window, d.tiles, d.slots, d.rows, d.schedule.latency_cycles,
                   d.schedule.interval_cycles);
    }
}

/// The table of the README; a test compares the two.
void print_markdown(const std::vector<Listed>& list) {
    fmt::print(
        "| preset | heads | array | tiles | window | latency | a token every | what for "
        "|\n|---|---|---|---|---|---|---|---|\n");
    for (const auto& [preset, d] : list) {
        fmt::print("| `{}` | {} | {} x {} | {} | {} | {} cycles | {} cycles | {} |\n", preset.name, d.heads, d.rows,
                   d.slots, d.tiles, d.window, d.schedule.latency_cycles, d.schedule.interval_cycles, preset.sentence);
    }
}

}  // namespace

void add_presets_command(const Command& app) {
    const auto command = app.subcommand("presets", "list the built-in configurations");
    auto json = std::make_shared<bool>(false);
    auto markdown = std::make_shared<bool>(false);
    command.add_flag("--json", *json, "as JSON");
    command.add_flag("--markdown", *markdown, "as the table of the README");
    command.footer("A preset name stands wherever a command takes CFG.\nExample:\n  kvolt check tile64");
    command.callback([json, markdown] {
        const auto list = listed_presets();
        if (*json)
            print_json(list);
        else if (*markdown)
            print_markdown(list);
        else
            print_text(list);
    });
}

}  // namespace kvolt::cli
