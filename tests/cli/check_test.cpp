// SPDX-License-Identifier: Apache-2.0
// `kvolt check`: every fact of a design as text and as JSON, the same as in its manifest.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "gen/emit/facts_json.hpp"
#include "tests/gen/feature_variants.hpp"

namespace kvolt::test {
namespace {

using nlohmann::json;

Outcome check(const Variant& variant, const std::string& flags) {
    auto command = fmt::format("{} check {}", KVOLT_BINARY, variant.preset);
    for (const auto& o : variant.overrides) command += " --set " + o;
    return shell(command + flags);
}

class CheckTest : public testing::TestWithParam<Variant> {};

TEST_P(CheckTest, JsonAndManifestAgreeNameForNameValueForValue) {
    const auto run = check(GetParam(), " --json");
    ASSERT_EQ(run.status, 0) << run.output;
    json report = json::parse(run.output), manifest;
    for (const auto& file : emit_all(design_of(GetParam())))
        if (file.path == "manifest.json") manifest = json::parse(file.text);
    std::set<std::string> names;  // at the top of the report
    for (const auto& fact : report.at("facts")) {
        const std::string name = fact.at("name"), group = fact.at("group");
        const auto& there = group == identity_group ? manifest : manifest.at(group);
        ASSERT_TRUE(there.contains(name)) << group << " " << name;
        EXPECT_EQ(there.at(name), fact.at("value")) << group << " " << name;
        EXPECT_EQ(report.at(name), fact.at("value")) << name;
        names.insert(name);
    }
    names.insert("facts");
    for (const auto& [name, section] : manifest.items()) {
        if (!section.is_object()) continue;
        EXPECT_EQ(report.at(name), section) << name;
        names.insert(name);
    }
    for (const auto& [name, value] : report.items()) EXPECT_TRUE(names.count(name)) << name << " is no fact";
    for (const auto& name : names) EXPECT_TRUE(report.contains(name)) << name;
}

TEST_P(CheckTest, TextSaysTheSame) {
    const auto run = check(GetParam(), "");
    ASSERT_EQ(run.status, 0) << run.output;
    std::size_t at = run.output.find('\n') + 1;
    const auto next = [&](const std::string& text) {
        const auto found = run.output.find(text, at);
        EXPECT_NE(found, std::string::npos) << text;
        if (found != std::string::npos) at = found + text.size();
    };
    for (const auto& group : fact_groups(design_of(GetParam()))) {
        if (group.facts.empty()) {
            EXPECT_EQ(run.output.find(fmt::format("\n{}: ", group.name)), std::string::npos) << group.name;
            continue;
        }
        next(fmt::format("\n{}: {}\n", group.name, group.meaning));
        for (const auto& fact : group.facts) {
            next(fmt::format("  {} ", fact.name));
            next(fmt::format(" {} {}", text_of(fact.value), fact.unit));
            next("  " + fact.meaning + "\n");
        }
    }
    EXPECT_EQ(at, run.output.size());
}

INSTANTIATE_TEST_SUITE_P(Designs, CheckTest, testing::ValuesIn(feature_variants()), [](const auto& variant) {
    auto name = testing::PrintToString(variant.param);
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

/// What a feature adds: a group that was empty without it.
TEST(Check, AFeatureBringsItsGroup) {
    const auto plain = json::parse(check({"tile64", {}}, " --json").output);
    const std::vector<std::pair<std::string, std::string>> features{{"calibration.average=16", "calibration"},
                                                                    {"repair.slots=4", "repair"},
                                                                    {"retention.limit=99", "retention"},
                                                                    {"protected.newest=2", "protected"},
                                                                    {"score.path=adc", "adc"}};
    for (const auto& [setting, group] : features) {
        const auto report = json::parse(check({"tile64", {setting}}, " --json").output);
        EXPECT_TRUE(plain.at(group).empty()) << group;
        EXPECT_FALSE(report.at(group).empty()) << group;
    }
}

}  // namespace
}  // namespace kvolt::test
