// SPDX-License-Identifier: Apache-2.0
// Structure that a simulation cannot see: how many gates a block becomes, and which ones stand before a word line.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <regex>

#include "catalog.hpp"
#include "shell.hpp"

namespace kvolt::test {
namespace {

/// Cells by type after `script` on `block` with `parameters` ("-set A 1 -set B 2").
std::map<std::string, int> count_cells(const std::string& block, const std::string& parameters,
                                       const std::string& script) {
    const Outcome outcome = shell(fmt::format(
        "yosys -p 'read_verilog {0}/{1}.v; chparam {2} {1}; hierarchy -check -libdir {0} -top {1}; {3}; stat'",
        KVOLT_RTL, block, parameters, script));
    EXPECT_EQ(outcome.status, 0) << outcome.output;
    std::map<std::string, int> cells;
    const auto statistics = outcome.output.rfind("Number of cells:");
    if (statistics == std::string::npos) return cells;
    const std::string text = outcome.output.substr(statistics);
    static const std::regex line(R"(\n\s+\$_(\w+)_\s+(\d+))");
    for (std::sregex_iterator it(text.begin(), text.end(), line), end; it != end; ++it)
        cells[(*it)[1]] = std::stoi((*it)[2]);
    return cells;
}

TEST(Gates, PopulationCountUsesTheLeastFullAdders) {
    for (const auto& [inputs, full, half] :
         std::vector<std::array<int, 3>>{{2, 0, 1}, {3, 1, 0}, {7, 4, 0}, {16, 11, 4}, {63, 57, 0}}) {
        auto cells = count_cells("kv_popcount", fmt::format("-set LANES 1 -set INPUTS {}", inputs),
                                 "proc; flatten; opt_expr; opt_clean; simplemap; opt_clean");
        // As written a full adder is 2 XOR, 2 AND, 1 OR after the shared XOR is merged; a half adder is one XOR and one
        // AND.
        EXPECT_EQ(cells["OR"], full) << inputs << " inputs";
        EXPECT_EQ(cells["AND"], 2 * full + half) << inputs << " inputs";
    }
}

/// Cells that one more lane costs: control is in both counts and cancels.
std::map<std::string, int> cells_per_lane(int tiles, int out_bits, int stages) {
    const std::string script =
        "synth -flatten; dfflegalize -cell $_DFFE_PP_ x -cell $_DFF_P_ x -cell $_DFF_PN0_ x "
        "-cell $_DFFE_PN0P_ x; abc -g simple; opt_clean";
    const auto parameters = [&](int lanes) {
        return fmt::format("-set LANES {} -set TILES {} -set OUT_BITS {} -set SYNC_STAGES {}", lanes, tiles, out_bits,
                           stages);
    };
    auto few = count_cells("kv_readout", parameters(4), script),
         many = count_cells("kv_readout", parameters(12), script);
    std::map<std::string, int> result;
    for (const auto& [type, count] : many) {
        const bool flip_flop = type.rfind("DFF", 0) == 0;
        result[flip_flop ? "flip-flops" : "logic"] += count - few[type];
    }
    for (auto& [kind, count] : result) count = (count + 7) / 8;
    return result;
}

TEST(Gates, ReadoutLaneCostsWhatItsHeaderSays) {
    struct Case {
        int tiles, out_bits, stages, full_adders, half_adders;
    };
    for (const Case& c : {Case{16, 5, 2, 11, 4}, Case{7, 4, 1, 4, 0}}) {
        auto lane = cells_per_lane(c.tiles, c.out_bits, c.stages);
        int pop_bits = 0, sum_bits = 0;
        while ((1 << pop_bits) < c.tiles + 1) ++pop_bits;
        while ((1 << sum_bits) < c.tiles * (1 << (c.out_bits - 1)) + 1) ++sum_bits;
        ++sum_bits;
        EXPECT_EQ(lane["flip-flops"], c.stages * c.tiles + 2 * pop_bits + sum_bits);
        // sign XOR, fault OR, counter, accumulator (two rows of full adders under the pair of counts, half adders
        // above), restart multiplexer
        const int logic =
            2 * c.tiles + 5 * c.full_adders + 2 * c.half_adders + 10 * pop_bits + 2 * (sum_bits - pop_bits) + sum_bits;
        EXPECT_GT(lane["logic"], logic / 2);
        EXPECT_LE(lane["logic"], logic * 6 / 5) << "two-input gates of a lane, " << c.tiles << " tiles";
    }
}

TEST(Gates, OnlyAndGatesStandBeforeAWordLine) {
    const Outcome outcome = shell(
        fmt::format("yosys -q -p 'read_verilog {}/kv_word_lines.v; chparam -set SLOTS 5 -set TILES 3 kv_word_lines; "
                    "hierarchy -check -top "
                    "kv_word_lines; proc; flatten; opt; simplemap; opt; select -set cone w:wl_o %ci*:-$_DFFE_PN0P_; "
                    "select -assert-count 15 @cone t:$_AND_ %i; "
                    "select -assert-none @cone t:* %i t:$_AND_ %d'",
                    KVOLT_RTL));
    EXPECT_EQ(outcome.status, 0) << outcome.output;
}

}  // namespace
}  // namespace kvolt::test
