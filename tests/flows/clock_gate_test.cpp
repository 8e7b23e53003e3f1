// SPDX-License-Identifier: Apache-2.0
// Clock gating: yosys proves that a bank with gated clocks is the bank with enables, with the gate as a module and as
// library cells.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "gen/flows/netlist/cell_models.hpp"
#include "gen/flows/netlist/clock_network.hpp"
#include "gen/flows/netlist/synthesis.hpp"
#include "gen/support/process.hpp"
#include "gen/support/scratch_directory.hpp"
#include "tests/flows/small_library.hpp"

namespace kvolt {
namespace {

/// Enables over six, five and two flip-flops: the first two are worth a gate, the last is not. One bank has a reset.
constexpr const char* bank = R"(module bank (
    input  wire clk_i, rst_ni, en_i, load_i,
    input  wire [5:0] d_i,
    output reg  [5:0] a_q,
    output reg  [4:0] b_q,
    output reg  [1:0] c_q
);
    always @(posedge clk_i) if (en_i & load_i) a_q <= d_i;
    always @(posedge clk_i or negedge rst_ni)
        if (!rst_ni) b_q <= 5'd9;
        else if (load_i) b_q <= d_i[4:0] ^ {5{en_i}};
    always @(posedge clk_i) if (en_i) c_q <= d_i[1:0];
endmodule
)";

void write(const std::string& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

SynthesisResult synthesize_bank(const Technology& tech, const std::string& directory) {
    write(directory + "/bank.v", bank);
    SynthesisInput input;
    input.sources = {directory + "/bank.v"};
    input.top = "bank";
    input.composed = {"bank"};
    input.clock_ns = 10;
    return synthesize(
        input, tech, directory, [](const Netlist&) { return std::set<std::string>{}; }, [](const std::string&) {});
}

/// Both circuits from equal states, inputs (clock and reset included) free in every step: outputs equal for ever, by
/// induction.
std::string equivalence_script(const std::string& gates) {
    return fmt::format(R"(read_verilog bank.v
prep -top bank
clk2fflogic
design -stash gold
read_verilog {}
prep -flatten -top bank
clk2fflogic
design -stash gate
design -copy-from gold -as gold bank
design -copy-from gate -as gate bank
miter -equiv -flatten -make_assert gold gate miter
hierarchy -top miter
opt_clean
sat -verify -prove-asserts -set-init-zero -tempinduct -seq 1 -maxsteps 8 miter
)",
                       gates);
}

enum class Verdict { proved, refuted, neither };

Verdict prove(const std::string& directory, const std::string& gates) {
    write(directory + "/prove.ys", equivalence_script(gates));
    const auto run = run_process({"yosys", "-Q", "-T", "-s", "prove.ys"}, directory);
    if (run.status == 0) return Verdict::proved;
    return run.output.find("model found for base case: FAIL") != std::string::npos ? Verdict::refuted
                                                                                   : Verdict::neither;
}

Technology small(bool clock_gate) {
    SmallLibrary with;
    with.clock_gate = clock_gate;
    return make_technology(parse_liberty(small_library(with), "small.lib"), {});
}

class ClockGateCells : public testing::TestWithParam<bool> {};

TEST_P(ClockGateCells, NetlistIsEquivalentToTheRtl) {
    const ScratchDirectory scratch;
    const auto tech = small(GetParam());
    const auto result = synthesize_bank(tech, scratch.path());
    const auto clocks = clock_network(result.netlist.modules.back(), tech);
    EXPECT_EQ(clocks.gates.size(), 2U);
    EXPECT_EQ(clocks.gated, 11);
    EXPECT_EQ(clocks.ungated, 2);
    write(scratch.path() + "/cells.v", cell_models(result.netlist, tech));
    EXPECT_EQ(prove(scratch.path(), "netlist.v cells.v"), Verdict::proved);
}

INSTANTIATE_TEST_SUITE_P(Kinds, ClockGateCells, testing::Values(true, false),
                         [](const auto& instance) { return instance.param ? "integrated" : "latch_and_and"; });

TEST(ClockGate, TheProofFailsForAGateThatForgetsItsEnable) {
    const ScratchDirectory scratch;
    const auto tech = small(true);
    const auto result = synthesize_bank(tech, scratch.path());
    auto models = cell_models(result.netlist, tech);
    const std::string right = "assign GCK = CK & state_q;";
    ASSERT_NE(models.find(right), std::string::npos) << models;
    models.replace(models.find(right), right.size(), "assign GCK = CK;");
    write(scratch.path() + "/cells.v", models);
    EXPECT_EQ(prove(scratch.path(), "netlist.v cells.v"), Verdict::refuted);
}

TEST(ClockGate, MapKeepsTheBehaviorOfTheBank) {
    const ScratchDirectory scratch;
    write(scratch.path() + "/bank.v", bank);
    write(scratch.path() + "/kv_clock_gate.v", technology_file("kv_clock_gate.v"));
    write(scratch.path() + "/map.v", technology_file("kv_clock_gate_map.v"));
    write(scratch.path() + "/gate.ys",
          "read_verilog bank.v\nread_verilog -lib kv_clock_gate.v\nhierarchy -top bank\nproc\nopt\ntechmap\n"
          "dfflegalize -mince 4 -cell $_DFFE_PP_ x -cell $_DFFE_PN?P_ x -cell $_DFF_P_ x -cell $_DFF_PN?_ x\ntechmap "
          "-map map.v\n"
          "opt_merge -share_all t:kv_clock_gate\nopt_clean\nselect -assert-count 2 t:kv_clock_gate\nwrite_verilog "
          "-noattr gated.v\n");
    run_tool("yosys: gating", {"yosys", "-Q", "-T", "-s", "gate.ys"}, scratch.path());
    EXPECT_EQ(prove(scratch.path(), "gated.v kv_clock_gate.v"), Verdict::proved);
}

TEST(ClockGate, WithoutGatesTheBankHasMultiplexers) {
    const ScratchDirectory scratch;
    SmallLibrary with;
    with.clock_gate = with.latch = false;
    const auto tech = make_technology(parse_liberty(small_library(with), "small.lib"), {});
    const auto result = synthesize_bank(tech, scratch.path());
    EXPECT_FALSE(result.clocks_gated);
    EXPECT_EQ(clock_network(result.netlist.modules.back(), tech).ungated, 13);
    write(scratch.path() + "/cells.v", cell_models(result.netlist, tech));
    EXPECT_EQ(prove(scratch.path(), "netlist.v cells.v"), Verdict::proved);
}

}  // namespace
}  // namespace kvolt
