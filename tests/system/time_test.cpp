// SPDX-License-Identifier: Apache-2.0
// Leakage, limits and refresh by time: whole engines against the golden model, which follows the pins of the arrays;
// the pins against the schedule; and that time goes on when nothing else does.
#include <gtest/gtest.h>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/emit/identity.hpp"
#include "sim/bench/bench.hpp"
#include "sim/model/schedule_log.hpp"
#include "sim/model/token_random.hpp"
#include "tests/system/system_run.hpp"

namespace kvolt {
namespace {

using Words = std::vector<std::string>;

/// Charge that leaks so fast that a cycle more or less is another code.
Words fast(Words keys) {
    keys.insert(keys.begin(), "analog.retention_us=0.4");
    return keys;
}

TEST(Time, LeakageAloneOnThePulsePath) {
    EXPECT_GT(counted("tokens", fast({"head.tiles=3", "tile.slots=5", "engine.heads=2", "timing.guard_cycles=1"}),
                      {{"--tokens", "60"},
                       {"--tokens", "80", "--kinds", "gqa", "--stall", "0.4", "--sequences", "2"},
                       {"--tokens", "60", "--kinds", "mixed", "--token-interval", "90", "--arrival", "poisson"}}),
              200);
}

TEST(Time, TwoIntegratorsTwoTimeConstantsAndCellsThatDiffer) {
    EXPECT_GT(counted("tokens",
                      fast({"analog.integrators=2", "head.tiles=2", "analog.retention2_us=0.05",
                            "analog.retention_fraction=0.25", "analog.leakage_spread=0.4", "analog.gain_mismatch=0.05",
                            "analog.stuck_cells=0.02", "analog.write_noise_v=0.02", "timing.write_cycles=3"}),
                      {{"--tokens", "50", "--kinds", "mixed"}, {"--tokens", "50", "--stall", "0.6"}}),
              60);
}

TEST(Time, AdcPath) {
    EXPECT_GT(counted("tokens", fast({"score.path=adc", "tile.rows=3", "adc.columns_per_converter=2"}),
                      {{"--tokens", "40"}, {"--tokens", "50", "--kinds", "mixed", "--stall", "0.3"}}),
              60);
    EXPECT_GT(counted("tokens", fast({"score.path=adc", "adc.kind=sar", "adc.readout=sar", "retention.limit_us=1.5"}),
                      {{"--tokens", "50", "--kinds", "gqa", "--token-interval", "120", "--arrival", "poisson"}}),
              40);
}

TEST(Time, LimitsByTicks) {
    const Words keys = fast({"retention.limit_us=0.6", "head.tiles=2", "tile.slots=12", "retention.group_slots=4"});
    EXPECT_GT(counted("retention_violations", keys,
                      {{"--tokens", "90", "--kinds", "mixed"},
                       {"--tokens", "90", "--kinds", "gqa", "--stall", "0.5", "--sequences", "3"},
                       {"--tokens", "90", "--token-interval", "70", "--arrival", "poisson", "--window", "9"}}),
              60);
    Words flag = keys;
    flag.insert(flag.end(), {"retention.policy=flag", "repair.slots=2", "engine.heads=2"});
    EXPECT_GT(counted("retention_violations", flag,
                      {{"--tokens", "70", "--kinds", "vit"}, {"--tokens", "60", "--bad-slots", "0:3,0:8,1:0"}}),
              30);
}

TEST(Time, RefreshByTicks) {
    const Words keys =
        fast({"retention.limit_us=3", "retention.refresh=true", "head.tiles=2", "tile.slots=5", "engine.heads=2"});
    EXPECT_GT(counted("refreshes", keys,
                      {{"--tokens", "90", "--kinds", "gqa"},
                       {"--tokens", "90", "--kinds", "mixed", "--stall", "0.5", "--sequences", "2"},
                       {"--tokens", "40", "--token-interval", "400", "--arrival", "poisson", "--window", "7"}}),
              100);
    EXPECT_GT(counted("refreshes",
                      fast({"retention.limit_us=2", "retention.refresh=true", "analog.integrators=2", "repair.slots=2",
                            "timing.write_cycles=5", "timing.guard_cycles=2", "readout.sync_stages=0"}),
                      {{"--tokens", "60", "--bad-slots", "0:0,0:5"},
                       {"--tokens", "60", "--kinds", "mixed", "--stall", "0.9"}}),
              12);
    EXPECT_GT(counted("refreshes", fast({"retention.limit_us=9", "retention.refresh=true", "score.path=adc"}),
                      {{"--tokens", "50", "--kinds", "mixed"}}),
              2);
}

/// A run of the bench in a process of its own; what `look` says of it.
std::string run_and_look(const Design& design, const TokenSet& tokens, const BenchOptions& options,
                         const std::function<std::string(const BenchReport&)>& look) {
    return on_the_pins(design, [&](Dut& dut) {
        const auto report = run_bench(design, dut, tokens, options);
        if (report.mismatches > 0) return std::to_string(report.mismatches) + " words differ";
        if (!report.failures.empty()) return report.failures.front();
        return look(report);
    });
}

TokenSet draw(const Design& design, std::size_t count, KindMix kinds) {
    auto tokens = random_tokens(design, count, 5, 1, DrawnAs::codes);
    tokens.draw_kinds(kinds, 5);
    return tokens;
}

/// Events of the pins are those of the schedule, cycle by cycle, where neither stream is stalled.
void expect_schedule(const Words& keys, KindMix kinds, const Arrival& arrival) {
    const auto design = identified(elaborate(load_config("tiny", keys)));
    const auto tokens = draw(design, 60, kinds);
    BenchOptions options;
    options.arrival = arrival;
    const auto problem = run_and_look(design, tokens, options, [&](const BenchReport& report) -> std::string {
        for (std::size_t h = 0; h < report.times.size(); ++h) {
            const auto& pins = *report.times[h];
            const auto said =
                schedule_log(design, head_settings(design, options.engine, h), tokens, h,
                             arrival_cycles(arrival, tokens.steps()), pins.first_tick, report.first_cycle);
            if (pins.scores != said.scores) return "other cycles of scores";
            if (pins.weighs != said.weighs) return "other cycles of weighings";
            // the engine refreshes on after the last packet
            const auto same = [](const std::vector<LineEvent>& a, const std::vector<LineEvent>& b) {
                return a.size() >= b.size() && std::equal(b.begin(), b.end(), a.begin());
            };
            if (!same(pins.k, said.k)) return "other writes of K";
            if (!same(pins.v, said.v)) return "other writes of V";
        }
        return "";
    });
    std::string line;
    for (const auto& key : keys) line += key + " ";
    EXPECT_EQ(problem, "") << line;
}

TEST(Time, PinsKeepToTheSchedule) {
    const Arrival at_once, even{230}, random{150, true, 3};
    for (const auto& arrival : {at_once, even, random}) {
        expect_schedule(fast({"head.tiles=2"}), KindMix::mixed, arrival);
        expect_schedule(fast({"analog.integrators=2", "timing.write_cycles=2"}), KindMix::mixed, arrival);
        expect_schedule(fast({"score.path=adc", "timing.guard_cycles=2"}), KindMix::mixed, arrival);
        expect_schedule(fast({"retention.limit_us=3", "retention.refresh=true"}), KindMix::gqa, arrival);
        expect_schedule(fast({"retention.limit_us=4", "retention.refresh=true", "analog.integrators=2"}),
                        KindMix::mixed, arrival);
    }
}

// Four tokens, five milliseconds of silence, then queries: masked, flagged and counted; written again where they are
// refreshed.
TEST(Time, APauseIsCaught) {
    const Words cell{"timing.clock_ns=10", "analog.retention_us=5000"};
    const auto pause = [&](Words keys) {
        keys.insert(keys.begin(), cell.begin(), cell.end());
        Words words{"tiny", "--tokens", "8", "--kinds", "vit", "--token-interval", "1ms"};
        for (const auto& word : set(keys)) words.push_back(word);
        const auto run = simulate(words);
        EXPECT_EQ(run.said.status, 0) << run.said.out << run.said.err;
        return run.report;
    };
    const auto masked = pause({"retention.limit_us=2000"});
    EXPECT_EQ(masked.at("heads").at(0).at("retention_violations"), 4);
    const auto flagged = pause({"retention.limit_us=2000", "retention.policy=flag"});
    EXPECT_EQ(flagged.at("heads").at(0).at("retention_violations"), 4);
    const auto refreshed = pause({"retention.limit_us=2000", "retention.refresh=true"});
    EXPECT_GE(refreshed.at("heads").at(0).at("refreshes"), 12);
}

// A stalled sink, and packets that come late, age the charge: other codes.
TEST(Time, StallsAndArrivalsChangeTheCodes) {
    const auto design = identified(elaborate(load_config("tiny", {"analog.retention_us=5"})));
    const auto tokens = draw(design, 40, KindMix::full);
    const auto codes = [&](double stall, double interval) {
        BenchOptions options;
        options.stall = stall;
        options.arrival.interval_cycles = interval;
        return run_and_look(design, tokens, options, [](const BenchReport& report) {
            std::string all;
            for (const auto word : report.result.words) all += std::to_string(word) + " ";
            return all;
        });
    };
    const auto at_once = codes(0, 0);
    EXPECT_NE(at_once, codes(0.97, 0));
    EXPECT_NE(at_once, codes(0, 2000));
}

// A golden model with another time constant, or another limit, sees other codes or other masks.
TEST(Time, ADifferenceIsNoticed) {
    for (const auto& golden : {"analog.retention_us=0.5", "retention.limit_us=0.9"}) {
        auto words = Words{"simulate", "tiny", "--tokens", "60", "--kinds", "gqa", "--quick", "--golden-set", golden};
        for (const auto& word : set(fast({"retention.limit_us=0.6"}))) words.push_back(word);
        const auto run = kvolt(words);
        EXPECT_EQ(run.status, 1) << run.out << run.err;
        EXPECT_NE(run.out.find("MISMATCH"), std::string::npos) << run.out;
    }
}

}  // namespace
}  // namespace kvolt
