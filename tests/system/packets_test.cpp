// SPDX-License-Identifier: Apache-2.0
// Packets and registers of a whole engine, driven by hand: every kind of packet, every kind of broken one, and what the
// control register does between and within tokens.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "tests/system/pin_bench.hpp"
#include "tests/system/system_run.hpp"

namespace kvolt {
namespace {

constexpr std::uint32_t enable = 1, soft_reset = 2, start_of_sequence = 4, clear_counters = 8;
constexpr std::uint32_t packet_error = 1, saturation = 4;

/// Two heads, so that what happens to one can be seen not to happen to the other; 32 bits of data, so that a full
/// packet has three beats and can end early.
const Design& engine() {
    static const Design design = elaborate(
        load_config("tiny", {"engine.heads=2", "head.tiles=2", "analog.decay_per_token=0.02", "stream.data_bits=32"}));
    return design;
}

std::string run(const std::function<void(PinBench&)>& body) {
    return on_the_pins(engine(), [&](Dut& dut) {
        PinBench bench(engine(), dut);
        body(bench);
        return bench.finish();
    });
}

void send_some(PinBench& bench, int tokens) {
    for (int i = 0; i < tokens; ++i)
        for (const std::size_t head : {0U, 1U}) bench.send(head, bench.draw());
}

TEST(Packets, WriteOnlyAndQueryOnlyTokensFollowTheGoldenModel) {
    EXPECT_EQ(run([](PinBench& bench) {
                  for (int i = 0; i < 120; ++i) {
                      // Head 0: two stored, three asked; head 1: the other way round, beginning with a query of
                      // nothing.
                      bench.send(0, bench.draw(i % 5 < 2, i % 5 >= 2));
                      bench.send(1, bench.draw(i % 5 >= 2, i % 5 < 2));
                  }
                  bench.drain();
                  bench.expect_register("H0_TOKENS", 72);
                  bench.expect_register("H1_TOKENS", 48);
                  bench.expect_register("H0_PACKET_ERRORS", 0);
              }),
              "");
}

TEST(Packets, AQueryOfAnEmptyWindowGivesTheOffset) {
    EXPECT_EQ(run([](PinBench& bench) {
                  bench.control().write("H0_OFFSET", 7);
                  bench.golden(0).set({0, engine().scale_reset, 7});
                  bench.send(0, bench.draw(false, true));
                  bench.drain();
                  bench.expect_register("H0_TOKENS", 1);
              }),
              "");
}

struct Broken {
    const char* name;
    std::vector<Beat> (*make)(PinBench&);
};

void PrintTo(const Broken& broken, std::ostream* out) { *out << broken.name; }

const std::vector<Broken> broken_packets{
    {"first_beat_is_the_last",
     [](PinBench& bench) {
         auto packet = packet_of(bench.draw(), engine());
         packet.resize(1);
         packet[0].last = true;
         return packet;
     }},
    {"last_beat_missing",
     [](PinBench& bench) {
         auto packet = packet_of(bench.draw(), engine());
         packet.pop_back();
         packet.back().last = true;
         return packet;
     }},
    {"one_beat_too_many",
     [](PinBench& bench) {
         auto packet = packet_of(bench.draw(), engine());
         packet.back().last = false;
         packet.push_back({0x12345678, 5, true});
         return packet;
     }},
    {"seven_beats_too_many",
     [](PinBench& bench) {
         auto packet = packet_of(bench.draw(), engine());
         packet.back().last = false;
         for (int i = 0; i < 7; ++i) packet.push_back({0xFFFFFFFF, 1, i == 6});
         return packet;
     }},
    {"query_with_keys_and_values",
     [](PinBench& bench) {
         auto packet = packet_of(bench.draw(), engine());
         for (auto& beat : packet) beat.user = 2;
         return packet;
     }},
    {"both_modes_at_once",
     [](PinBench& bench) {
         auto packet = packet_of(bench.draw(), engine());
         for (auto& beat : packet) beat.user = 6;
         return packet;
     }},
    {"broken_start_of_a_sequence",
     [](PinBench& bench) {
         auto packet = packet_of(bench.draw(), engine());
         for (auto& beat : packet) beat.user = 1;
         packet.back().last = false;
         packet.push_back({0, 0, true});
         return packet;
     }},
};

class BrokenPackets : public testing::TestWithParam<Broken> {};

// The dropped packet leaves no trace in the arrays: every later code is that of an engine that never saw it.
TEST_P(BrokenPackets, AreDroppedCountedAndReported) {
    EXPECT_EQ(run([](PinBench& bench) {
                  bench.control().write("IRQ_ENABLE", packet_error);
                  send_some(bench, 5);
                  bench.send_raw(0, GetParam().make(bench));
                  send_some(bench, 5);
                  bench.drain();
                  bench.expect(bench.dut().irq, "no interrupt");
                  bench.expect_register("H0_PACKET_ERRORS", 1);
                  bench.expect_register("H1_PACKET_ERRORS", 0);
                  bench.expect_register("IRQ_STATUS", packet_error);
                  bench.control().write("IRQ_STATUS", packet_error);
                  bench.clock(2);
                  bench.expect(!bench.dut().irq, "the interrupt stays");
                  bench.expect_register("IRQ_STATUS", 0);
                  for (int i = 0; i < 3; ++i) bench.send_raw(1, GetParam().make(bench));
                  send_some(bench, 20);
                  bench.drain();
                  bench.expect_register("H0_PACKET_ERRORS", 1);
                  bench.expect_register("H1_PACKET_ERRORS", 3);
                  bench.expect_register("H0_TOKENS", 30);
                  bench.expect_register("H1_TOKENS", 30);
              }),
              "");
}

INSTANTIATE_TEST_SUITE_P(Kinds, BrokenPackets, testing::ValuesIn(broken_packets),
                         [](const auto& kind) { return std::string(kind.param.name); });

TEST(Packets, AnInterruptThatIsNotEnabledIsPendingOnly) {
    EXPECT_EQ(run([](PinBench& bench) {
                  bench.send_raw(1, {{0, 0, true}});
                  bench.drain();
                  bench.expect(!bench.dut().irq, "an interrupt that nobody enabled");
                  bench.expect_register("IRQ_STATUS", packet_error);
                  bench.control().write("IRQ_ENABLE", packet_error);
                  bench.clock(2);
                  bench.expect(bench.dut().irq, "a pending event, enabled now, raises no interrupt");
              }),
              "");
}

TEST(Control, StartOfSequenceMarksTheNextTokenOfEveryHead) {
    EXPECT_EQ(run([](PinBench& bench) {
                  send_some(bench, 21);
                  bench.drain();
                  bench.control().write("CONTROL", enable | start_of_sequence);
                  for (const std::size_t head : {0U, 1U}) {
                      auto token = bench.draw();

                      token.first = true;
                      bench.send(head, token);
                  }
                  send_some(bench, 21);
                  bench.drain();
                  bench.expect_register("H0_TOKENS", 43);
              }),
              "");
}

// Pulses, charges, sums and results on their way are lost; the next token starts a sequence in an engine that is right.
TEST(Control, SoftResetInAnyCycleOfATokenLeavesAnEngineThatIsRight) {
    EXPECT_EQ(run([](PinBench& bench) {
                  for (int moment = 0; moment < engine().schedule.through_cycles + 8; moment += 3) {
                      send_some(bench, 3);
                      while (!bench.all_accepted(0) || !bench.all_accepted(1)) bench.clock();
                      bench.clock(moment);
                      bench.block_outputs(true);  // results that are on their way out may be lost with the reset
                      bench.control().write("CONTROL", enable | soft_reset);
                      bench.clock(4);
                      bench.forget();
                      bench.block_outputs(false);
                      bench.expect_register("STATUS", 0);
                      bench.expect_register("H0_TOKENS", 0);
                      send_some(bench, 18);
                      bench.drain();
                      bench.expect_register("H0_TOKENS", 18);
                      bench.expect_register("H1_TOKENS", 18);
                      bench.expect(bench.problem().empty(), fmt::format("after a reset at moment {}", moment));
                  }
              }),
              "");
}

TEST(Control, ADisabledEngineHoldsItsTokens) {
    EXPECT_EQ(run([](PinBench& bench) {
                  send_some(bench, 4);
                  bench.drain();
                  bench.control().write("CONTROL", 0);
                  send_some(bench, 6);
                  bench.clock(20 * engine().schedule.through_cycles);
                  bench.expect(bench.received(0) == 4 && bench.received(1) == 4, "a disabled engine delivers");
                  bench.expect_register("H0_TOKENS", 4);
                  bench.control().write("CONTROL", enable);
                  bench.drain();
                  bench.expect_register("H0_TOKENS", 10);
              }),
              "");
}

TEST(Control, ATokenOnItsWayFinishesWhenTheEngineIsDisabled) {
    EXPECT_EQ(run([](PinBench& bench) {
                  send_some(bench, 1);
                  while (!bench.all_accepted(0) || !bench.all_accepted(1)) bench.clock();
                  bench.clock(6);
                  bench.expect_register("STATUS", 1);
                  bench.control().write("CONTROL", 0);
                  bench.drain();
                  bench.expect_register("H0_TOKENS", 1);
                  bench.expect_register("STATUS", 0);
              }),
              "");
}

TEST(Control, ClearCountersClearsThemAndNothingElse) {
    EXPECT_EQ(run([](PinBench& bench) {
                  send_some(bench, 9);
                  bench.send_raw(1, {{0, 0, true}});
                  bench.drain();
                  bench.control().write("CONTROL", enable | clear_counters);
                  bench.clock(2);
                  for (const auto* name : {"H0_TOKENS", "H1_TOKENS", "H0_STALLS", "H1_PACKET_ERRORS"})
                      bench.expect_register(name, 0);
                  bench.expect_register("IRQ_STATUS", packet_error);
                  send_some(bench, 9);
                  bench.drain();
                  bench.expect_register("H1_TOKENS", 9);
              }),
              "");
}

TEST(Control, AWindowIsSampledWhenASequenceStarts) {
    EXPECT_EQ(run([](PinBench& bench) {
                  send_some(bench, 30);
                  bench.drain();
                  bench.control().write("WINDOW", 5);
                  for (const std::size_t head : {0U, 1U})
                      bench.golden(head).set({5, engine().scale_reset, engine().offset_reset});
                  send_some(bench, 10);
                  auto first = bench.draw();
                  first.first = true;
                  bench.send(0, first);  // head 1 goes on with its window of 16
                  send_some(bench, 30);
                  bench.drain();
              }),
              "");
}

TEST(Control, ScaleAndOffsetBelongToOneHead) {
    EXPECT_EQ(run([](PinBench& bench) {
                  bench.control().write("IRQ_ENABLE", saturation);
                  send_some(bench, 8);
                  bench.drain();
                  bench.control().write("H1_SCALE", static_cast<std::uint32_t>(-13011));
                  bench.control().write("H1_OFFSET", static_cast<std::uint32_t>(-321));
                  bench.golden(1).set({0, -13011, -321});
                  send_some(bench, 20);
                  bench.drain();
                  bench.expect(!bench.dut().irq, "nothing saturates, and yet an interrupt");
                  bench.control().write("H1_OFFSET", 32760);
                  bench.control().write("H1_SCALE", 32767);
                  bench.golden(1).set({0, 32767, 32760});
                  for (int i = 0; i < 16; ++i) {  // many counts, many bits
                      send_some(bench, 5);
                      bench.drain();
                      bench.expect_register("H1_SATURATIONS", bench.saturated(1));
                  }
                  bench.expect(bench.dut().irq, "words saturate without an interrupt");
                  bench.expect(bench.saturated(1) > 64, "hardly a word saturates");
                  bench.expect_register("H0_SATURATIONS", 0);
                  bench.expect_register("IRQ_STATUS", saturation);
                  bench.control().write("H0_SCALE", 10923);  // low byte and high byte at work
                  bench.golden(0).set({0, 10923, engine().offset_reset});
                  send_some(bench, 20);
                  bench.drain();
              }),
              "");
}

// Software need not wait for a pause: a result has one scale and one offset, whenever they are written.
TEST(Control, ScaleAndOffsetMayBeWrittenInTheMiddleOfTraffic) {
    EXPECT_EQ(run([](PinBench& bench) {
                  std::vector<std::pair<int, int>> written{{engine().scale_reset, engine().offset_reset}};
                  bench.accept_settings(0, written);
                  for (int i = 0; i < 120; ++i) {
                      send_some(bench, 2);
                      bench.clock(static_cast<int>(i % 23));
                      // far apart, so that no sum but zero gives the same word under two of them
                      const int scale = 4096 + 1111 * (i % 17), offset = 50 * (i % 13) - 300;
                      written.emplace_back(scale, written.back().second);
                      bench.control().write("H0_SCALE", static_cast<std::uint32_t>(scale));
                      written.emplace_back(scale, offset);
                      bench.control().write("H0_OFFSET", static_cast<std::uint32_t>(offset));
                  }
                  bench.drain();
                  bench.expect_register("H0_TOKENS", 240);
                  bench.expect_register("H1_TOKENS", 240);
              }),
              "");
}

// With 2048 / n, rounded up, a sum of n is just enough for one: without any bit of the scale it is not.
TEST(Control, EveryBitOfTheScaleCounts) {
    EXPECT_EQ(run([](PinBench& bench) {
                  for (const int n : {1, 3, 5, 7, 9, 11, 13})
                      for (const int sign : {1, -1}) {
                          const int scale = sign * ((2048 + n - 1) / n);
                          bench.control().write("H0_SCALE", static_cast<std::uint32_t>(scale));
                          bench.golden(0).set({0, scale, engine().offset_reset});
                          send_some(bench, 12);
                          bench.drain();
                      }
              }),
              "");
}

TEST(Control, AnyHeadMakesTheEngineBusy) {
    for (const std::size_t head : {0U, 1U})
        EXPECT_EQ(run([head](PinBench& bench) {
                      bench.expect_register("STATUS", 0);
                      bench.block_outputs(true);
                      for (int i = 0; i < 12; ++i) bench.send(head, bench.draw());
                      bench.clock(4 * engine().schedule.through_cycles);
                      bench.expect_register("STATUS", 1);
                      bench.block_outputs(false);
                      bench.drain();
                      bench.expect_register("STATUS", 0);
                  }),
                  "")
            << "head " << head;
}

TEST(Control, ASinkThatSleepsLosesNothing) {
    EXPECT_EQ(run([](PinBench& bench) {
                  bench.block_outputs(true);
                  send_some(bench, 12);
                  bench.clock(40 * engine().schedule.through_cycles);
                  bench.expect(!bench.all_accepted(0), "a blocked engine takes tokens without end");
                  bench.expect(bench.control().read("H0_STALLS") > 1000, "stalls are not counted");
                  bench.block_outputs(false);
                  bench.drain();
                  bench.expect_register("H0_TOKENS", 12);
                  bench.expect_register("H1_TOKENS", 12);
              }),
              "");
}

// The comparison compares: one key that only the golden model has is noticed.
TEST(Checker, NoticesAnEngineThatIsNotTheGoldenModels) {
    const Design other = elaborate(
        load_config("tiny", {"engine.heads=2", "head.tiles=2", "analog.decay_per_token=0.2", "stream.data_bits=32"}));
    const auto problem = on_the_pins(engine(), [&](Dut& dut) {
        PinBench bench(other, dut);
        send_some(bench, 20);
        bench.drain();
        return bench.finish();
    });
    EXPECT_NE(problem.find("is wrong"), std::string::npos) << problem;
}

}  // namespace
}  // namespace kvolt
