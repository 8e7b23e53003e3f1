// SPDX-License-Identifier: Apache-2.0
// The table of `kvolt bench`: what counts as met, and what a program finds in the JSON.
#include "gen/cli/bench_table.hpp"

#include <gtest/gtest.h>

namespace kvolt::cli {
namespace {

TEST(BenchTable, ATargetIsMetUpToItsEdge) {
    EXPECT_TRUE(at_most(4).met(4));
    EXPECT_FALSE(at_most(4).met(4.001));
    EXPECT_TRUE(at_least(25000).met(25000));
    EXPECT_FALSE(at_least(25000).met(24999));
    EXPECT_TRUE(Target{}.met(-1e9));
}

TEST(BenchTable, JsonKeepsFiguresBesideTheirTargets) {
    BenchTable table(true);
    table.section("speed");
    table.add("rate", 12000, "tokens/s", at_least(25000), "slow day");
    table.add("memory", 100, "MiB", at_most(300));
    table.section("machine");
    table.add("interval", 32, "cycles");
    table.skip("area", "no library");
    const auto json = table.json();
    ASSERT_EQ(json.at("figures").size(), 3U);
    const auto& rate = json.at("figures")[0];
    EXPECT_EQ(rate.at("section"), "speed");
    EXPECT_EQ(rate.at("what"), "rate");
    EXPECT_EQ(rate.at("measured"), 12000);
    EXPECT_EQ(rate.at("unit"), "tokens/s");
    EXPECT_EQ(rate.at("at_least"), 25000);
    EXPECT_EQ(rate.at("met"), false);
    EXPECT_EQ(rate.at("remark"), "slow day");
    EXPECT_EQ(json.at("figures")[1].at("at_most"), 300);
    EXPECT_EQ(json.at("figures")[1].at("met"), true);
    EXPECT_EQ(json.at("figures")[2].at("section"), "machine");
    EXPECT_FALSE(json.at("figures")[2].contains("met"));
    EXPECT_EQ(json.at("skipped")[0].at("why"), "no library");
    EXPECT_EQ(json.at("targets_missed"), 1);
    EXPECT_TRUE(json.at("failures").empty());
}

TEST(BenchTable, AMissedTargetIsNoFailureAWrongWordIs) {
    BenchTable table(true);
    table.add("slow", 2, "s", at_most(1));
    EXPECT_FALSE(table.failed());
    table.fail("3 words differ");
    EXPECT_TRUE(table.failed());
    EXPECT_EQ(table.json().at("failures")[0], "3 words differ");
}

TEST(BenchTable, PrintsAsItGoes) {
    testing::internal::CaptureStdout();
    BenchTable table(false);
    table.section("speed");
    table.add("rate", 12.5, "x", at_least(1000));
    table.skip("Icarus", "not installed");
    const auto text = testing::internal::GetCapturedStdout();
    EXPECT_NE(text.find("speed\n"), std::string::npos);
    EXPECT_NE(text.find("12.5"), std::string::npos);
    EXPECT_NE(text.find("at least 1000"), std::string::npos);
    EXPECT_NE(text.find("NOT MET"), std::string::npos);
    EXPECT_NE(text.find("not installed"), std::string::npos);
}

}  // namespace
}  // namespace kvolt::cli
