// SPDX-License-Identifier: Apache-2.0
// Calibration of the output lanes in whole engines: both paths, several heads, stalls, before, between and in the
// middle of sequences.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "tests/system/pin_bench.hpp"
#include "tests/system/system_run.hpp"

namespace kvolt {
namespace {

constexpr std::uint32_t enable = 1, calibrate = 1 << 8, calibrating = 1 << 1, calibrated = 1 << 4;

const Design& engine() {
    static const Design design = elaborate(
        load_config("tiny", {"name=lanes", "engine.heads=2", "head.dimension=5", "tile.slots=4", "head.tiles=3",
                             "bits.out=4", "stream.data_bits=32", "calibration.average=4", "affine.scale=-1.5"}));
    return design;
}

std::string run(const std::function<void(PinBench&)>& body) {
    return on_the_pins(engine(), [&](Dut& dut) {
        PinBench bench(engine(), dut);
        body(bench);
        return bench.finish();
    });
}

/// Through the registers of a head and into its golden model.
void set_lane(PinBench& bench, int head, int lane, std::int32_t offset, std::int32_t trim) {
    const auto name = [&](const char* reg) { return fmt::format("H{}_{}", head, reg); };
    bench.control().write(name("LANE_SELECT"), static_cast<std::uint32_t>(lane));
    bench.control().write(name("LANE_OFFSET"), static_cast<std::uint32_t>(offset));
    bench.control().write(name("LANE_TRIM"), static_cast<std::uint32_t>(trim));
    bench.golden(static_cast<std::size_t>(head)).set_lane(lane, offset, trim);
}

void set_all_lanes(PinBench& bench, int spread) {
    for (int head = 0; head < engine().heads; ++head)
        for (int lane = 0; lane < engine().rows; ++lane)
            set_lane(bench, head, lane, (lane * 37 + head * 11 + 5) * (lane % 2 == 0 ? 1 : -1) % spread,
                     (lane * 53 + head * 29) % 256 - 128);
}

void set_affine(PinBench& bench, int head, int scale, int offset) {
    bench.control().write(fmt::format("H{}_SCALE", head), static_cast<std::uint32_t>(scale));
    bench.control().write(fmt::format("H{}_OFFSET", head), static_cast<std::uint32_t>(offset));
    bench.golden(static_cast<std::size_t>(head)).set({0, scale, offset});
}

void expect_offsets(PinBench& bench, std::uint32_t value) {
    for (int head = 0; head < engine().heads; ++head)
        for (int lane = 0; lane < engine().rows; ++lane) {
            bench.control().write(fmt::format("H{}_LANE_SELECT", head), static_cast<std::uint32_t>(lane));
            bench.expect_register(fmt::format("H{}_LANE_OFFSET", head), value);
        }
}

void wait_for_the_end(PinBench& bench) {
    for (int i = 0; (bench.control().read("STATUS") & calibrating) != 0; ++i) {
        if (i == 2000) {
            bench.expect(false, "the calibration does not end");
            return;
        }
    }
}

void send_tokens(PinBench& bench, int count) {
    for (int i = 0; i < count; ++i)
        for (int head = 0; head < engine().heads; ++head)
            bench.send(static_cast<std::size_t>(head), bench.draw(i % 5 != 3, i % 7 != 2));
}

TEST(Calibration, OffsetsAndTrimsOfEveryLaneActOnTheWords) {
    EXPECT_EQ(run([](PinBench& bench) {
                  send_tokens(bench, 4);
                  bench.drain();
                  for (const auto [spread, scale] : {std::pair{9, -6144}, {60, 7001}, {127, -3333}}) {
                      set_all_lanes(bench, spread);
                      set_affine(bench, 1, scale, 0);
                      send_tokens(bench, 100);
                      bench.drain();
                  }
              }),
              "");
}

TEST(Calibration, EverySaturatedWordIsCounted) {
    EXPECT_EQ(run([](PinBench& bench) {
                  for (const int sign : {1, -1}) {
                      const auto before = bench.saturated(0);
                      // In quarters of an LSB, towards the limit: each lane saturates, some more often than others.
                      for (int lane = 0; lane < engine().rows; ++lane)
                          set_lane(bench, 0, lane, -sign * (3 + 2 * lane), 0);
                      set_affine(bench, 0, 32767, sign * 32760);
                      send_tokens(bench, 60);
                      bench.drain();
                      bench.expect(bench.saturated(0) > before + 40, "hardly a word saturates");
                  }
                  bench.expect_register("H0_SATURATIONS", bench.saturated(0));
                  bench.expect_register("H1_SATURATIONS", 0);
              }),
              "");
}

TEST(Calibration, LanesReadBackWhatWasWrittenByteByByte) {
    EXPECT_EQ(run([](PinBench& bench) {
                  set_all_lanes(bench, 127);
                  for (int head = 0; head < engine().heads; ++head)
                      for (int lane = 0; lane < engine().rows; ++lane) {
                          bench.control().write(fmt::format("H{}_LANE_SELECT", head), static_cast<std::uint32_t>(lane));
                          bench.expect_register(fmt::format("H{}_LANE_OFFSET", head),
                                                static_cast<std::uint32_t>(
                                                    bench.golden(static_cast<std::size_t>(head)).lane_offset(lane)));
                      }
                  // The second head, its last lane: one byte of two.
                  const auto before = bench.control().read("H1_LANE_OFFSET");
                  std::uint32_t address = 0;
                  for (const auto& reg : engine().registers)
                      if (reg.name == "H1_LANE_OFFSET") address = reg.offset;
                  bench.expect(bench.control().write_at(address, 0x155, 0x1) == 0, "a byte was refused");
                  bench.expect_register("H1_LANE_OFFSET", (before & ~0xFFU) | 0x55);
                  bench.expect(bench.control().write_at(address - 4, 5, 0xF) == 2, "a lane that does not exist");
                  bench.expect_register("H1_LANE_SELECT", 4);
              }),
              "");
}

TEST(Calibration, MeasuresNothingWherePerfectConvertersReadZero) {
    EXPECT_EQ(run([](PinBench& bench) {
                  set_all_lanes(bench, 127);
                  bench.control().write("LANE_LIMIT", 3);
                  bench.control().write("IRQ_ENABLE", calibrated);
                  bench.control().write("CONTROL", enable | calibrate);
                  bench.expect((bench.control().read("STATUS") & calibrating) != 0, "calibrating is not said");
                  wait_for_the_end(bench);
                  expect_offsets(bench, 0);
                  bench.expect_register("H0_LANES_OVER", 0);
                  bench.expect_register("IRQ_STATUS", calibrated);
                  bench.expect(bench.dut().irq, "no interrupt");
                  bench.control().write("IRQ_STATUS", calibrated);
                  bench.clock(3);
                  bench.expect(!bench.dut().irq, "the interrupt stays");
                  bench.expect_register("H0_TOKENS", 0);
                  for (int head = 0; head < engine().heads; ++head) {  // trims are software's and stay
                      for (int lane = 0; lane < engine().rows; ++lane) set_lane(bench, head, lane, 0, lane * 20 - 40);
                  }
                  send_tokens(bench, 6);
                  bench.drain();
              }),
              "");
}

TEST(Calibration, LosesNoPacketInTheMiddleOfASequence) {
    EXPECT_EQ(run([](PinBench& bench) {
                  for (int round = 0; round < 12; ++round) {
                      send_tokens(bench, 6);
                      bench.clock(17 * round);
                      bench.control().write("CONTROL", enable | calibrate);
                      if (round % 3 == 1) wait_for_the_end(bench);
                      if (round % 3 == 2)
                          bench.control().write("CONTROL", enable | calibrate);  // ignored, or once more
                  }
                  bench.drain();
                  wait_for_the_end(bench);
              }),
              "");
}

TEST(Calibration, WaitsForTheOutputStreamAndNeedsNoEnable) {
    EXPECT_EQ(run([](PinBench& bench) {
                  bench.block_outputs(true);
                  send_tokens(bench, 3);
                  bench.clock(400);
                  bench.control().write("CONTROL", enable | calibrate);
                  bench.clock(2000);
                  bench.expect((bench.control().read("STATUS") & calibrating) != 0, "results were passed over");
                  bench.block_outputs(false);
                  bench.drain();
                  wait_for_the_end(bench);
                  bench.control().write("CONTROL", calibrate);  // disabled
                  send_tokens(bench, 2);
                  wait_for_the_end(bench);
                  bench.expect((bench.control().read("IRQ_STATUS") & calibrated) != 0, "no calibration while disabled");
                  const auto before = bench.received(0);
                  bench.clock(500);
                  bench.expect(bench.received(0) == before, "a token was admitted while disabled");
                  bench.control().write("CONTROL", enable);
                  bench.drain();
              }),
              "");
}

TEST(Calibration, LanesSurviveASoftReset) {
    EXPECT_EQ(run([](PinBench& bench) {
                  set_all_lanes(bench, 127);
                  std::vector<std::uint32_t> before;
                  const auto read_all = [&] {
                      std::vector<std::uint32_t> values;
                      for (int lane = 0; lane < engine().rows; ++lane) {
                          bench.control().write("H1_LANE_SELECT", static_cast<std::uint32_t>(lane));
                          values.push_back(bench.control().read("H1_LANE_OFFSET"));
                          values.push_back(bench.control().read("H1_LANE_TRIM"));
                      }
                      return values;
                  };
                  before = read_all();
                  bench.control().write("CONTROL", enable | 2);
                  bench.clock(8);
                  bench.expect(read_all() == before, "a soft reset changed lanes");
              }),
              "");
}

class Calibrated : public testing::TestWithParam<std::vector<std::string>> {};

TEST_P(Calibrated, EnginesMeetTheGoldenModelAndTheirSchedule) {
    auto arguments = GetParam();
    arguments.insert(arguments.end(), {"--calibrate", "--tokens", "60"});
    const auto run = simulate(arguments);
    ASSERT_EQ(run.said.status, 0) << run.said.out << run.said.err;
    EXPECT_EQ(run.report["mismatches"], 0);
    EXPECT_GT(run.report["calibration_cycles"], run.report["latency_cycles"]);
    EXPECT_EQ(run.report["latency_cycles"], run.report["derived"]["latency_cycles"]);
    if (run.report["stall"] == 0) {
        EXPECT_EQ(run.report["interval_cycles"], run.report["derived"]["interval_cycles"]);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Engines, Calibrated,
    testing::Values(std::vector<std::string>{"tiny", "--set", "calibration.average=1", "--set", "analog.integrators=2"},
                    std::vector<std::string>{"tiny", "--set", "calibration.average=256", "--set", "stream.data_bits=16",
                                             "--stall", "0.5"},
                    std::vector<std::string>{"adc-ramp", "--set", "calibration.average=2", "--set", "head.dimension=10",
                                             "--set", "tile.slots=6", "--set", "adc.readout=ramp", "--set",
                                             "normalizer.kind=sigmoid", "--set", "tile.rows=0", "--set",
                                             "adc.columns_per_converter=2"},
                    std::vector<std::string>{"adc-sar", "--set", "calibration.average=8", "--set", "head.dimension=10",
                                             "--set", "tile.slots=6", "--set", "adc.readout=sar", "--set",
                                             "tile.rows=5", "--set", "adc.columns_per_converter=3", "--stall", "0.3"}),
    [](const auto& variant) { return fmt::format("variant_{}", variant.index); });

TEST(CalibrateFlag, NeedsTheHardware) {
    const auto said = kvolt({"simulate", "tiny", "--calibrate"});
    EXPECT_EQ(said.status, 2);
    EXPECT_NE(said.err.find("needs calibration.average above 0"), std::string::npos) << said.err;
}

}  // namespace
}  // namespace kvolt
