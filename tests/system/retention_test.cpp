// SPDX-License-Identifier: Apache-2.0
// Tokens beyond the retention limit in whole engines: masked or flagged, counted, reported, as the golden model says.
#include <gtest/gtest.h>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "sim/model/golden_head.hpp"
#include "tests/system/pin_bench.hpp"
#include "tests/system/system_run.hpp"

namespace kvolt {
namespace {

/// Runs one engine several times against the golden model; the violations of all heads and runs, by the registers,
/// which the bench compares with the model's.
std::int64_t violations(const std::vector<std::string>& keys, const std::vector<std::vector<std::string>>& runs) {
    return counted("retention_violations", keys, runs);
}

TEST(Retention, MasksOnThePulsePath) {
    EXPECT_GT(violations({"retention.limit=7", "retention.group_slots=2", "head.tiles=2", "engine.heads=2"},
                         {{"--tokens", "120"},
                          {"--tokens", "150", "--kinds", "gqa", "--stall", "0.3", "--sequences", "2"},
                          {"--tokens", "150", "--kinds", "mixed", "--window", "5"}}),
              150);
}

TEST(Retention, MasksWithTwoIntegratorsAndRepairedSlots) {
    EXPECT_GT(violations({"retention.limit=9", "retention.group_slots=4", "repair.slots=3", "head.tiles=2",
                          "analog.integrators=2", "analog.decay_per_token=0.02"},
                         {{"--tokens", "120", "--bad-slots", "0:0,0:7,0:8"},
                          {"--tokens", "150", "--kinds", "mixed", "--bad-slots", "0:15,0:5", "--stall", "0.4"},
                          {"--tokens", "100", "--kinds", "vit", "--bad-slots", "0:3"}}),
              100);
}

TEST(Retention, FlagsOnTheAdcPath) {
    EXPECT_GT(violations({"retention.limit=5", "retention.policy=flag", "score.path=adc", "retention.group_slots=1"},
                         {{"--tokens", "40"}, {"--tokens", "60", "--kinds", "gqa", "--stall", "0.3"}}),
              50);
}

TEST(Retention, MasksOnTheAdcPathWhereReluCountsWhatIsStored) {
    EXPECT_GT(violations({"retention.limit=5", "score.path=adc", "normalizer.kind=relu", "adc.kind=sar"},
                         {{"--tokens", "60", "--kinds", "mixed"}}),
              10);
}

TEST(Retention, NothingIsMaskedWithinTheLimit) {
    const auto run =
        simulate({"tiny", "--set", "retention.limit=8", "--set", "retention.group_slots=1", "--tokens", "60"});
    ASSERT_EQ(run.said.status, 0) << run.said.err;
    EXPECT_EQ(run.report.at("heads")[0].at("retention_violations"), 0);
    EXPECT_EQ(run.report.at("latency_cycles"), run.report.at("derived").at("latency_cycles"));
    EXPECT_EQ(run.report.at("interval_cycles"), run.report.at("derived").at("interval_cycles"));
}

// The limit acts at the next start of a sequence; a violation raises the interrupt.
TEST(Retention, LimitAndInterruptThroughTheRegisters) {
    const auto design = elaborate(load_config("tiny", {"retention.limit=6", "retention.group_slots=2"}));
    const auto problem = on_the_pins(design, [&](Dut& dut) {
        PinBench bench(design, dut);
        bench.expect_register("RETENTION_LIMIT", 6);
        bench.expect(bench.control().write_at(0x01C, 15) == 2, "a limit beyond the stamps is accepted");
        bench.control().write("RETENTION_LIMIT", 14);
        bench.control().write("IRQ_ENABLE", 8);
        HeadSettings settings{0, design.scale_reset, design.offset_reset};
        settings.retention_limit = 14;
        bench.golden(0).set(settings);
        for (int i = 0; i < 3; ++i) bench.send(0, bench.draw());
        for (int i = 0; i < 11; ++i) bench.send(0, bench.draw(false, true));  // the oldest token is 13 packets old
        bench.drain();
        bench.expect_register("H0_RETENTION_VIOLATIONS", 0);
        bench.expect(!dut.irq, "an interrupt within the limit");
        bench.control().write("RETENTION_LIMIT", 1);                         // not for this sequence
        for (int i = 0; i < 4; ++i) bench.send(0, bench.draw(false, true));  // 14, then beyond: two, then all three
        bench.drain();
        bench.expect_register("H0_RETENTION_VIOLATIONS", 3);
        bench.expect_register("IRQ_STATUS", 8);
        bench.expect(dut.irq, "no interrupt for a violation");
        bench.control().write("IRQ_STATUS", 8);
        settings.retention_limit = 1;
        bench.golden(0).set(settings);
        auto token = bench.draw();
        token.first = true;
        bench.send(0, token);
        for (int i = 0; i < 9; ++i) bench.send(0, bench.draw());
        bench.drain();
        bench.control().write("RETENTION_LIMIT", 0);
        settings.retention_limit = 0;
        bench.golden(0).set(settings);
        token = bench.draw();
        token.first = true;
        bench.send(0, token);
        for (int i = 0; i < 40; ++i) bench.send(0, bench.draw(i % 2 == 0, true));
        bench.drain();
        return bench.finish();
    });
    EXPECT_EQ(problem, "");
}

// The model's own limit decides what it takes for a violation: the comparison notices a difference.
TEST(Retention, ADifferentLimitIsNoticed) {
    const auto run = kvolt({"simulate", "tiny", "--set", "retention.limit=5", "--tokens", "40", "--quick",
                            "--golden-set", "retention.limit=6"});
    EXPECT_EQ(run.status, 1) << run.out << run.err;
    EXPECT_NE(run.out.find("RETENTION_VIOLATIONS"), std::string::npos) << run.out;
}

}  // namespace
}  // namespace kvolt
