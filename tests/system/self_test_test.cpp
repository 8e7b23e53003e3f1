// SPDX-License-Identifier: Apache-2.0
// The self test of whole engines, through AXI4-Lite, against the golden model.
#include "sim/bench/self_test.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/system/pin_bench.hpp"
#include "tests/system/system_run.hpp"

namespace kvolt {
namespace {

Design engine(const std::vector<std::string>& more = {}) {
    std::vector<std::string> overrides{"name=selftest",       "engine.heads=2",        "head.dimension=5",
                                       "tile.slots=4",        "head.tiles=3",          "bits.out=4",
                                       "stream.data_bits=32", "calibration.average=2", "calibration.self_test=true"};
    overrides.insert(overrides.end(), more.begin(), more.end());
    return elaborate(load_config("tiny", overrides));
}

/// Every pattern, on both arrays, with writes, queries and both, against golden heads of its own; streams wait
/// meanwhile, lose nothing, and go on with a new sequence.
std::string every_pattern(const Design& design, Dut& dut) {
    PinBench bench(design, dut);
    SelfTest test(design, bench.control());
    std::vector<GoldenHead> golden;
    for (int head = 0; head < design.heads; ++head) golden.emplace_back(design, head);
    bench.send(0, bench.draw());
    bench.send(0, bench.draw());
    bench.drain();
    test.begin();
    int n = 0;
    for (const auto k : {TestPattern::uniform, TestPattern::checkerboard, TestPattern::inverse, TestPattern::walking})
        for (const auto v :
             {TestPattern::walking, TestPattern::inverse, TestPattern::checkerboard, TestPattern::uniform})
            for (int i = 0; i < 4; ++i, ++n) {
                TestToken token;
                token.first = n % 23 == 0;
                token.write = i != 1;
                token.query = i != 2;
                token.k_pattern = k;
                token.v_pattern = v;
                token.k_level = (n * 5 + 7) % (design.level_max + 1);
                token.v_level = (n * 3 + 1) % (design.level_max + 1);
                token.q_code = n % 5 == 0 ? design.q_max : (n * 7 + 3) % (design.q_max + 1);
                token.q_row = i == 3 ? n % design.rows : -1;
                const Token made = test.run(token);
                for (int head = 0; head < design.heads; ++head) {
                    const auto expected = golden[static_cast<std::size_t>(head)].step(made).codes;
                    if (!token.query) continue;
                    bench.expect(test.sums(head) == expected, fmt::format("head {} token {}: wrong sums", head, n));
                }
            }
    bench.expect(bench.received(0) == 2 && bench.received(1) == 0, "a result of the self test reached the stream");
    test.end();
    bench.drain();
    return bench.problem();
}

TEST(SelfTest, RunsEveryPatternAndReadsTheSumsBack) {
    const auto design = engine();
    EXPECT_EQ(on_the_pins(design, [&](Dut& dut) { return every_pattern(design, dut); }), "");
}

TEST(SelfTest, HoldsTheStreamsAndLeavesThemANewSequence) {
    const auto design = engine();
    EXPECT_EQ(on_the_pins(design,
                          [&](Dut& dut) {
                              PinBench bench(design, dut);
                              SelfTest test(design, bench.control());
                              for (int i = 0; i < 3; ++i) bench.send(1, bench.draw());
                              bench.drain();
                              test.begin();
                              TestToken token;
                              token.q_code = 3;
                              test.run(token);
                              // A packet that arrives now waits; the golden head starts afresh with it.
                              Token waiting = bench.draw();
                              waiting.first = true;
                              bench.send(1, waiting);
                              bench.clock(500);
                              bench.expect(bench.received(1) == 3, "the stream was not held");
                              test.run(token);
                              test.end();
                              bench.send(1, bench.draw());
                              bench.drain();
                              bench.control().write("CONTROL", 1 | 1 << 8);  // and the lanes can still be calibrated
                              bench.send(1, bench.draw());
                              bench.drain();
                              return bench.problem();
                          }),
              "");
}

std::string marched(const Design& design, const Design& ideal, bool faults) {
    return on_the_pins(design, [&](Dut& dut) -> std::string {
        const auto report = march(design, ideal, dut, 2);
        if (report.sums != std::int64_t{2} * design.window * design.heads * design.rows) return "sums are missing";
        if (report.mismatches > 0) return fmt::format("{} sums are not the golden model's", report.mismatches);
        if (report.faults.empty() == faults) return fmt::format("{} faults", report.faults.size());
        return "";
    });
}

TEST(SelfTest, MarchesOverPerfectArraysWithoutAFault) {
    const auto design = engine({"analog.integrators=2"});
    EXPECT_EQ(marched(design, design, false), "");
}

TEST(SelfTest, MarchFindsStuckCells) { EXPECT_EQ(marched(engine({"analog.stuck_cells=0.2"}), engine(), true), ""); }

TEST(SelfTest, MarchesOverTheAdcPath) {
    const auto design = engine({"score.path=adc", "adc.readout=sar", "adc.kind=sar", "tile.rows=3"});
    EXPECT_EQ(marched(design, design, false), "");
}

TEST(SelfTest, NeedsCalibration) {
    const auto said = kvolt({"check", "tiny", "--set", "calibration.self_test=true"});
    EXPECT_EQ(said.status, 2);
    EXPECT_NE(said.err.find("calibration.average above 0"), std::string::npos) << said.err;
}

}  // namespace
}  // namespace kvolt
