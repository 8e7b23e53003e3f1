// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "gen/cli/commands.hpp"

namespace kvolt::cli {
namespace {

using Json = nlohmann::ordered_json;

/// Numbers as numbers: every value of a fact is one.
Json number(const std::string& text) { return Json::parse(text, nullptr, false); }

void print_json(const Design& design) {
    Json out;
    out["name"] = design.name;
    out["top"] = design.top;
    out["version"] = design.version;
    out["hash"] = fmt::format("{:016x}", design.hash);
    Json widths, facts;
    for (const auto& fact : derived_facts(design)) {
        const bool width = fact.group == "width";
        (width ? widths : out)[fact.name] = number(fact.value);
        facts.push_back({{"group", fact.group}, {"name", fact.name}, {"value", number(fact.value)}, {"unit", fact.unit}, {"meaning", fact.meaning}});
    }
    widths["data_bits"] = design.stream.data_bits;
    widths["word_bits"] = design.stream.word_bits;
    out["widths"] = widths;
    out["facts"] = facts;
    fmt::print("{}\n", out.dump(2));
}

void print_text(const Design& design) {
    fmt::print("{} is valid: top module {}, hash {:016x}\n", design.config.source, design.top, design.hash);
    std::string group;
    for (const auto& fact : derived_facts(design)) {
        if (fact.group != group) fmt::print("\n{}\n", group = fact.group);
        fmt::print("  {:<22} {:>12} {:<7} {}\n", fact.name, fact.value, fact.unit, fact.meaning);
    }
}

}  // namespace

void add_check_command(CLI::App& app) {
    auto* command = app.add_subcommand("check", "validate a configuration and print every derived number");
    auto arguments = std::make_shared<ConfigArguments>();
    auto json = std::make_shared<bool>(false);
    arguments->add_to(*command);
    command->add_flag("--json", *json, "as JSON");
    command->footer("Example: kvolt check paper --set analog.integrators=2");
    command->callback([arguments, json] {
        const auto design = arguments->design();
        *json ? print_json(design) : print_text(design);
    });
}

}  // namespace kvolt::cli
