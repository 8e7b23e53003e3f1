// SPDX-License-Identifier: Apache-2.0
// The netlist of library cells in place of the RTL: same bench, same macros, every code against the golden model.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/system/system_run.hpp"

namespace kvolt {
namespace {

using Arguments = std::vector<std::string>;

/// Two rows, two slots, three tiles: seconds of synthesis.
const Arguments small_pulse{"head.dimension=2", "tile.slots=2",        "head.tiles=3",
                            "bits.out=3",       "stream.data_bits=16", "timing.clock_ns=20"};

Simulated gates(const std::string& config, const Arguments& keys, const Arguments& more) {
    Arguments arguments{config, "--netlist", "--stall", "0.3"};
    const auto overrides = set(keys);
    arguments.insert(arguments.end(), overrides.begin(), overrides.end());
    arguments.insert(arguments.end(), more.begin(), more.end());
    return simulate(arguments);
}

void expect_all_equal(const Simulated& run, int tokens) {
    ASSERT_EQ(run.said.status, 0) << run.said.out << run.said.err;
    EXPECT_EQ(run.report.at("tokens"), tokens);
    EXPECT_EQ(run.report.at("mismatches"), 0);
    EXPECT_TRUE(run.report.at("failures").empty());
}

TEST(GateLevel, NetlistOfTinyGivesTheSameCodesUnderStalls) {
    const auto run = gates("tiny", {}, {"--tokens", "120"});
    expect_all_equal(run, 120);
    EXPECT_EQ(run.report.at("netlist"), "osu018");
    EXPECT_EQ(run.report.at("latency_cycles"), run.report.at("derived").at("latency_cycles"));
}

TEST(GateLevel, NetlistOfARampConverterGivesTheSameCodesUnderStalls) {
    const auto run = gates("adc-ramp",
                           {"head.dimension=4", "tile.rows=4", "tile.slots=4", "head.tiles=2", "adc.bits=4",
                            "stream.data_bits=32", "timing.clock_ns=20"},
                           {"--tokens", "100"});
    expect_all_equal(run, 100);
}

TEST(GateLevel, TwoHeadsTwoIntegratorsAndAWindowSetAtRunTime) {
    auto keys = small_pulse;
    keys.insert(keys.end(), {"engine.heads=2", "analog.integrators=2", "analog.gain_mismatch=0.1"});
    const auto run = gates("tiny", keys, {"--tokens", "60", "--window", "5"});
    expect_all_equal(run, 120);
}

TEST(GateLevel, AWrongCellIsNoticed) {
    const auto run = gates("tiny", small_pulse, {"--tokens", "60", "--wrong-cell", "XOR2X1"});
    EXPECT_EQ(run.said.status, 1) << run.said.out << run.said.err;
    ASSERT_TRUE(run.report.is_object()) << run.said.err;
    EXPECT_GT(run.report.at("mismatches"), 0);
}

TEST(GateLevel, OptionsThatDoNotFitAreRefused) {
    for (const auto& arguments : std::vector<Arguments>{{"simulate", "tiny", "--netlist", "--engine", "golden"},
                                                        {"simulate", "tiny", "--tech", "osu018"},
                                                        {"simulate", "tiny", "--liberty", "x.lib"},
                                                        {"simulate", "tiny", "--netlist", "--tech", "nowhere"}}) {
        const auto run = kvolt(arguments);
        EXPECT_EQ(run.status, 2) << run.err;
        EXPECT_EQ(run.error_lines().size(), 1U) << run.err;
    }
}

}  // namespace
}  // namespace kvolt
