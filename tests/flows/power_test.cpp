// SPDX-License-Identifier: Apache-2.0
// Activity: counted from a value change dump, and what it costs.
#include "gen/flows/estimate/power.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "gen/flows/estimate/vcd.hpp"
#include "gen/flows/netlist/clock_network.hpp"
#include "gen/flows/netlist/netlist_verilog.hpp"
#include "gen/flows/netlist/synthesis.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/scratch_directory.hpp"
#include "tests/flows/small_library.hpp"

namespace kvolt {
namespace {

constexpr const char* dump = R"($date now $end
$timescale 1ps $end
$scope module tb $end
$var wire 1 ! clk $end
$scope module dut $end
$var wire 1 ! clk_i $end
$var wire 3 " v [2:0] $end
$var wire 1 # \s_q[4] $end
$var real 1 r level $end
$upscope $end
$upscope $end
$enddefinitions $end
#100
$dumpvars
0!
bx "
0#
r0.5 r
$end
#150
1!
b101 "
#200
0!
b1 "
1#
#250
1!
0#
#300
0!
)";

NetCount find(const VcdCounts& counts, const std::string& net) {
    for (const auto& count : counts.nets)
        if (count.net == net) return count;
    ADD_FAILURE() << net << " is missing";
    return {};
}

TEST(ValueChangeDump, CountsTogglesAndTimeHigh) {
    std::istringstream text(dump);
    const auto counts = count_vcd(text);
    EXPECT_EQ(counts.time, 200U);
    EXPECT_EQ(find(counts, "tb/clk").toggles, 4U);
    EXPECT_EQ(find(counts, "tb/dut/clk_i").toggles, 4U);
    EXPECT_EQ(find(counts, "tb/dut/clk_i").high, 100U);
    EXPECT_EQ(find(counts, "tb/dut/v[0]").toggles, 0U);  // unknown to 1 is no toggle
    EXPECT_EQ(find(counts, "tb/dut/v[0]").high, 150U);
    EXPECT_EQ(find(counts, "tb/dut/v[2]").toggles, 1U);
    EXPECT_EQ(find(counts, "tb/dut/v[2]").high, 50U);
    EXPECT_EQ(find(counts, "tb/dut/s_q[4]").toggles, 2U);
    EXPECT_EQ(find(counts, "tb/dut/s_q[4]").high, 50U);
    EXPECT_EQ(counts.nets.size(), 6U);
}

TEST(ValueChangeDump, SplitsTogglesByPhase) {
    // Phase is v: unknown up to 150, 5 up to 200, 1 afterwards; what happens at a time stamp belongs to the phase
    // before.
    std::istringstream text(dump);
    const auto counts = count_vcd(text, "tb/dut/v", 6);
    const auto clock = find(counts, "tb/clk").by_phase;
    ASSERT_EQ(clock.size(), 6U);
    EXPECT_EQ(clock[5], 1U);
    EXPECT_EQ(clock[1], 2U);
    EXPECT_EQ(clock[0] + clock[2] + clock[3] + clock[4], 0U);
    EXPECT_EQ(find(counts, "tb/dut/s_q[4]").by_phase[5], 1U);
    EXPECT_EQ(find(counts, "tb/dut/s_q[4]").by_phase[1], 1U);

    std::istringstream fewer(dump);
    EXPECT_EQ(find(count_vcd(fewer, "tb/dut/v", 2), "tb/clk").by_phase, (std::vector<std::uint64_t>{0, 2}));
    std::istringstream again(dump);
    EXPECT_THROW(count_vcd(again, "tb/phase", 2), ToolError);
}

TEST(ValueChangeDump, RefusesOtherText) {
    for (const auto* bad : {"", "hello", "$scope module tb $end"}) {
        std::istringstream text(bad);
        EXPECT_THROW(count_vcd(text), ToolError) << bad;
    }
}

/// Two banks behind gates, and a pair of flip-flops on the free clock.
constexpr const char* banks =
    R"(module banks (input wire clk_i, input wire a_i, b_i, input wire [7:0] d_i, output reg [7:0] a_q, b_q, output reg [1:0] c_q);
    always @(posedge clk_i) if (a_i) a_q <= d_i;
    always @(posedge clk_i) if (b_i) b_q <= ~d_i;
    always @(posedge clk_i) c_q <= {a_i, b_i};
endmodule
)";

class Power : public testing::Test {
protected:
    Power() : tech_(make_technology({parse_liberty(small_library(), "small.lib")}, {})) {
        std::ofstream(scratch_.path() + "/banks.v") << banks;
        SynthesisInput input;
        input.sources = {scratch_.path() + "/banks.v"};
        input.top = "banks";
        input.composed = {"banks"};
        synthesis_ = synthesize(
            input, tech_, scratch_.path(), [](const Netlist&) { return std::set<std::string>{}; }, quiet_);
        power_.module = "banks";
        power_.clock_ns = 2;
    }

    PowerResult run() { return analyze_power(power_, synthesis_.netlist, tech_); }

    static const PowerShare& share(const PowerResult& result, const std::string& name) {
        for (const auto& s : result.classes)
            if (s.name == name) return s;
        throw std::runtime_error(name);
    }

    const Progress quiet_ = [](const std::string&) {};
    ScratchDirectory scratch_;
    Technology tech_;
    SynthesisResult synthesis_;
    PowerInput power_;
};

TEST_F(Power, LogicFollowsTheToggles) {
    power_.assumed_toggles = 0.1;
    const auto one = share(run(), "logic");
    power_.assumed_toggles = 0.2;
    const auto two = share(run(), "logic");
    EXPECT_GT(one.internal_mw + one.switching_mw, 0);
    EXPECT_NEAR(two.internal_mw, 2 * one.internal_mw, 1e-3 * two.internal_mw);
    EXPECT_NEAR(two.switching_mw, 2 * one.switching_mw, 1e-3 * two.switching_mw);
}

TEST_F(Power, ClosedGatesSaveTheClockOfTheirFlipFlops) {
    power_.assumed_toggles = 0;
    power_.assumed_gate_duty = 1;
    const auto open = run();
    power_.assumed_gate_duty = 0.25;
    const auto quarter = run();
    power_.assumed_gate_duty = 0;
    const auto closed = run();
    EXPECT_EQ(open.gates, 2);
    EXPECT_EQ(open.gated_flip_flops, 16);
    // Of 18 equal flip-flops without data two stay clocked.
    const double all = share(open, "flip-flops").internal_mw;
    EXPECT_GT(all, 0);
    EXPECT_NEAR(share(closed, "flip-flops").internal_mw, all * 2 / 18, 1e-3 * all);
    EXPECT_NEAR(share(quarter, "flip-flops").internal_mw, all * (2 + 16 * 0.25) / 18, 1e-3 * all);
    EXPECT_LT(share(closed, "clock network").switching_mw, share(open, "clock network").switching_mw);
}

TEST_F(Power, MeasuredActivityReplacesTheAssumption) {
    power_.measured = {{"a_i", 0.5, 0.75}, {"b_?", 0, 0}, {"d_i*", 0, 0}, {"a_q*", 0, 0}, {"b_q*", 0, 0}};
    const auto result = run();
    EXPECT_EQ(result.measured_gates, 2);
    EXPECT_NEAR(result.mean_gate_duty, 0.75 / 2, 1e-9);  // the enables are the inputs a_i and b_i
    EXPECT_GT(result.measured_nets, 15);
    EXPECT_LT(result.measured_nets, result.nets);  // c_q and the inverters have no measurement
}

TEST_F(Power, GoesToThePhasesInWhichNetsToggle) {
    // One gate opens in the first phase only, the other in the second; no data moves.
    power_.phases = 2;
    power_.measured = {{"a_i", 0.5, 0.5, {2, 0}}, {"b_i", 0.5, 0.5, {0, 2}}, {"d_i*", 0, 0, {0, 0}}};
    const auto& module = *synthesis_.netlist.find("banks");
    const auto gates = clock_network(module, tech_).gates;
    const auto labels = net_labels(module);
    ASSERT_EQ(gates.size(), 2U);
    power_.measured.push_back({labels[static_cast<std::size_t>(gates[0].gated)], 1, 0.25, {4, 0}});
    power_.measured.push_back({labels[static_cast<std::size_t>(gates[1].gated)], 1, 0.25, {0, 4}});
    power_.assumed_toggles = 0;
    const auto result = run();
    const auto flip_flops = share(result, "flip-flops");
    ASSERT_EQ(flip_flops.phase_mw.size(), 3U);
    // Both banks have eight flip-flops and the same duty; two flip-flops are on the free clock.
    EXPECT_NEAR(flip_flops.phase_mw[0], flip_flops.phase_mw[1], 1e-6 * flip_flops.phase_mw[0]);
    EXPECT_GT(flip_flops.phase_mw[0], 0);
    EXPECT_GT(flip_flops.phase_mw[2], 0);
    for (const auto* sum : {&result.total, &flip_flops})
        EXPECT_NEAR(sum->phase_mw[0] + sum->phase_mw[1] + sum->phase_mw[2], sum->total_mw(), 1e-9);
}

TEST_F(Power, RefusesAModuleThatIsNotThere) {
    power_.module = "bank";
    EXPECT_THROW(run(), ToolError);
}

}  // namespace
}  // namespace kvolt
