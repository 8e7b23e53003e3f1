// SPDX-License-Identifier: Apache-2.0
// Schedules and sizes away from their defaults: what `kvolt check` derives is what the engine does, and every code is
// right.
#include "sim/model/engines.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "sim/model/npz_read.hpp"
#include "tests/system/system_run.hpp"

namespace kvolt {
namespace {

struct Engine {
    const char* name;
    std::vector<std::string> keys;
};

void PrintTo(const Engine& engine, std::ostream* out) { *out << engine.name; }

const std::vector<Engine> engines{
    {"no_synchronizer_short_pulses",
     {"readout.sync_stages=0", "bits.q=2", "bits.out=3", "head.dimension=3", "tile.slots=5"}},
    {"long_write_and_guard",
     {"timing.write_cycles=3", "timing.guard_cycles=2", "timing.settle_cycles=4", "stream.data_bits=16"}},
    {"still_levels",
     {"timing.level_setup_cycles=4", "timing.level_hold_cycles=5", "timing.guard_cycles=3", "stream.data_bits=16"}},
    {"still_levels_two_integrators",
     {"analog.integrators=2", "timing.level_setup_cycles=3", "timing.level_hold_cycles=2", "timing.guard_cycles=6",
      "timing.write_cycles=2", "timing.settle_cycles=1"}},
    {"long_units",
     {"timing.unit_cycles=3", "timing.phi_cycles=9", "bits.q=3", "readout.sync_stages=3", "timing.clock_ns=0.5"}},
    {"two_integrators",
     {"analog.integrators=2", "timing.write_cycles=2", "timing.phi_cycles=23", "bits.kv=4", "head.tiles=3"}},
    {"readout_is_longest",
     {"analog.integrators=2", "bits.out=7", "bits.q=1", "readout.sync_stages=1", "analog.cell=linear",
      "analog.slope_ua=31.5"}},
    {"slow_output_stream",
     {"head.dimension=24", "bits.q=1", "bits.out=2", "stream.data_bits=32", "stream.word_bits=32",
      "timing.unit_cycles=4"}},
};

class Engines : public testing::TestWithParam<Engine> {};

TEST_P(Engines, MeasuredLatencyAndIntervalAreTheDerivedOnes) {
    std::vector<std::string> arguments{"tiny", "--tokens", "300", "--seed", "5"};
    for (const auto& word : set(GetParam().keys)) arguments.push_back(word);
    const auto run = simulate(arguments);
    ASSERT_EQ(run.said.status, 0) << run.said.out << run.said.err;
    const auto& report = run.report;
    const auto schedule = elaborate(load_config("tiny", GetParam().keys)).schedule;
    EXPECT_EQ(report.at("mismatches"), 0);
    EXPECT_EQ(report.at("tokens"), 300);
    EXPECT_EQ(report.at("latency_cycles"), schedule.latency_cycles);
    EXPECT_EQ(report.at("interval_cycles"), schedule.interval_cycles);
    // The length of the whole run says the same of every token: the last result follows the first by 299 intervals.
    const int beyond = report.at("cycles").get<int>() - 299 * schedule.interval_cycles;
    EXPECT_GE(beyond, schedule.latency_cycles);
    EXPECT_LE(beyond, schedule.through_cycles + schedule.interval_cycles);
}

TEST_P(Engines, StallsChangeNoCode) {
    std::vector<std::string> arguments{"tiny", "--tokens", "200", "--seed", "6", "--stall", "0.3", "--kinds", "mixed"};
    for (const auto& word : set(GetParam().keys)) arguments.push_back(word);
    const auto run = simulate(arguments);
    EXPECT_EQ(run.said.status, 0) << run.said.out << run.said.err;
    EXPECT_EQ(run.report.at("mismatches"), 0);
}

INSTANTIATE_TEST_SUITE_P(Schedules, Engines, testing::ValuesIn(engines),
                         [](const auto& engine) { return std::string(engine.param.name); });

TEST(WholeEngines, FourTilesAndTwoThousandTokensGoRoundTheWindowSevenTimes) {
    const std::vector<std::string> common{
        "tile64", "--tokens", "2000", "--set", "head.tiles=4", "--set", "analog.decay_per_token=0.001"};
    for (const auto& more : std::vector<std::vector<std::string>>{{}, {"--stall", "0.3", "--seed", "9"}}) {
        auto arguments = common;
        arguments.insert(arguments.end(), more.begin(), more.end());
        const auto run = simulate(arguments);
        ASSERT_EQ(run.said.status, 0) << run.said.out << run.said.err;
        EXPECT_EQ(run.report.at("tokens"), 2000);
        EXPECT_EQ(run.report.at("mismatches"), 0);
        EXPECT_EQ(run.report.at("heads").at(0).at("tokens"), 2000);
    }
}

TEST(WholeEngines, TwentySeedsOfStalls) {
    for (int seed = 1; seed <= 20; ++seed) {
        const auto run =
            simulate({"tiny", "--tokens", "60", "--stall", "0.3", "--seed", std::to_string(seed), "--sequences", "3"});
        EXPECT_EQ(run.said.status, 0) << "seed " << seed << ": " << run.said.out << run.said.err;
        EXPECT_EQ(run.report.at("mismatches"), 0) << seed;
    }
}

/// Output words in range, and some of them at each end of it.
TEST(WholeEngines, ScaleAndOffsetSaturate) {
    const std::vector<std::string> keys{"affine.scale=7.5", "affine.offset=-90", "stream.word_bits=8", "bits.out=4"};
    const Scratch scratch;
    std::vector<std::string> arguments{"tiny", "--tokens", "200", "--output", scratch.file("out.npz")};
    for (const auto& word : set(keys)) arguments.push_back(word);
    const auto run = simulate(arguments);
    ASSERT_EQ(run.said.status, 0) << run.said.out << run.said.err;
    const auto out = read_npz(scratch.file("out.npz"), {"words", "codes"});
    const auto& words = out.at("words").integer;
    const auto& codes = out.at("codes").integer;
    ASSERT_EQ(words.size(), 1600U);
    std::int64_t saturated = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        // floor((code * 7.5 * 4096 + 2048) / 4096) - 90, in integers
        const auto scaled = codes[i] * 30720 + 2048;
        const auto exact = (scaled >= 0 ? scaled / 4096 : -((-scaled + 4095) / 4096)) - 90;
        const auto word = std::clamp<std::int64_t>(exact, -128, 127);
        EXPECT_EQ(words[i], word) << i;
        saturated += word != exact ? 1 : 0;
    }
    EXPECT_GT(saturated, 10);
    EXPECT_EQ(run.report.at("saturations"), saturated);
    EXPECT_EQ(run.report.at("heads").at(0).at("saturations"), saturated);
}

}  // namespace
}  // namespace kvolt
