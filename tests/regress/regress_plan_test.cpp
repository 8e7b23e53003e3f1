// SPDX-License-Identifier: Apache-2.0
// Suites as they are read, and what is drawn from them.
#include "gen/flows/regression/regress_plan.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <set>

#include "gen/config/kinds.hpp"
#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/support/diagnostics.hpp"

namespace kvolt {
namespace {

/// A suite file that is gone with the test.
class SuiteFile {
public:
    explicit SuiteFile(const std::string& text)
        : path_(::testing::TempDir() + "/kvolt_suite_" + std::to_string(getpid()) + ".toml") {
        std::ofstream(path_) << text;
    }
    ~SuiteFile() { std::remove(path_.c_str()); }
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
};

std::string refusal_of(const std::string& text) {
    const SuiteFile file(text);
    try {
        plan_regression(load_suite(file.path()));
    } catch (const InputError& error) {
        std::string all;
        for (const auto& diagnostic : error.diagnostics())
            all += std::to_string(diagnostic.pos.line) + " " + diagnostic.key + ": " + diagnostic.problem + "\n";
        return all;
    }
    return "accepted";
}

TEST(RegressSuite, RefusesWhatItDoesNotKnowAndSaysWhere) {
    EXPECT_EQ(refusal_of("name = \"x\"\n"), "0 : no [[case]] and no [[random]]\n");
    EXPECT_EQ(refusal_of("[[case]]\nconfig = \"tiny\"\nstall = 0.5\n"), "3 case.stall: unknown key\n");
    EXPECT_EQ(refusal_of("[[case]]\nconfig = \"tiny\"\nstalls = [0.5, 1.0]\n"), "3 stalls: 1.0 is not allowed\n");
    EXPECT_EQ(refusal_of("[[case]]\nconfig = \"tiny\"\nkinds = \"half\"\n"), "3 kinds: 'half' is not allowed\n");
    EXPECT_EQ(refusal_of("[[random]]\nbase = \"tiny\"\n[random.ranges]\n\"bits.z\" = [1]\n"),
              "4 bits.z: unknown key\n");
    EXPECT_EQ(refusal_of("[[random]]\nbase = \"tiny\"\ntokens = { min = 9, max = 3 }\n"),
              "3 tokens: min 9 is above max 3\n");
    EXPECT_EQ(
        refusal_of("[[random]]\nbase = \"tiny\"\n[random.ranges]\n\"bits.q\" = { min = 5, max = 3 }\n").substr(0, 9),
        "4 bits.q:");
    EXPECT_EQ(refusal_of("[[random]]\nbase = \"tiny\"\n[random.ranges]\n\"bits.q\" = \"any\"\n").substr(0, 9),
              "4 bits.q:");
    EXPECT_EQ(refusal_of("[[random]]\nbase = \"tiny\"\n[random.ranges]\n\"adc.kind\" = \"all\"\n").substr(0, 11),
              "4 adc.kind:");
    EXPECT_EQ(refusal_of("[[case]]\nconfig = \n").substr(0, 12), "2 : not TOML");
}

TEST(RegressSuite, AnyIsEveryChoiceOfTheKey) {
    const SuiteFile file("[[random]]\nbase = \"adc-ramp\"\n[random.ranges]\n\"adc.kind\" = \"any\"\n");
    const auto suite = load_suite(file.path());
    const auto& values = suite.random_blocks.at(0).ranges.at(0).values;
    ASSERT_EQ(values.size(), code_converter_names().size());
    for (std::size_t i = 0; i < values.size(); ++i) EXPECT_EQ(values[i], code_converter_names()[i]);
}

TEST(RegressSuite, RefusesARuntimeWindowBeyondTheConfiguration) {
    EXPECT_EQ(refusal_of("[[case]]\nconfig = \"tiny\"\nwindows = [0, 9]\n"),
              "0 : 9 is more than the 8 tokens of tiny\n");
}

TEST(RegressSuite, RefusesABlockThatIsNeverLegal) {
    const auto text = refusal_of("[[random]]\nbase = \"tiny\"\n[random.ranges]\n\"bits.q\" = [9]\n");
    EXPECT_NE(text.find("gave no configuration"), std::string::npos) << text;
    EXPECT_NE(text.find("bits.q: 9 is out of range"), std::string::npos) << text;
}

TEST(RegressPlan, CombinesEverythingThatIsGiven) {
    const SuiteFile file(
        "[[case]]\nconfig = \"tiny\"\nset = [\"bits.q=3\"]\nseeds = [4, 5]\nstalls = [0.0, 0.5]\nwindows = [0, 3]\n"
        "kinds = [\"full\", \"gqa\", \"vit\"]\ntokens = 40\nsequences = 2\n");
    const auto plan = plan_regression(load_suite(file.path()));
    ASSERT_EQ(plan.cases.size(), 24U);
    EXPECT_EQ(plan.configurations(), 1U);
    EXPECT_EQ(plan.cases.back().command(),
              "kvolt simulate tiny --set bits.q=3 --tokens 40 --sequences 2 --kinds vit --stall 0.5 --window 3 --seed "
              "5 --quick");
    EXPECT_EQ(plan_regression(load_suite(file.path()), 4).cases.size(), 12U);
    EXPECT_THROW(plan_regression(load_suite(file.path()), 6), InputError);
}

TEST(RegressPlan, ACaseDependsOnItsSeedOnly) {
    const auto suite = load_suite("full");
    const auto all = plan_regression(suite);
    for (const std::size_t i : {all.cases.size() - 1, all.cases.size() - 160, all.cases.size() - 300}) {
        const auto one = plan_regression(suite, all.cases[i].seed);
        ASSERT_EQ(one.cases.size(), 1U);
        EXPECT_EQ(one.cases[0].command(), all.cases[i].command());
    }
}

TEST(RegressPlan, TheFullSuiteReachesTheEndsOfTheSpace) {
    const auto plan = plan_regression(load_suite("full"));
    EXPECT_GE(plan.configurations(), 300U);
    std::set<int> rows, slots, tiles, heads, q, kv, out, sync;
    std::set<NormalizerKind> normalizers;
    std::set<ConverterKind> converters;
    std::set<ConverterKind> readouts;
    int odd = 0, no_power_of_two = 0, stalled = 0, windows = 0, timed = 0;
    for (const auto& one : plan.cases) {
        const auto d = elaborate(load_config(one.config, one.overrides));
        tiles.insert(d.tiles);
        if (!one.random) continue;
        EXPECT_LE(std::int64_t{d.rows} * d.slots * d.tiles * d.heads, 300000);
        rows.insert(d.rows), slots.insert(d.slots), heads.insert(d.heads);
        q.insert(d.config.bits.q), kv.insert(d.config.bits.kv), out.insert(d.config.bits.out);
        sync.insert(d.config.readout.sync_stages);
        odd += d.rows % 2;
        no_power_of_two += (d.rows & (d.rows - 1)) != 0 && (d.slots & (d.slots - 1)) != 0 ? 1 : 0;
        stalled += one.stall > 0 ? 1 : 0;
        windows += one.window > 0 ? 1 : 0;
        timed += one.times_are_derived() ? 1 : 0;
        if (!d.adc.on) continue;
        normalizers.insert(d.adc.normalizer.kind);
        converters.insert(d.config.adc.kind);
        readouts.insert(d.config.adc.readout);
    }
    for (const auto* sizes : {&rows, &slots}) {
        EXPECT_EQ(*sizes->begin(), 2);
        EXPECT_EQ(*sizes->rbegin(), 256);
        EXPECT_GT(sizes->size(), 50U);
    }
    EXPECT_EQ(tiles.size(), 16U);
    EXPECT_EQ(heads.size(), 16U);
    EXPECT_EQ(q.size(), 8U);
    EXPECT_EQ(kv.size(), 6U);
    EXPECT_EQ(out.size(), 9U);
    EXPECT_EQ(sync.size(), 4U);
    EXPECT_EQ(normalizers.size(), normalizer_names().size());
    EXPECT_EQ(converters.size(), code_converter_names().size());
    EXPECT_EQ(readouts.size(), converter_names().size());
    EXPECT_GT(odd, 80);
    EXPECT_GT(no_power_of_two, 80);
    EXPECT_GT(stalled, 100);
    EXPECT_GT(windows, 80);
    EXPECT_GT(timed, 40);
}

}  // namespace
}  // namespace kvolt
