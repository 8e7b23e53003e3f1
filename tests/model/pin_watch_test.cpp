// SPDX-License-Identifier: Apache-2.0
// The watcher at the macros' pins, alone, in Icarus: each kind of fault committed on purpose is told with pin, cycle
// and distance, and the same at the distance that is asked for is not.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

#include "tests/model/scratch.hpp"

namespace kvolt {
namespace {

const std::string watcher = std::string(KVOLT_SOURCE_DIR) + "/sim/macros/kv_pin_watch.v";

/// Pins over the cycles after reset, one digit a cycle; the last one goes on. Nothing moves where a pin is not named.
using Waves = std::map<std::string, std::string>;

constexpr int cycles = 24;

/// Digits of one pin: `value` in cycles [from, to), `rest` in the others.
std::string wave(int from, int to, char value = '1', char rest = '0') {
    std::string text(cycles, rest);
    for (int i = from; i < to; ++i) text[static_cast<std::size_t>(i)] = value;
    return text;
}

/// A bench of its own for every parameter set; the waves come from a file.
class Bench {
public:
    explicit Bench(const std::string& parameters) {
        test::spit(scratch_.file("bench.v"), fmt::format(R"(module bench;
    reg         clk = 0, rst_n = 0;
    reg  [27:0] pins [0:{0}];
    reg  [27:0] now = 0;
    integer     i;
    wire        fault;
    integer     faults = 0;
    kv_pin_watch #(.SLOTS(2), .LANES(2), .LEVEL_BITS(3), {1}) u_watch (
        .clk_i(clk), .rst_ni(rst_n), .write_i(now[0]), .wl_i(now[5:4]), .level_i(now[10:8]), .start_i(now[12]),
        .pulse_i(now[17:16]), .live_i(now[21:20]), .read_i(now[24]), .fault_o(fault));
    initial begin
        $readmemh("{2}", pins);
        now = pins[0];
        #1 clk = 1; #1 clk = 0; #1 rst_n = 1;
        for (i = 0; i <= {0}; i = i + 1) begin
            now = pins[i];
            #1 clk = 1;
            #1 if (fault) faults = faults + 1;
            clk = 0;
            #1;
        end
        $display("faults %0d", faults);
    end
endmodule
)",
                                                         cycles - 1, parameters, scratch_.file("pins.hex")));
        run(fmt::format("iverilog -g2005 -Wall -s bench -o {} {} {}", scratch_.file("vvp"), scratch_.file("bench.v"),
                        watcher));
    }

    /// What the watcher says.
    std::string said(const Waves& waves) {
        std::string text;
        for (std::size_t i = 0; i < cycles; ++i) {
            for (const char* pin : {"read", "live", "pulse", "start", "level", "wl", "write"}) {
                const auto found = waves.find(pin);
                text += found == waves.end() ? '0' : found->second[i];
            }
            text += '\n';
        }
        test::spit(scratch_.file("pins.hex"), text);
        const auto out = run("vvp -n " + scratch_.file("vvp"));
        const auto end = out.find("faults ");
        EXPECT_EQ(out.substr(end), end == 0 ? "faults 0\n" : "faults 1\n") << out;
        return out.substr(0, end);
    }

private:
    std::string run(const std::string& command) {
        EXPECT_EQ(std::system((command + " >" + scratch_.file("out") + " 2>&1").c_str()), 0) << command;
        return test::contents(scratch_.file("out"));
    }

    test::Scratch scratch_;
};

std::string apart(int cycle, const std::string& what, int distance, int wanted) {
    return fmt::format("kv_pin_watch: bench.u_watch: cycle {}: {}, {} cycles apart, at least {} wanted\n", cycle, what,
                       distance, wanted);
}

/// `fault` at distances below what is wanted, nothing at and beyond it.
template <class Scene>
void at_all_distances(const char* parameter, const std::string& what, Scene scene) {
    for (int wanted = 0; wanted <= 2; ++wanted) {
        Bench bench(
            fmt::format(".LEVEL_SETUP({}), .LEVEL_HOLD({}), .GUARD({})", parameter == std::string("setup") ? wanted : 0,
                        parameter == std::string("hold") ? wanted : 0, parameter == std::string("guard") ? wanted : 0));
        for (int distance = 0; distance <= 3; ++distance) {
            const auto [waves, cycle] = scene(distance);
            EXPECT_EQ(bench.said(waves), distance < wanted ? apart(cycle, what, distance, wanted) : "")
                << what << ": " << distance << " of " << wanted;
        }
    }
}

// Cycles of the messages count from 1.

TEST(PinWatch, LevelsThatMoveBeforeAWordLineRises) {
    at_all_distances("setup", "k_wl_i rises behind k_level_i", [](int d) {
        return std::pair{
            Waves{{"level", wave(6, cycles, '5', '2')}, {"write", wave(6 + d, 9 + d)}, {"wl", wave(6 + d, 9 + d, '2')}},
            7 + d};
    });
}

TEST(PinWatch, LevelsThatMoveAfterAWordLineFell) {
    at_all_distances("hold", "k_level_i moves behind the fall of k_wl_i", [](int d) {
        return std::pair{
            Waves{{"level", wave(9 + d, cycles, '5', '2')}, {"write", wave(6, 9)}, {"wl", wave(6, 9, '2')}}, 10 + d};
    });
}

TEST(PinWatch, ReadPulsesAfterAWordLineFell) {
    at_all_distances("guard", "q_pulse_i rises behind the fall of k_wl_i", [](int d) {
        return std::pair{Waves{{"write", wave(6, 8)}, {"wl", wave(6, 8)}, {"pulse", wave(8 + d, 15, '2')}}, 9 + d};
    });
}

TEST(PinWatch, AWordLineAfterReadPulsesFell) {
    at_all_distances("guard", "k_wl_i rises behind the fall of q_pulse_i", [](int d) {
        return std::pair{Waves{{"pulse", wave(3, 8, '3')}, {"write", wave(8 + d, 9 + d)}, {"wl", wave(8 + d, 9 + d)}},
                         9 + d};
    });
}

TEST(PinWatch, LiveSlotsThatMoveAroundTheirStrobe) {
    at_all_distances("setup", "score_start_i samples behind a move of live_i", [](int d) {
        return std::pair{Waves{{"live", wave(7, cycles, '3', '1')}, {"start", wave(7 + d, 8 + d)}}, 8 + d};
    });
    at_all_distances("hold", "live_i moves behind score_start_i, which samples it", [](int d) {
        return std::pair{Waves{{"live", wave(8 + d, cycles, '3', '1')}, {"start", wave(7, 8)}}, 9 + d};
    });
}

const std::string slack = ".LEVEL_SETUP(0), .LEVEL_HOLD(0), .GUARD(0)";

TEST(PinWatch, LevelsUnderAnOpenWordLineWhateverIsAskedFor) {
    Bench bench(slack);
    EXPECT_EQ(bench.said({{"level", wave(7, cycles, '5', '2')}, {"write", wave(6, 9)}, {"wl", wave(6, 9, '2')}}),
              apart(8, "k_level_i moves under an open k_wl_i", 0, 1));
    // The line of another tile: all see the strobe.
    EXPECT_EQ(bench.said({{"level", wave(7, cycles, '5', '2')}, {"write", wave(6, 9)}}),
              apart(8, "k_level_i moves under an open k_wl_i", 0, 1));
    EXPECT_EQ(bench.said({{"level", wave(6, 9, '5', '2')}, {"write", wave(6, 9)}, {"wl", wave(6, 9, '2')}}), "");
}

TEST(PinWatch, ReadPulsesUnderAWordLine) {
    Bench bench(slack);
    EXPECT_EQ(bench.said({{"write", wave(6, 7)}, {"wl", wave(6, 7)}, {"pulse", wave(5, 7)}}),
              apart(7, "q_pulse_i is high under k_wl_i", 0, 0));
    EXPECT_EQ(bench.said({{"write", wave(6, 7)}, {"wl", wave(6, 7)}, {"pulse", wave(4, 6)}}), "");
}

TEST(PinWatch, TwoWordLinesAndLinesWithoutAStrobe) {
    Bench bench(slack);
    EXPECT_EQ(bench.said({{"write", wave(6, 7)}, {"wl", wave(6, 7, '3')}}),
              apart(7, "two lines of k_wl_i are high", 0, 1));
    EXPECT_EQ(bench.said({{"write", wave(6, 7)}, {"wl", wave(6, 7, '2')}}), "");
    EXPECT_EQ(bench.said({{"wl", wave(6, 7, '2')}}), apart(7, "k_wl_i is high without k_write_i", 0, 1));
}

TEST(PinWatch, PulsesWithTheStrobeThatClearsTheIntegrator) {
    Bench bench(slack);
    EXPECT_EQ(bench.said({{"start", wave(6, 7)}, {"pulse", wave(6, 7)}}),
              apart(7, "q_pulse_i is high with score_start_i", 0, 1));
    EXPECT_EQ(bench.said({{"start", wave(6, 7)}, {"pulse", wave(7, 12)}}), "");
}

TEST(PinWatch, PulsesInsideTheMacroAreKnownFromTheirStrobe) {
    Bench bench(
        ".LEVEL_SETUP(0), .LEVEL_HOLD(0), .GUARD(2), .INNER_CYCLES(4), .HAS_LIVE(0), .PREFIX(\"v_\"), "
        ".PULSE(\"phi\"), .START(\"weigh_start_i\")");
    const auto write = [](int at) {
        return Waves{{"start", wave(6, 7)}, {"write", wave(at, at + 1)}, {"wl", wave(at, at + 1)}};
    };
    EXPECT_EQ(bench.said(write(3)), "");  // pulses from 7 on
    EXPECT_EQ(bench.said(write(5)), apart(8, "phi rises behind the fall of v_wl_i", 1, 2));
    EXPECT_EQ(bench.said(write(10)), apart(11, "phi is high under v_wl_i", 0, 2));
    EXPECT_EQ(bench.said(write(12)), apart(13, "v_wl_i rises behind the fall of phi", 1, 2));
    EXPECT_EQ(bench.said(write(13)), "");
    EXPECT_EQ(bench.said({{"start", "000000100010000000000000"}}), apart(11, "phi is high with weigh_start_i", 0, 1));
    EXPECT_EQ(bench.said({{"start", "000000100001000000000000"}}), "");
}

TEST(PinWatch, SignsUnderTheirPulses) {
    Bench bench(slack + ", .SIGN_CYCLES(8)");
    EXPECT_EQ(bench.said({{"read", "000100000010000000000000"}}),
              apart(11, "read_start_i moves a_sign_o behind the last read_start_i", 7, 8));
    EXPECT_EQ(bench.said({{"read", "000100000001000000010000"}}), "");
}

}  // namespace
}  // namespace kvolt
