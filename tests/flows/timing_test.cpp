// SPDX-License-Identifier: Apache-2.0
// Timing: fmax belongs to the netlist, whatever clock was asked for; numbers in any form; ABC failing on one mapping.
#include "gen/flows/estimate/timing.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <set>

#include "gen/flows/netlist/cell_models.hpp"
#include "gen/support/scratch_directory.hpp"
#include "tests/flows/gated_bank.hpp"
#include "tests/flows/small_library.hpp"

namespace kvolt {
namespace {

Technology small(bool clock_gate) {
    SmallLibrary with;
    with.clock_gate = clock_gate;
    return make_technology({parse_liberty(small_library(with), "small.lib")}, {});
}

TimingInput bank_at(double clock_ns) {
    TimingInput input;
    input.top = "bank";
    input.clock_ns = clock_ns;
    input.sdc = fmt::format(
        "set clock_period {}\ncreate_clock -name clk -period $clock_period [get_ports clk_i]\n"
        "set clock_jitter [expr 0.03 * $clock_period]\n"
        "set_clock_uncertainty -setup [expr 0.05 * $clock_period] [get_clocks clk]\n"
        "set_input_delay -clock clk [expr 0.3 * $clock_period] [get_ports {{en_i load_i d_i[*]}}]\n"
        "set_output_delay -clock clk [expr 0.3 * $clock_period] [get_ports {{a_q[*] b_q[*] c_q[*]}}]\n",
        clock_ns);
    return input;
}

class Fmax : public testing::TestWithParam<bool> {};

TEST_P(Fmax, IsTheSameForEveryClock) {
    const ScratchDirectory scratch;
    const auto tech = small(GetParam());
    synthesize_bank(tech, scratch.path());
    const auto run = [&](double clock_ns) {
        return analyze_timing(bank_at(clock_ns), tech, scratch.path(), [](const std::string&) {});
    };
    const auto reference = run(10);
    EXPECT_GT(reference.fmax_mhz, 100);
    for (const double clock_ns : {0.05, 0.5, 2.0, 200.0, 1e3, 1e5}) {
        const auto timing = run(clock_ns);
        EXPECT_NEAR(timing.fmax_mhz, reference.fmax_mhz, 2e-4 * reference.fmax_mhz) << clock_ns;
        EXPECT_EQ(timing.met(), clock_ns > 1e3 / reference.fmax_mhz) << clock_ns;
        EXPECT_NEAR(timing.worst.slack_ns, timing.slack_ns, 1e-3 + 1e-5 * clock_ns) << clock_ns;
    }
}

INSTANTIATE_TEST_SUITE_P(Gates, Fmax, testing::Values(true, false),
                         [](const auto& instance) { return instance.param ? "integrated" : "latch_and_and"; });

/// A bank behind a gate and one on the free clock, each the source of the other.
constexpr const char* ring = R"(module ring (input wire clk_i, en_i, input wire [5:0] d_i, output reg [5:0] a_q, b_q);
    always @(posedge clk_i) if (en_i) a_q <= d_i ^ b_q;
    always @(posedge clk_i) b_q <= a_q;
endmodule
)";

TEST(Timing, TheClockAsBuiltHasTheSkewOfItsGatesAndBuffers) {
    const ScratchDirectory scratch;
    const auto tech = small(true);
    write_file(scratch.path() + "/ring.v", ring);
    SynthesisInput synthesis;
    synthesis.sources = {"ring.v"};
    synthesis.top = "ring";
    synthesis.composed = {"ring"};
    synthesis.clock_ns = 10;
    synthesize(
        synthesis, tech, scratch.path(), [](const Netlist&) { return std::set<std::string>{}; },
        [](const std::string&) {});
    TimingInput input;
    input.top = "ring";
    input.clock_ns = 10;
    input.sdc =
        "set clock_period 10\ncreate_clock -name clk -period $clock_period [get_ports clk_i]\n"
        "set clock_jitter 0.2\nset_clock_uncertainty -setup 0.5 [get_clocks clk]\n";
    const auto timing = analyze_timing(input, tech, scratch.path(), [](const std::string&) {});
    // A clock gate of this library takes at least 0.05 ns; the bank on the free clock has none in front of it.
    EXPECT_GT(timing.skew_ns, 0.05);
    EXPECT_LT(timing.skew_ns, 1);
    EXPECT_LT(timing.propagated_hold_slack_ns, timing.hold_slack_ns);
    EXPECT_NE(timing.propagated_slack_ns, timing.slack_ns);
}

/// Puts a program called yosys in front of the real one for as long as it lives.
class YosysInFront {
public:
    YosysInFront(const std::string& directory, const std::string& script) : path_(std::getenv("PATH")) {
        std::filesystem::create_directories(directory);
        write_file(directory + "/yosys", "#!/bin/sh\n" + script + "PATH='" + path_ + "' exec yosys \"$@\"\n");
        std::filesystem::permissions(directory + "/yosys", std::filesystem::perms::owner_all);
        setenv("PATH", (directory + ":" + path_).c_str(), 1);
    }
    ~YosysInFront() { setenv("PATH", path_.c_str(), 1); }
    YosysInFront(const YosysInFront&) = delete;
    YosysInFront& operator=(const YosysInFront&) = delete;

private:
    std::string path_;
};

/// What yosys says when ABC dies on the bank in the mapping of `script`.
std::string abc_dies(const std::string& script) {
    return fmt::format(
        "case \"$*\" in *{0}.ys)\n    if ! grep -q 'select -del' {0}.ys; then\n"
        "        printf '%s\\n' 'Extracting gate netlist of module `\\bank'\"'\"\n"
        "        printf '%s\\n' 'ERROR: ABC: execution of command \"yosys-abc\" failed: return code 134.'\n"
        "        exit 1\n    fi ;;\nesac\n",
        script);
}

TEST(Synthesis, GoesOnWhenAbcFailsInOneMapping) {
    const ScratchDirectory scratch;
    const auto tech = small(true);
    const YosysInFront yosys(scratch.path() + "/bin", abc_dies("map_small"));
    const auto result = synthesize_bank(tech, scratch.path());
    ASSERT_EQ(result.notes.size(), 1U);
    EXPECT_EQ(result.notes[0], "ABC failed on bank in its small mapping; another one of this block is used");
    EXPECT_EQ(result.mapping.at("bank"), Mapping::balanced);
    write_file(scratch.path() + "/cells.v", cell_models(result.netlist, tech));
    EXPECT_EQ(prove_bank(scratch.path(), "netlist.v cells.v"), Verdict::proved);
}

TEST(Synthesis, SaysWhichBlockAbcCannotMapAtAll) {
    const ScratchDirectory scratch;
    const auto tech = small(true);
    const YosysInFront yosys(scratch.path() + "/bin", abc_dies("map_small") + abc_dies("map_balanced"));
    try {
        synthesize_bank(tech, scratch.path());
        FAIL() << "a netlist without cells";
    } catch (const ToolError& error) {
        EXPECT_NE(std::string(error.what()).find("ABC maps bank neither small nor balanced: ERROR: ABC"),
                  std::string::npos)
            << error.what();
    }
}

}  // namespace
}  // namespace kvolt
