// SPDX-License-Identifier: Apache-2.0
// Bad slots named in the registers: whole engines walk round them, word for word as the golden model does.
#include <gtest/gtest.h>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "tests/system/pin_bench.hpp"
#include "tests/system/system_run.hpp"

namespace kvolt {
namespace {

/// One engine, several lists: at the start, at the end, runs over a tile's edge, none.
void expect_equal(const std::vector<std::string>& keys, const std::vector<std::vector<std::string>>& runs) {
    for (const auto& more : runs) {
        std::vector<std::string> arguments{"tiny"};
        for (const auto& word : set(keys)) arguments.push_back(word);
        arguments.insert(arguments.end(), more.begin(), more.end());
        std::string line;
        for (const auto& word : arguments) line += word + " ";
        const auto run = simulate(arguments);
        ASSERT_TRUE(run.report.is_object()) << line << run.said.out << run.said.err;
        EXPECT_EQ(run.said.status, 0) << line << run.said.out << run.said.err;
        EXPECT_EQ(run.report.at("mismatches"), 0) << line;
        EXPECT_TRUE(run.report.at("failures").empty()) << line << run.report.at("failures");
        EXPECT_GT(run.report.at("tokens"), 20) << line;
    }
}

TEST(Repair, OneIntegratorSeveralTilesAndHeads) {
    expect_equal({"repair.slots=3", "head.tiles=3", "tile.slots=5", "engine.heads=2", "analog.decay_per_token=0.02"},
                 {{"--bad-slots", "0:0,0:1,0:2,1:14,1:13", "--tokens", "120"},
                  {"--bad-slots", "0:4,0:5,0:6,1:0,1:14", "--tokens", "120", "--stall", "0.4", "--sequences", "3"},
                  {"--bad-slots", "0:3,1:4,1:2", "--tokens", "120", "--window", "4", "--kinds", "mixed"},
                  {"--tokens", "100", "--kinds", "vit"}});
}

// Frames in which tokens only write are two cycles long here: the walk needs longer than that over a run.
TEST(Repair, TwoIntegratorsWithFramesTooShortForTheSearch) {
    expect_equal(
        {"repair.slots=7", "head.tiles=2", "head.dimension=2", "bits.q=1", "bits.kv=1", "bits.out=3",
         "analog.integrators=2", "stream.data_bits=8", "stream.word_bits=8"},
        {{"--bad-slots", "0:2,0:3,0:4,0:5,0:6,0:7,0:8", "--tokens", "150", "--kinds", "vit", "--sequences", "2"},
         {"--bad-slots", "0:0,0:1,0:2,0:3,0:12,0:13,0:15", "--tokens", "150", "--kinds", "mixed"},
         {"--bad-slots", "0:9,0:10,0:15", "--tokens", "150", "--window", "11", "--stall", "0.5"}});
}

// relu divides by the number of stored tokens, which is not the frontier here.
TEST(Repair, AdcPathDividesByTheTokensThatAreThere) {
    expect_equal({"repair.slots=4", "head.tiles=2", "score.path=adc", "normalizer.kind=relu", "adc.kind=sar",
                  "adc.columns_per_converter=2", "analog.decay_per_token=0.01"},
                 {{"--bad-slots", "0:0,0:3,0:7,0:8", "--tokens", "60"},
                  {"--bad-slots", "0:15,0:14,0:13,0:12", "--tokens", "60", "--stall", "0.3", "--kinds", "mixed"}});
    expect_equal({"repair.slots=1", "score.path=adc", "adc.readout=ramp"}, {{"--bad-slots", "0:4", "--tokens", "40"}});
}

TEST(Repair, NoBadSlotLeavesLatencyAndIntervalAsTheyAre) {
    const auto run = simulate({"tiny", "--set", "repair.slots=2", "--set", "analog.integrators=2", "--tokens", "60"});
    ASSERT_EQ(run.said.status, 0) << run.said.err;
    EXPECT_EQ(run.report.at("latency_cycles"), run.report.at("derived").at("latency_cycles"));
    EXPECT_EQ(run.report.at("interval_cycles"), run.report.at("derived").at("interval_cycles"));
}

// Registers act at the next start of a sequence, not before; the window never falls to where no slot may be left.
TEST(Repair, ListsAreSampledWhenASequenceStarts) {
    const auto design = elaborate(load_config("tiny", {"repair.slots=2", "tile.slots=7", "analog.integrators=2"}));
    const auto problem = on_the_pins(design, [&](Dut& dut) {
        PinBench bench(design, dut);
        std::uint32_t value = 0;
        const std::uint32_t window = 0x018, repair = 0x180;
        bench.expect(bench.control().write_at(window, 2) == 2, "a window of two with two bad slots is accepted");
        bench.expect(bench.control().write_at(window, 3) == 0, "a window of three with two bad slots is refused");
        bench.expect(bench.control().write_at(repair + 8, 0) == 2, "there is a third repair register");
        bench.expect(bench.control().write_at(repair, 0x80000007U) == 2, "a slot beyond the window is accepted");
        bench.expect(bench.control().read_at(repair, value) == 0 && value == 0, "the refused slot is there");
        bench.control().write("WINDOW", 7);
        const auto sequence = [&](int tokens) {
            auto token = bench.draw();
            token.first = true;
            bench.send(0, token);
            for (int i = 1; i < tokens; ++i) bench.send(0, bench.draw());
        };
        sequence(11);
        bench.drain();
        bench.control().write("H0_REPAIR_0", 0x80000003U);
        bench.control().write("H0_REPAIR_1", 0x80000000U);
        bench.expect_register("H0_REPAIR_0", 0x80000003U);
        for (int i = 0; i < 9; ++i) bench.send(0, bench.draw());  // still the old sequence
        bench.drain();
        bench.golden(0).set({0, design.scale_reset, design.offset_reset, {3, 0}});
        sequence(20);
        bench.drain();
        bench.control().write("H0_REPAIR_1", 0);
        bench.golden(0).set({0, design.scale_reset, design.offset_reset, {3}});
        sequence(20);
        bench.drain();
        return bench.finish();
    });
    EXPECT_EQ(problem, "");
}

TEST(Repair, ListsThatCannotBeAreRefusedBeforeAnythingIsBuilt) {
    const auto refusal = [](const std::string& list) {
        const auto run = kvolt({"simulate", "tiny", "--set", "repair.slots=2", "--bad-slots", list});
        EXPECT_EQ(run.status, 2) << list;
        return run.err;
    };
    EXPECT_NE(refusal("0:8").find("the engine has no slot 0:8, allowed heads 0..0, slots 0..7"), std::string::npos);
    EXPECT_NE(refusal("1:0").find("the engine has no slot 1:0"), std::string::npos);
    EXPECT_NE(refusal("5").find("\"5\" is not HEAD:SLOT"), std::string::npos);
    EXPECT_NE(refusal("0:1,0:1").find("slot 0:1 is given twice"), std::string::npos);
    EXPECT_NE(refusal("0:1,0:2,0:3").find("which has repair registers for 2"), std::string::npos);
    const auto run = kvolt({"simulate", "tiny", "--set", "repair.slots=2", "--window", "2"});
    EXPECT_NE(run.err.find("2 is out of range, 3..8"), std::string::npos) << run.err;
    const auto config = kvolt({"check", "tiny", "--set", "repair.slots=8"});
    EXPECT_EQ(config.status, 2);
    EXPECT_NE(config.err.find("nearest legal value 7"), std::string::npos) << config.err;
}

}  // namespace
}  // namespace kvolt
