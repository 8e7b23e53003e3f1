// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "gen/cli/commands.hpp"

namespace kvolt::cli {
namespace {

using Json = nlohmann::ordered_json;

/// Numbers as numbers, names as strings.
Json json_value(const std::string& text) {
    Json number = Json::parse(text, nullptr, false);
    return number.is_number() ? number : Json(text);
}

void print_json(const Design& design) {
    Json out{{"name", design.name},
             {"top", design.top},
             {"version", design.version},
             {"hash", fmt::format("{:016x}", design.hash)}};
    Json widths{{"data_bits", design.stream.data_bits}, {"word_bits", design.stream.word_bits}};
    Json facts = Json::array();
    for (const auto& fact : derived_facts(design)) {
        const Json value = json_value(fact.value);
        (fact.group == "width" ? widths : out)[fact.name] = value;
        facts.push_back({{"group", fact.group},
                         {"name", fact.name},
                         {"value", value},
                         {"unit", fact.unit},
                         {"meaning", fact.meaning}});
    }
    out["widths"] = std::move(widths);
    out["facts"] = std::move(facts);
    fmt::print("{}\n", out.dump(2));
}

void print_text(const Design& design) {
    const auto facts = derived_facts(design);
    std::size_t name = 0, value = 0, unit = 0;
    for (const auto& fact : facts) {
        name = std::max(name, fact.name.size());
        value = std::max(value, fact.value.size());
        unit = std::max(unit, fact.unit.size());
    }
    fmt::print("{}: valid, top module {}, hash {:016x}\n", design.config.source, design.top, design.hash);
    std::string group;
    for (const auto& fact : facts) {
        if (fact.group != group) fmt::print("\n{}\n", group = fact.group);
        fmt::print("  {:<{}}  {:>{}} {:<{}}  {}\n", fact.name, name, fact.value, value, fact.unit, unit, fact.meaning);
    }
}

}  // namespace

void add_check_command(CLI::App& app) {
    auto* command = app.add_subcommand("check", "validate a configuration and print every derived number");
    auto arguments = std::make_shared<ConfigArguments>();
    auto json = std::make_shared<bool>(false);
    arguments->add_to(*command);
    command->add_flag("--json", *json, "as JSON");
    command->footer("Examples:\n  kvolt check engine.toml\n  kvolt check paper --set analog.integrators=2 --json");
    command->callback([arguments, json] {
        const auto design = arguments->design();
        *json ? print_json(design) : print_text(design);
    });
}

}  // namespace kvolt::cli
