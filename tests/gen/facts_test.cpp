// SPDX-License-Identifier: Apache-2.0
// The table of facts: complete, without a name twice, and all that manifest and data sheet print.
#include "gen/design/facts.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "gen/emit/facts_json.hpp"
#include "tests/gen/feature_variants.hpp"

namespace kvolt::test {
namespace {

using nlohmann::json;

std::string contents(const std::string& path) {
    std::ifstream file(std::string(KVOLT_SOURCE_DIR) + "/" + path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

class FactsTest : public testing::TestWithParam<Variant> {
protected:
    const Design design = design_of(GetParam());
    const std::vector<FactGroup> groups = fact_groups(design);
};

TEST_P(FactsTest, EveryGroupThatIsOnHasFactsAndNoOther) {
    ASSERT_EQ(groups.size(), fact_tables().size());
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const auto& table = fact_tables()[i];
        EXPECT_EQ(groups[i].name, table.group);
        EXPECT_EQ(!groups[i].facts.empty(), table.on == nullptr || table.on(design)) << table.group;
        EXPECT_FALSE(table.meaning.empty()) << table.group;
    }
}

TEST_P(FactsTest, NamesAreUniqueOrOfOneValueAndHaveAMeaning) {
    std::map<std::string, FactValue> values;
    for (const auto& group : groups) {
        std::set<std::string> names;
        for (const auto& fact : group.facts) {
            EXPECT_TRUE(std::regex_match(fact.name, std::regex("[a-z][a-z0-9_]*"))) << fact.name;
            EXPECT_TRUE(names.insert(fact.name).second) << group.name << " " << fact.name;
            EXPECT_EQ(values.emplace(fact.name, fact.value).first->second, fact.value) << fact.name;
            EXPECT_FALSE(fact.meaning.empty()) << fact.name;
            EXPECT_FALSE(text_of(fact.value).empty()) << fact.name;
            for (const auto& other : groups)
                EXPECT_NE(fact.name, other.name) << "both stand at the top of check --json";
        }
    }
}

/// What is left of a manifest are its lists.
TEST_P(FactsTest, TheManifestHasEveryFactAndNoNumberOfItsOwn) {
    json manifest;
    for (const auto& file : emit_all(design))
        if (file.path == "manifest.json") manifest = json::parse(file.text);
    for (const auto& group : groups) {
        const json expected = json_of(group);
        if (group.name != identity_group) {
            ASSERT_TRUE(manifest.contains(group.name)) << group.name;
            EXPECT_EQ(manifest[group.name], expected) << group.name;
            manifest.erase(group.name);
            continue;
        }
        for (const auto& [name, value] : expected.items()) {
            ASSERT_TRUE(manifest.contains(name)) << name;
            EXPECT_EQ(manifest[name], value) << name;
            manifest.erase(name);
        }
    }
    std::set<std::string> rest;
    for (const auto& [name, value] : manifest.items()) {
        rest.insert(name);
        EXPECT_TRUE(value.is_array() || name == "generator") << name;
    }
    EXPECT_EQ(rest, (std::set<std::string>{"generator", "ports", "registers", "macros", "files"}));
}

TEST_P(FactsTest, TheDataSheetHasEveryFactAndNoOther) {
    std::vector<std::string> expected, rows;
    for (const auto& group : groups)
        for (const auto& fact : group.facts)
            expected.push_back(fmt::format("| {} | {} | {}{}{} | ", group.name, fact.name, text_of(fact.value),
                                           fact.unit.empty() ? "" : " ", fact.unit));
    for (const auto& file : emit_all(design)) {
        if (file.path != fmt::format("docs/{}.md", design.name)) continue;
        std::istringstream text(file.text.substr(file.text.find("## Numbers")));
        for (std::string line; std::getline(text, line) && line != "## Schedule";)
            if (line.rfind("| ", 0) == 0) rows.push_back(line);
    }
    ASSERT_EQ(rows.size(), expected.size() + 1);
    for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(rows[i + 1].rfind(expected[i], 0), 0U) << rows[i + 1];
}

INSTANTIATE_TEST_SUITE_P(Designs, FactsTest, testing::ValuesIn(feature_variants()), [](const auto& variant) {
    auto name = testing::PrintToString(variant.param);
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

/// A plan that is somewhere on and somewhere not: the tests above meet both.
TEST(FactTables, EveryOptionalGroupIsMetOnAndOff) {
    std::map<std::string_view, std::set<bool>> met;
    for (const auto& variant : feature_variants()) {
        const auto design = design_of(variant);
        for (const auto& table : fact_tables())
            if (table.on != nullptr) met[table.group].insert(table.on(design));
    }
    for (const auto& [group, states] : met) EXPECT_EQ(states.size(), 2U) << group;
}

/// `struct FooPlan { bool on ...` of design.hpp is group "foo".
TEST(FactTables, EveryPlanOfADesignIsAGroup) {
    const auto header = contents("gen/design/design.hpp");
    const std::regex plan("struct (\\w+)Plan \\{\n    bool on = false;");
    int plans = 0;
    for (std::sregex_iterator it(header.begin(), header.end(), plan), end; it != end; ++it, ++plans) {
        std::string name = (*it)[1];
        std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
        const auto& tables = fact_tables();
        EXPECT_TRUE(std::any_of(tables.begin(), tables.end(), [&](const FactTable& t) {
            return t.group == name && t.on != nullptr;
        })) << name;
    }
    EXPECT_GE(plans, 5);
}

TEST(Fact, ReadsAsAPersonWritesIt) {
    EXPECT_EQ(text_of(true), "true");
    EXPECT_EQ(text_of(std::int64_t{-3}), "-3");
    EXPECT_EQ(text_of(2.5), "2.5");
    EXPECT_EQ(text_of(12345678.9), "12345679");
    EXPECT_EQ(text_of(std::string("ramp")), "ramp");
}

TEST(FindFact, ThrowsWhereThereIsNone) {
    const auto groups = fact_groups(design_of({"tiny", {}}));
    EXPECT_EQ(std::get<std::int64_t>(find_fact(groups, "window").value), 8);
    EXPECT_THROW((void)find_fact(groups, "windows"), std::out_of_range);
}

}  // namespace
}  // namespace kvolt::test
