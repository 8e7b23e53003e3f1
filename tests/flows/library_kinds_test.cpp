// SPDX-License-Identifier: Apache-2.0
// Libraries as others write them: each goes through yosys, ABC and OpenSTA, and what comes out is proved to be its RTL.
#include "tests/flows/library_kinds.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "gen/flows/estimate/timing.hpp"
#include "gen/flows/netlist/cell_models.hpp"
#include "gen/flows/netlist/clock_network.hpp"
#include "gen/support/process.hpp"
#include "gen/support/scratch_directory.hpp"
#include "tests/flows/gated_bank.hpp"

namespace kvolt {
namespace {

Technology technology_of(const LibraryKind& kind) {
    std::vector<LibertyFile> files;
    for (const auto& text : kind.files) files.push_back(parse_liberty(text, fmt::format("{}.lib", files.size())));
    return make_technology(files, {});
}

class LibraryKinds : public testing::TestWithParam<LibraryKind> {};

TEST_P(LibraryKinds, NetlistIsProvedAndTimed) {
    const ScratchDirectory scratch;
    const auto tech = technology_of(GetParam());
    EXPECT_TRUE(tech.can_gate_clocks()) << tech.no_gates;
    const auto& cells = tech.cells.cells;
    EXPECT_EQ(std::all_of(cells.begin(), cells.end(), [](const auto& entry) { return entry.second.area_known; }),
              GetParam().areas_known);
    const auto result = synthesize_bank(tech, scratch.path());
    EXPECT_TRUE(result.notes.empty()) << result.notes.front();
    const auto clocks = clock_network(result.netlist.modules.back(), tech);
    EXPECT_EQ(clocks.gates.size(), 2U);
    EXPECT_EQ(clocks.gated, 11);
    EXPECT_EQ(clocks.ungated, 2);
    for (const auto& cell : result.netlist.modules.back().cells) {
        const auto* found = tech.cells.find(cell.type);
        ASSERT_NE(found, nullptr) << cell.type;
        EXPECT_TRUE(found->is_timed()) << cell.type;
    }
    write_file(scratch.path() + "/cells.v", cell_models(result.netlist, tech));
    EXPECT_EQ(prove_bank(scratch.path(), "netlist.v cells.v"), Verdict::proved);

    TimingInput input;
    input.top = "bank";
    input.clock_ns = 10;
    input.sdc =
        "set clock_period 10\ncreate_clock -name clk -period $clock_period [get_ports clk_i]\n"
        "set_input_delay -clock clk [expr 0.3 * $clock_period] [get_ports {en_i load_i d_i[*]}]\n"
        "set_output_delay -clock clk [expr 0.3 * $clock_period] [get_ports {a_q[*] b_q[*] c_q[*]}]\n";
    const auto timing = analyze_timing(input, tech, scratch.path(), [](const std::string&) {});
    EXPECT_EQ(timing.log.find("Warning"), std::string::npos) << timing.log;
    EXPECT_TRUE(timing.met());
    EXPECT_GT(timing.fmax_mhz, 200);
    EXPECT_LT(timing.fmax_mhz, 3000);  // two levels of these cells are 0.4 ns
}

INSTANTIATE_TEST_SUITE_P(All, LibraryKinds, testing::ValuesIn(library_kinds()),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace kvolt
