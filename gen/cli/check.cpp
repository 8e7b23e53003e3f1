// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "gen/cli/commands.hpp"
#include "gen/emit/facts_json.hpp"
#include "gen/support/hash.hpp"

namespace kvolt::cli {
namespace {

using Json = nlohmann::ordered_json;

/// Every group as an object of its own, as the manifest has it, every fact at the top as well, and all of them once
/// more as a list with unit and meaning.
void print_json(const Design& design) {
    Json out, sections, list = Json::array();
    for (const auto& group : fact_groups(design)) {
        if (group.name != identity_group) sections[group.name] = json_of(group);
        for (const auto& fact : group.facts) {
            out[fact.name] = json_of(fact.value);
            list.push_back({{"group", group.name},
                            {"name", fact.name},
                            {"value", json_of(fact.value)},
                            {"unit", fact.unit},
                            {"meaning", fact.meaning}});
        }
    }
    out.update(sections);
    out["facts"] = std::move(list);
    fmt::print("{}\n", out.dump(2));
}

void print_text(const Design& design) {
    const auto groups = fact_groups(design);
    std::size_t name = 0, value = 0, unit = 0;
    for (const auto& group : groups) {
        for (const auto& fact : group.facts) {
            name = std::max(name, fact.name.size());
            value = std::max(value, text_of(fact.value).size());
            unit = std::max(unit, fact.unit.size());
        }
    }
    fmt::print("{}: valid, top module {}, hash {}\n", design.config.source, design.top, hash_text(design.hash));
    for (const auto& group : groups) {
        if (group.facts.empty()) continue;
        fmt::print("\n{}: {}\n", group.name, group.meaning);
        for (const auto& fact : group.facts)
            fmt::print("  {:<{}}  {:>{}} {:<{}}  {}\n", fact.name, name, text_of(fact.value), value, fact.unit, unit,
                       fact.meaning);
    }
}

}  // namespace

void add_check_command(const Command& app) {
    const auto command = app.subcommand("check", "validate a configuration and print every derived number");
    auto arguments = std::make_shared<ConfigArguments>();
    auto json = std::make_shared<bool>(false);
    arguments->add_to(command);
    command.add_flag("--json", *json, "as JSON");
    command.footer("Examples:\n  kvolt check engine.toml\n  kvolt check paper --set analog.integrators=2 --json");
    command.callback([arguments, json] {
        const auto design = arguments->design();
        *json ? print_json(design) : print_text(design);
    });
}

}  // namespace kvolt::cli
