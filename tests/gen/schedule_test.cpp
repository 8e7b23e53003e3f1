// SPDX-License-Identifier: Apache-2.0
// Latency and interval: the figures promised for the presets, and the rules of docs/machine.md section 3 everywhere.
#include "gen/design/schedule.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"

namespace kvolt::test {
namespace {

Schedule schedule_of(const std::string& preset, const std::vector<std::string>& set = {}) {
    return elaborate(load_config(preset, set)).schedule;
}

TEST(Schedule, OfThePresetsIsAsPromised) {
    EXPECT_EQ(schedule_of("paper").latency_cycles, 57);
    EXPECT_EQ(schedule_of("paper").interval_cycles, 34);
    EXPECT_EQ(schedule_of("paper-head").latency_cycles, 57);
    EXPECT_EQ(schedule_of("paper-head").interval_cycles, 34);
    EXPECT_EQ(schedule_of("tile64").latency_cycles, 59);
    EXPECT_EQ(schedule_of("tile64").interval_cycles, 34);
    EXPECT_EQ(schedule_of("paper", {"analog.integrators=2"}).interval_cycles, 18);
    EXPECT_EQ(schedule_of("paper", {"analog.integrators=2"}).latency_cycles, 59);
    EXPECT_EQ(schedule_of("paper", {"calibration.average=16"}).latency_cycles, 58);
    EXPECT_EQ(schedule_of("paper", {"calibration.average=16"}).interval_cycles, 34);
}

TEST(Schedule, SpellsOutEveryPhase) {
    const auto s = schedule_of("tiny", {"timing.write_cycles=3", "timing.guard_cycles=2", "timing.unit_cycles=4",
                                        "timing.settle_cycles=7", "timing.phi_cycles=50", "bits.q=3", "bits.out=6"});
    EXPECT_EQ(s.lead_cycles, 1) << "pulses rest while a frame settles";
    EXPECT_EQ(s.rest_cycles, 2);
    EXPECT_EQ(s.gap_cycles, 1 + 3 + 2);
    EXPECT_EQ(s.pulse_cycles, 28);
    EXPECT_EQ(s.score_frame, 6 + 28 + 7);
    EXPECT_EQ(s.write_frame, 1 + 3 + 1);
    EXPECT_EQ(s.weigh_frame, 1 + 50 + 7);
    EXPECT_EQ(s.readout_cycles, 32);
    EXPECT_EQ(s.read_frame, 32);
    EXPECT_EQ(s.frame_cycles, 58);
    EXPECT_EQ(schedule_of("tiny", {"timing.unit_cycles=4", "bits.q=3"}).phi_cycles, 28) << "0 = the longest q pulse";
}

TEST(Schedule, KeepsLevelsStillAndArraysAtRestRoundAWrite) {
    const auto s =
        schedule_of("tiny", {"timing.guard_cycles=5", "timing.settle_cycles=1", "timing.level_setup_cycles=2",
                             "timing.level_hold_cycles=3", "analog.integrators=2"});
    EXPECT_EQ(s.lead_cycles, 4) << "the guard, less what the frame before settles";
    EXPECT_EQ(s.rest_cycles, 5);
    EXPECT_EQ(s.write_frame, 4 + 1 + 3) << "behind a token that only writes, levels are held and nothing is read";
    EXPECT_EQ(s.phi_gap_cycles, s.gap_cycles) << "V is written in stage P";
    const auto still = schedule_of("tiny", {"timing.level_setup_cycles=7", "timing.level_hold_cycles=9"});
    EXPECT_EQ(still.lead_cycles, 7);
    EXPECT_EQ(still.rest_cycles, 9) << "levels do not move while an array is read";
    EXPECT_EQ(still.phi_gap_cycles, 1) << "nothing is written in stage P";
    // Frame B, two cycles at least, lies between the pulses of a frame A and the writes of the next.
    EXPECT_EQ(schedule_of("adc-ramp", {"timing.guard_cycles=6"}).lead_cycles, 4);
    EXPECT_EQ(schedule_of("adc-ramp", {"timing.guard_cycles=6"}).rest_cycles, 6);
}

Config draw_pulse_config() {
    Config c;
    c.head.dimension = *rc::gen::inRange(2, 129);
    c.head.tiles = *rc::gen::inRange(1, 17);
    c.bits.q = *rc::gen::inRange(1, 7);
    c.bits.kv = *rc::gen::inRange(1, 7);
    c.bits.out = *rc::gen::inRange(2, 8);
    c.timing.write_cycles = *rc::gen::inRange(1, 9);
    c.timing.guard_cycles = *rc::gen::inRange(1, 10);
    c.timing.level_setup_cycles = *rc::gen::inRange(1, 5);
    c.timing.level_hold_cycles = *rc::gen::inRange(1, 5);
    c.timing.unit_cycles = *rc::gen::inRange(1, 4);
    c.timing.phi_cycles = *rc::gen::inRange(0, 60);
    c.timing.settle_cycles = *rc::gen::inRange(0, 9);
    c.readout.sync_stages = *rc::gen::inRange(0, 4);
    c.analog.integrators = *rc::gen::inRange(1, 3);
    c.stream.data_bits = *rc::gen::element(16, 32, 64);
    c.calibration.average = *rc::gen::element(0, 0, 1, 16);
    return c;
}

/// 4 and what the result pipeline takes: 3, one more where lanes are calibrated.
int sum_of_phases(const Schedule& s) {
    return s.score_frame + s.weigh_frame + s.readout_cycles + s.sync_stages + 4 + s.result_cycles;
}

RC_GTEST_PROP(Schedule, LatencyOfALoneTokenIsTheSumOfItsPhases, ()) {
    auto d = elaborate(draw_pulse_config());
    d.stream.token_beats = 100000;  // the next token is far behind
    const auto alone = walk_schedule(d.schedule, d.stream, 1).front();
    RC_ASSERT(alone.first_beat_out - alone.last_beat_in == sum_of_phases(d.schedule));
}

// latency_cycles is that of the first of many tokens. With two integrators the second is scored while the first is
// weighed, and a frame lasts as long as its longest stage.
RC_GTEST_PROP(Schedule, LatencyIsLongerOnlyWhereTheNextTokenIsScoredMeanwhile, ()) {
    const auto d = elaborate(draw_pulse_config());
    const auto& s = d.schedule;
    const int waits = std::max(0, s.score_frame - s.weigh_frame);
    // The second token begins to arrive when the first has left the buffer, and is complete before the boundary.
    const bool next_is_there = s.write_frame + d.stream.token_beats < s.score_frame;
    const bool lengthened = s.integrators == 2 && next_is_there;
    RC_ASSERT(s.latency_cycles == sum_of_phases(s) + (lengthened ? waits : 0));
}

RC_GTEST_PROP(Schedule, IntervalIsNeverBelowAnyOfItsBounds, ()) {
    const auto d = elaborate(draw_pulse_config());
    const auto& s = d.schedule;
    const int frames = s.integrators == 2 ? s.frame_cycles : std::max(s.score_frame, s.read_frame) + s.weigh_frame;
    RC_ASSERT(s.interval_cycles >= frames);
    // The buffer takes the next beat in the cycle after the token has left it, `write_frame` into its frame.
    RC_ASSERT(s.interval_cycles >= d.stream.token_beats + s.write_frame);
    RC_ASSERT(s.interval_cycles >= d.stream.result_beats);
    RC_ASSERT(s.through_cycles == d.stream.token_beats + s.latency_cycles + d.stream.result_beats - 1);
}

RC_GTEST_PROP(Schedule, IntervalIsTheFramesAloneWhereStreamsAreFast, ()) {
    Config config = draw_pulse_config();
    config.head.dimension = *rc::gen::inRange(2, 5);
    config.stream.data_bits = 64;
    const auto d = elaborate(config);
    const auto& s = d.schedule;
    RC_PRE(d.stream.token_beats + s.write_frame + 2 < s.frame_cycles);
    RC_PRE(s.readout_cycles + s.sync_stages + 3 + d.stream.result_beats <= (s.result_depth + 1) * s.frame_cycles);
    if (s.integrators == 2) {
        RC_ASSERT(s.interval_cycles == s.frame_cycles);
    } else {
        RC_ASSERT(s.interval_cycles == std::max(s.score_frame, s.read_frame) + s.weigh_frame);
    }
}

RC_GTEST_PROP(Schedule, TokensLeaveInOrderAndOneByOne, ()) {
    const auto d = elaborate(draw_pulse_config());
    const auto times = walk_schedule(d.schedule, d.stream, 20);
    RC_ASSERT(times.size() == 20U);
    RC_ASSERT(times[0].last_beat_in == d.stream.token_beats - 1);
    for (std::size_t i = 0; i < times.size(); ++i) {
        RC_ASSERT(times[i].first_beat_out - times[i].last_beat_in >= d.schedule.latency_cycles);
        RC_ASSERT(times[i].last_beat_out - times[i].first_beat_out == d.stream.result_beats - 1);
        if (i > 0) RC_ASSERT(times[i].first_beat_out > times[i - 1].last_beat_out);
        if (i > 0) RC_ASSERT(times[i].last_beat_in >= times[i - 1].last_beat_in + d.stream.token_beats);
    }
}

// Signs are held where the readout after next could begin before the synchronized window has ended.
RC_GTEST_PROP(Schedule, HoldsSignsExactlyWhereTheNextReadoutMayComeTooEarly, ()) {
    const auto s = elaborate(draw_pulse_config()).schedule;
    const int nearest = s.integrators == 2 ? std::max(s.weigh_frame, s.read_frame)
                                           : std::max(s.score_frame, s.read_frame) + s.weigh_frame;
    const int window_ends = s.readout_cycles + s.sync_stages;  // after read_start
    RC_ASSERT(s.sign_hold == (s.sync_stages > 0 && nearest < window_ends));
}

TEST(Schedule, HoldsSignsInBackToBackReadoutsOnly) {
    EXPECT_FALSE(schedule_of("paper").sign_hold);
    EXPECT_FALSE(schedule_of("paper", {"readout.sync_stages=1"}).sign_hold);
    // The readout is the longest stage, so readouts follow each other without a pause.
    const std::vector<std::string> back_to_back{"analog.integrators=2", "bits.out=6", "stream.word_bits=32"};
    const auto with = [&](std::vector<std::string> more) {
        more.insert(more.end(), back_to_back.begin(), back_to_back.end());
        return schedule_of("paper", more);
    };
    EXPECT_TRUE(with({"readout.sync_stages=1"}).sign_hold);
    EXPECT_FALSE(with({}).sign_hold);  // pulses come timed to the clock
    EXPECT_FALSE(with({"readout.sync_stages=1", "timing.settle_cycles=15"}).sign_hold);
}

// The lanes are the fewest that cost nothing; a key may ask for fewer, and pays for it.
TEST(Schedule, ProtectedTokensDelayNothingUnlessTold) {
    const std::vector<std::string> kept{"protected.first=4", "protected.newest=4"};
    const auto with = [&](std::vector<std::string> more) {
        more.insert(more.end(), kept.begin(), kept.end());
        return more;
    };
    for (const auto& more : std::vector<std::vector<std::string>>{{}, {"analog.integrators=2"}}) {
        const auto bare = schedule_of("paper", more);
        const auto d = elaborate(load_config("paper", with(more)));
        EXPECT_EQ(d.schedule.latency_cycles, bare.latency_cycles);
        EXPECT_EQ(d.schedule.interval_cycles, bare.interval_cycles);
        EXPECT_EQ(d.protect.depth, more.empty() ? 1 : 3);
        auto fewer = with(more);
        fewer.push_back("protected.lanes=" + std::to_string(d.protect.lanes - 1));
        const auto slow = schedule_of("paper", fewer);
        EXPECT_GT(slow.latency_cycles + slow.interval_cycles, bare.latency_cycles + bare.interval_cycles);
    }
    // One row at a time: two passes of 64 rows, a score step to the next of them, eight scores, their way.
    const auto slow = elaborate(load_config("paper", with({"protected.lanes=1"})));
    EXPECT_EQ(slow.schedule.protected_scored, 64 + 4 + 8 + 2);
    // Then the weigh pass, as long as its rows, and its way out (kv_protected_control) before the next token may begin.
    EXPECT_EQ(slow.schedule.interval_cycles, 78 + 64 + 5);
}

TEST(Schedule, OfTheAdcPathConvertsBetweenScoreAndWeigh) {
    for (const char* preset : {"adc-ramp", "adc-sar"}) {
        const auto s = schedule_of(preset);
        EXPECT_GT(s.convert_frame, 0) << preset;
        EXPECT_GE(s.latency_cycles, s.score_frame + s.convert_frame + s.weigh_frame + s.read_frame) << preset;
        EXPECT_GE(s.interval_cycles, std::max(s.score_frame, s.weigh_frame) + std::max(s.convert_frame, s.read_frame))
            << preset;
    }
}

TEST(Interval, RoundsAnUnevenPaceUp) {
    const auto at = [](long cycle) { return TokenTimes{0, cycle, cycle}; };
    EXPECT_EQ(steady_interval({at(0), at(99), at(110), at(121)}), 11);
    EXPECT_EQ(steady_interval({at(0), at(99), at(109), at(120)}), 11);
}

// Results that come in turns after 64 and 114 cycles: a short run has another mean. Figures as `kvolt simulate`
// measures.
TEST(Schedule, AShortRunHasTheMeanOfItsOwnTurns) {
    const auto design = elaborate(load_config(
        "tiny", {"bits.kv=6", "bits.out=7", "bits.q=4", "head.dimension=51", "head.tiles=2", "tile.slots=2",
                 "stream.data_bits=16", "readout.sync_stages=2", "timing.guard_cycles=9", "timing.settle_cycles=2",
                 "timing.unit_cycles=2", "timing.write_cycles=2", "analog.integrators=2"}));
    const auto of = [&](long tokens) { return interval_of_run(design.schedule, design.stream, tokens); };
    EXPECT_EQ(design.schedule.interval_cycles, 89);
    EXPECT_EQ(of(2), 0);
    EXPECT_EQ(of(3), 114);
    EXPECT_EQ(of(4), 64);
    EXPECT_EQ(of(10), 89);
    EXPECT_EQ(of(24), 87);
    EXPECT_EQ(of(60), 89);
    EXPECT_EQ(of(100000), 89);
}

}  // namespace
}  // namespace kvolt::test
