// SPDX-License-Identifier: Apache-2.0
// The self test of whole engines, through AXI4-Lite, against golden heads that take the same tokens.
#include "sim/bench/self_test.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "sim/model/token.hpp"
#include "tests/system/pin_bench.hpp"
#include "tests/system/system_run.hpp"

namespace kvolt {
namespace {

constexpr std::uint32_t active = 1, go = 1 << 1, testing = 1 << 2, calibrating = 1 << 1;

Design engine(const std::vector<std::string>& more = {}) {
    std::vector<std::string> overrides{"name=selftest",       "engine.heads=2",        "head.dimension=5",
                                       "tile.slots=4",        "head.tiles=3",          "bits.out=4",
                                       "stream.data_bits=32", "calibration.average=2", "calibration.self_test=true"};
    overrides.insert(overrides.end(), more.begin(), more.end());
    return elaborate(load_config("tiny", overrides));
}

TestToken token_of(const Design& design, int n) {
    TestToken token;
    token.first = n % 23 == 0;
    token.write = n % 4 != 1;
    token.query = n % 4 != 2;
    token.k_pattern = static_cast<TestPattern>(n / 16 % 4);
    token.v_pattern = static_cast<TestPattern>(3 - n / 4 % 4);
    token.k_level = (n * 5 + 7) % (design.level_max + 1);
    token.v_level = (n * 3 + 1) % (design.level_max + 1);
    token.q_code = n % 5 == 0 ? design.q_max : (n * 7 + 3) % (design.q_max + 1);
    token.q_row = n % 4 == 3 ? n % design.rows : -1;
    return token;
}

/// Every pattern, on both arrays, with writes, queries and both, every sum compared; then the streams again.
std::string every_pattern(const Design& design) {
    return on_the_pins(design, [&](Dut& dut) {
        PinBench bench(design, dut);
        SelfTest test(design, bench.control());
        for (int i = 0; i < 3; ++i) bench.send(0, bench.draw());
        bench.drain();
        test.begin();
        for (int n = 0; n < 64; ++n) {
            const auto token = token_of(design, n);
            const Token made = test.run(token);
            for (int head = 0; head < design.heads; ++head) {
                const auto expected = bench.golden(static_cast<std::size_t>(head)).step(made).codes;
                if (token.query)
                    bench.expect(test.sums(head) == expected, fmt::format("head {} token {}: wrong sums", head, n));
            }
        }
        test.end();
        bench.expect(bench.received(0) == 3, "a result of the self test reached the stream");
        // The window is a new one now; golden heads have been told all that was written meanwhile.
        for (int i = 0; i < 2 * design.window; ++i)
            for (int head = 0; head < design.heads; ++head) {
                Token token = bench.draw(i % 5 != 3, i % 7 != 2);
                token.first = i == 0;
                bench.send(static_cast<std::size_t>(head), token);
            }
        bench.drain();
        return bench.finish();
    });
}

TEST(SelfTest, RunsEveryPatternAndReadsTheSumsBack) { EXPECT_EQ(every_pattern(engine()), ""); }

TEST(SelfTest, RunsBesideRepairRetentionAndImperfections) {
    EXPECT_EQ(every_pattern(engine({"analog.integrators=2", "repair.slots=1", "retention.limit=9", "analog.seed=7",
                                    "analog.decay_per_token=0.01", "analog.write_noise_v=0.05",
                                    "analog.read_noise_ua=2", "analog.stuck_cells=0.1"})),
              "");
}

TEST(SelfTest, RunsBesideRefreshOnTheAdcPath) {
    EXPECT_EQ(every_pattern(
                  engine({"score.path=adc", "adc.readout=sar", "adc.kind=sar", "tile.rows=3", "normalizer.kind=relu",
                          "retention.refresh=true", "retention.limit=30", "analog.decay_per_token=0.01"})),
              "");
}

/// Cycles in which the streams finish anything that is not held.
int long_enough(const Design& design) { return 4 * (design.schedule.through_cycles + design.schedule.interval_cycles); }

TestToken high(const Design& design) {
    TestToken token;
    token.k_level = token.v_level = design.level_max;
    token.q_code = design.q_max;
    return token;
}

TEST(SelfTest, HoldsTheStreamsAndLeavesThemANewSequence) {
    const auto design = engine();
    const auto problem = on_the_pins(design, [&](Dut& dut) {
        PinBench bench(design, dut);
        SelfTest test(design, bench.control());
        for (int i = 0; i < 3; ++i) bench.send(1, bench.draw());
        bench.drain();
        test.begin();
        test.run(high(design));
        bench.send(1, bench.draw(), true);
        bench.send(1, bench.draw());
        bench.clock(long_enough(design));
        bench.expect(bench.received(1) == 3, "the stream was not held");
        test.run(high(design));
        test.end();
        bench.send(1, bench.draw());
        bench.drain();
        bench.expect(bench.received(1) == 6, "a result is missing");
        bench.control().write("CONTROL", 1 | 1 << 8);  // and the lanes can still be calibrated
        bench.send(1, bench.draw());
        bench.drain();
        return bench.finish();
    });
    EXPECT_EQ(problem, "");
}

TEST(SelfTest, WithoutATokenTheSequenceGoesOn) {
    const auto design = engine();
    const auto problem = on_the_pins(design, [&](Dut& dut) {
        PinBench bench(design, dut);
        SelfTest test(design, bench.control());
        for (int i = 0; i < 3; ++i) bench.send(0, bench.draw());
        bench.drain();
        bench.control().write("SELF_TEST", go);  // not active: ignored
        test.begin();
        for (int i = 0; i < 3; ++i) bench.send(0, bench.draw());
        bench.clock(long_enough(design));
        bench.expect(bench.received(0) == 3, "the stream was not held");
        test.end();
        bench.drain();
        return bench.finish();
    });
    EXPECT_EQ(problem, "");
}

/// Twelve packets a head on their way when the self test begins. `starts`: the packet of each head that begins a new
/// sequence. Returns how many results of each head came before the test tokens.
std::vector<std::size_t> interrupt_traffic(const Design& design, Dut& dut, const std::vector<std::size_t>& starts,
                                           std::string& problem) {
    PinBench bench(design, dut);
    SelfTest test(design, bench.control());
    for (std::size_t i = 0; i < 12; ++i)
        for (std::size_t head = 0; head < 2; ++head) bench.send(head, bench.draw(), i == starts[head]);
    bench.clock(design.schedule.through_cycles + design.schedule.interval_cycles);
    test.begin();
    for (int i = 0; i < 5; ++i) test.run(high(design));
    const std::vector<std::size_t> before{bench.received(0), bench.received(1)};
    bench.clock(long_enough(design));
    bench.expect(bench.received(0) == before[0], "the stream was not held");
    test.end();
    bench.drain();
    bench.expect(bench.received(0) == 12 && bench.received(1) == 12, "results are missing");
    problem = bench.problem();
    return before;
}

// The engine does the same twice: the first run tells where the test tokens fell into the traffic.
TEST(SelfTest, LosesNothingOfTheTrafficItInterrupts) {
    const auto design = engine({"analog.integrators=2"});
    const auto problem = on_the_pins(design, [&](Dut& dut) -> std::string {
        std::string ignored, found;
        const auto before = interrupt_traffic(design, dut, {99, 99}, ignored);
        if (before[0] == 0 || before[0] > 10) return fmt::format("{} packets before the self test", before[0]);
        interrupt_traffic(design, dut, before, found);
        return found;
    });
    EXPECT_EQ(problem, "");
}

TEST(SelfTest, ResetInTheMiddleOfATokenLeavesNothingBehind) {
    const auto design = engine();
    const auto problem = on_the_pins(design, [&](Dut& dut) {
        PinBench bench(design, dut);
        for (int wait = 0; wait < 2 * design.schedule.through_cycles; wait += 7) {
            SelfTest test(design, bench.control());
            test.begin();
            test.start(high(design));
            bench.clock(wait);
            if (wait % 2 == 0) {
                bench.control().write("CONTROL", 1 | 1 << 1);  // soft: registers stay, so the streams are held
                bench.clock(10);
                test.end();
            } else {
                dut.rst_n = false;
                bench.clock(4);
                dut.rst_n = true;
                bench.clock(4);
                bench.expect_register("SELF_TEST", 0x18);
            }
            bench.forget();
            for (int i = 0; i < 3; ++i) bench.send(0, bench.draw());
            bench.drain();
            bench.expect(bench.received(0) == 3, fmt::format("a result is missing after a reset at {}", wait));
        }
        return bench.finish();
    });
    EXPECT_EQ(problem, "");
}

std::uint32_t address_of(const Design& design, const std::string& name) {
    for (const auto& reg : design.registers)
        if (reg.name == name) return reg.offset;
    return 0xFFC;
}

TEST(SelfTest, StandsRegisterAccessesInTheMiddleOfAToken) {
    const auto design = engine();
    const auto problem = on_the_pins(design, [&](Dut& dut) {
        PinBench bench(design, dut);
        SelfTest test(design, bench.control());
        auto& control = bench.control();
        for (int wait = 0; wait < design.schedule.through_cycles; wait += 11) {
            test.begin();
            for (const std::uint32_t kind : {0x18U, 0x10U, 0x08U, 0x00U}) {
                control.write("SELF_TEST", active | go | kind);
                bench.clock(wait);
                control.write("SELF_TEST_KV", 0x0301);
                control.write("SELF_TEST_Q", 0x80020001U);
                control.write("SELF_TEST",
                              active | go | (kind ^ 0x18));  // busy: no second token; the first stays what it is
                control.write("SELF_TEST", active | (kind ^ 0x10));
                control.read("H0_LANE_SUM");
                control.write("H1_LANE_SELECT", 4);
                control.read("H1_LANE_SUM");
                test.wait();
            }
            test.end();
            bench.expect_register("STATUS", 0);
            for (int i = 0; i < 3; ++i) bench.send(0, bench.draw(), i == 0);
            bench.drain();
        }
        const auto kv = address_of(design, "SELF_TEST_KV"), q = address_of(design, "SELF_TEST_Q");
        bench.expect(control.write_at(q, 5U << 16) == 2, "a row that does not exist");
        bench.expect(control.write_at(q, 4U << 16 | 15) == 0, "the last row, the highest code");
        bench.expect(control.write_at(kv, 0x0707) == 0, "the highest levels");
        bench.expect(control.write_at(address_of(design, "H0_LANE_SUM"), 0) == 2, "the sum is written");
        return bench.finish();
    });
    EXPECT_EQ(problem, "");
}

TEST(SelfTest, CalibrationWaitsForTheSumThatIsHeld) {
    const auto design = engine({"analog.read_noise_ua=3", "analog.comparator_offset_ua=4"});
    const auto problem = on_the_pins(design, [&](Dut& dut) {
        PinBench bench(design, dut);
        SelfTest test(design, bench.control());
        bench.control().write("CONTROL", 0);  // tokens of the self test need no enable
        test.begin();
        const Token made = test.run(high(design));
        bench.control().write("CONTROL", 1 | 1 << 8);
        bench.clock(long_enough(design));
        bench.expect_register("STATUS", calibrating | 1);
        for (std::size_t head = 0; head < 2; ++head)
            bench.expect(test.sums(static_cast<int>(head)) == bench.golden(head).step(made).codes, "wrong sums");
        test.start(high(design));  // the calibration comes first
        test.wait();
        bench.expect((bench.control().read("STATUS") & calibrating) == 0, "the calibration is overtaken");
        for (std::size_t head = 0; head < 2; ++head) {
            bench.golden(head).calibrate();
            bench.expect(test.sums(static_cast<int>(head)) == bench.golden(head).step(made).codes, "wrong sums then");
        }
        test.end();
        for (int i = 0; i < 5; ++i)
            for (std::size_t head = 0; head < 2; ++head) bench.send(head, bench.draw(), i == 0);
        bench.drain();
        return bench.finish();
    });
    EXPECT_EQ(problem, "");
}

TEST(SelfTest, WaitsForResultsThatAreOwed) {
    const auto design = engine();
    const auto problem = on_the_pins(design, [&](Dut& dut) {
        PinBench bench(design, dut);
        SelfTest test(design, bench.control());
        bench.block_outputs(true);
        bench.send(0, bench.draw());
        bench.clock(long_enough(design));
        test.begin();
        test.start(high(design));
        bench.clock(long_enough(design));
        bench.expect((bench.control().read("STATUS") & testing) != 0, "the test token did not wait");
        bench.block_outputs(false);
        test.wait();
        test.end();
        bench.drain();
        return bench.finish();
    });
    EXPECT_EQ(problem, "");
}

}  // namespace
}  // namespace kvolt
