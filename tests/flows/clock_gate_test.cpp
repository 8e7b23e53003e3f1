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
#include "tests/flows/gated_bank.hpp"
#include "tests/flows/small_library.hpp"

namespace kvolt {
namespace {

Technology small(bool clock_gate) {
    SmallLibrary with;
    with.clock_gate = clock_gate;
    return make_technology({parse_liberty(small_library(with), "small.lib")}, {});
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
    write_file(scratch.path() + "/cells.v", cell_models(result.netlist, tech));
    EXPECT_EQ(prove_bank(scratch.path(), "netlist.v cells.v"), Verdict::proved);
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
    write_file(scratch.path() + "/cells.v", models);
    EXPECT_EQ(prove_bank(scratch.path(), "netlist.v cells.v"), Verdict::refuted);
}

TEST(ClockGate, MapKeepsTheBehaviorOfTheBank) {
    const ScratchDirectory scratch;
    write_file(scratch.path() + "/bank.v", bank_verilog);
    write_file(scratch.path() + "/kv_clock_gate.v", technology_file("kv_clock_gate.v"));
    write_file(scratch.path() + "/map.v", technology_file("kv_clock_gate_map.v"));
    write_file(
        scratch.path() + "/gate.ys",
        "read_verilog bank.v\nread_verilog -lib kv_clock_gate.v\nhierarchy -top bank\nproc\nopt\ntechmap\n"
        "dfflegalize -mince 4 -cell $_DFFE_PP_ x -cell $_DFFE_PN?P_ x -cell $_DFF_P_ x -cell $_DFF_PN?_ x\ntechmap "
        "-map map.v\n"
        "opt_merge -share_all t:kv_clock_gate\nopt_clean\nselect -assert-count 2 t:kv_clock_gate\nwrite_verilog "
        "-noattr gated.v\n");
    run_tool("yosys: gating", {"yosys", "-Q", "-T", "-s", "gate.ys"}, scratch.path());
    EXPECT_EQ(prove_bank(scratch.path(), "gated.v kv_clock_gate.v"), Verdict::proved);
}

TEST(ClockGate, WithoutGatesTheBankHasMultiplexers) {
    const ScratchDirectory scratch;
    SmallLibrary with;
    with.clock_gate = with.latch = false;
    const auto tech = make_technology({parse_liberty(small_library(with), "small.lib")}, {});
    const auto result = synthesize_bank(tech, scratch.path());
    EXPECT_FALSE(result.clocks_gated);
    EXPECT_EQ(clock_network(result.netlist.modules.back(), tech).ungated, 13);
    write_file(scratch.path() + "/cells.v", cell_models(result.netlist, tech));
    EXPECT_EQ(prove_bank(scratch.path(), "netlist.v cells.v"), Verdict::proved);
}

}  // namespace
}  // namespace kvolt
