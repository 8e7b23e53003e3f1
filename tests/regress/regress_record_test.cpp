// SPDX-License-Identifier: Apache-2.0
// Verdicts, the JSON record and JUnit XML.
#include "gen/flows/regression/regress_record.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "gen/flows/regression/regress_run.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/process.hpp"

namespace kvolt {
namespace {

nlohmann::json good_report() {
    return {{"tokens", 100},
            {"mismatches", 0},
            {"first_mismatches", nlohmann::json::array()},
            {"failures", nlohmann::json::array()},
            {"latency_cycles", 57},
            {"interval_cycles", 32},
            {"derived", {{"latency_cycles", 57}, {"interval_cycles", 33}, {"interval_cycles_of_run", 32}}}};
}

RegressCase unstalled() {
    RegressCase one;
    one.group = "tiny";
    one.config = "tiny";
    one.tokens = 100;
    one.seed = 7;
    return one;
}

TEST(RegressVerdict, AGoodReportHasNoProblem) { EXPECT_TRUE(problems_of(unstalled(), good_report()).empty()); }

TEST(RegressVerdict, EveryKindOfTroubleIsAProblem) {
    const auto with = [](const char* key, const nlohmann::json& value) {
        auto report = good_report();
        report[key] = value;
        return problems_of(unstalled(), report).size();
    };
    EXPECT_EQ(with("mismatches", 3), 1U);
    EXPECT_EQ(with("failures", {"head 0 is stuck"}), 1U);
    EXPECT_EQ(with("tokens", 0), 1U);
    EXPECT_EQ(with("latency_cycles", 58), 1U);
    EXPECT_EQ(with("interval_cycles", 31), 1U);
    EXPECT_EQ(with("interval_cycles", "32"), 1U);
    auto without = good_report();
    without.erase("mismatches");
    EXPECT_EQ(problems_of(unstalled(), without).size(), 1U);
}

TEST(RegressVerdict, TimesAreTheSchedulesOnlyWhereNothingPauses) {
    auto report = good_report();
    report["interval_cycles"] = 40;
    auto one = unstalled();
    one.stall = 0.1;
    EXPECT_TRUE(problems_of(one, report).empty());
    one = unstalled();
    one.kinds = "mixed";
    EXPECT_TRUE(problems_of(one, report).empty());
}

RegressPlan three_cases() {
    RegressPlan plan;
    plan.name = "three";
    for (const std::uint64_t seed : {1, 2, 3}) {
        plan.cases.push_back(unstalled());
        plan.cases.back().seed = seed;
        plan.cases.back().overrides = {"analog.coefficients_ua=[1, 2, 3, 4]"};
    }
    return plan;
}

std::vector<RegressResult> one_of_each() {
    std::vector<RegressResult> results(3);
    results[0].verdict = Verdict::passed;
    results[0].tokens = 100;
    results[1].verdict = Verdict::failed;
    results[1].problems = {"3 words < 5 & \"differ\" \x1b[31m"};
    return results;
}

TEST(RegressRecord, JunitIsXmlWithOneTestCaseEach) {
    const auto text = to_junit(three_cases(), one_of_each());
    pugi::xml_document document;
    ASSERT_TRUE(document.load_string(text.c_str()));
    const auto suite = document.child("testsuites").child("testsuite");
    EXPECT_EQ(suite.attribute("tests").as_int(), 3);
    EXPECT_EQ(suite.attribute("failures").as_int(), 1);
    EXPECT_EQ(suite.attribute("skipped").as_int(), 1);
    const auto failure =
        suite.find_child_by_attribute("testcase", "name", "seed 2 stall 0 window 0 full 0000000000000000")
            .child("failure");
    EXPECT_NE(std::string(failure.text().get())
                  .find("reproduce: kvolt simulate tiny --set 'analog.coefficients_ua=[1, 2, 3, 4]' --tokens 100 "
                        "--seed 2 --quick"),
              std::string::npos);
    ASSERT_TRUE(have_program("xmllint")) << "scripts/deps installs it";
    const std::string path = ::testing::TempDir() + "/kvolt_junit_" + std::to_string(getpid()) + ".xml";
    std::ofstream(path) << text;
    const auto lint = run_process({"xmllint", "--noout", path});
    EXPECT_EQ(lint.status, 0) << lint.output;
    std::remove(path.c_str());
}

TEST(RegressRecord, ResumingWithAnotherPlanKeepsWhatIsNotInIt) {
    const std::string path = ::testing::TempDir() + "/kvolt_others_" + std::to_string(getpid()) + ".json";
    std::ofstream(path) << to_json(three_cases(), one_of_each()).dump();
    auto part = three_cases();
    part.cases.resize(1);
    const auto others = other_cases(path, part);
    ASSERT_EQ(others.size(), 1U);  // of the other two one has not been run
    EXPECT_EQ(others[0]["verdict"], "failed");
    const std::vector<RegressResult> none(1);
    const auto record = to_json(part, none, others);
    EXPECT_EQ(record["failed"], 0);  // counts are those of this run
    EXPECT_EQ(record["others"], others);
    // The whole plan again: what passed under the other one need not be run.
    auto empty = three_cases();
    empty.cases.clear();
    const auto all = to_json(empty, {}, other_cases(path, empty)).dump();
    std::ofstream(path) << all;
    std::vector<RegressResult> results;
    EXPECT_EQ(resume_from(path, three_cases(), results), 1U);
    EXPECT_TRUE(other_cases(path, three_cases()).empty());
    std::remove(path.c_str());
}

TEST(RegressRecord, ResumingTakesOverWhatPassedAndNothingElse) {
    const std::string path = ::testing::TempDir() + "/kvolt_record_" + std::to_string(getpid()) + ".json";
    auto record = to_json(three_cases(), one_of_each());
    std::ofstream(path) << record.dump();
    std::vector<RegressResult> results;
    EXPECT_EQ(resume_from(path, three_cases(), results), 1U);
    EXPECT_EQ(results[0].verdict, Verdict::passed);
    EXPECT_EQ(results[1].verdict, Verdict::not_run);
    EXPECT_EQ(results[0].tokens, 100);

    auto changed = three_cases();
    changed.cases[0].hash = 1;  // the same command, another meaning
    results.clear();
    EXPECT_EQ(resume_from(path, changed, results), 0U);

    // What no run wrote is refused, whatever the type.
    for (const nlohmann::json& wrong : {nlohmann::json(-1), nlohmann::json(1e300), nlohmann::json("100"),
                                        nlohmann::json(std::uint64_t{1} << 60), nlohmann::json(nullptr)}) {
        auto broken = record;
        broken["cases"][0]["words"] = wrong;
        std::ofstream(path) << broken.dump();
        EXPECT_THROW(resume_from(path, three_cases(), results), InputError) << wrong;
    }

    record["version"] = "0.0.0";
    std::ofstream(path) << record.dump();
    EXPECT_THROW(resume_from(path, three_cases(), results), InputError);
    std::ofstream(path) << "[]";
    EXPECT_THROW(resume_from(path, three_cases(), results), InputError);
    std::remove(path.c_str());
    EXPECT_THROW(resume_from(path, three_cases(), results), InputError);
}

}  // namespace
}  // namespace kvolt
