// SPDX-License-Identifier: Apache-2.0
// Technologies: descriptions, and the roles that follow from a Liberty file alone.
#include "gen/flows/cells/technology.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "gen/flows/cells/technology_description.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/scratch_directory.hpp"
#include "tests/flows/small_library.hpp"

namespace kvolt {
namespace {

std::string refusal(const std::string& toml) {
    try {
        parse_technology(toml, "x.toml");
    } catch (const InputError& error) {
        return error.what();
    }
    return "accepted";
}

std::string library_refusal(const SmallLibrary& with) {
    try {
        make_technology({parse_liberty(small_library(with), "small.lib")}, {});
    } catch (const InputError& error) {
        return error.what();
    }
    return "accepted";
}

TEST(TechnologyDescription, ReadsEveryKey) {
    const auto d = parse_technology(R"(
name = "n"
title = "t"
libraries = ["a*", "b"]
liberty = ["/x.lib"]
package = "p"
dont_use = ["*_0"]
driving_cell = "BUF"
output_load_ff = 12
clock_gate_bits = 3
[area_um2]
LATCH = 5.5
)",
                                    "x.toml");
    EXPECT_EQ(d.name, "n");
    EXPECT_EQ(d.libraries, (std::vector<std::string>{"a*", "b"}));
    EXPECT_EQ(d.liberty, std::vector<std::string>{"/x.lib"});
    EXPECT_EQ(d.package, "p");
    EXPECT_EQ(d.dont_use, std::vector<std::string>{"*_0"});
    EXPECT_EQ(d.driving_cell, "BUF");
    EXPECT_DOUBLE_EQ(d.output_load_ff, 12);
    EXPECT_EQ(d.clock_gate_bits, 3);
    EXPECT_DOUBLE_EQ(d.area_um2.at("LATCH"), 5.5);
}

TEST(TechnologyDescription, RefusesWithTheLine) {
    EXPECT_EQ(refusal("name = \"n\"\ndont_us = []"), "x.toml:2: dont_us: unknown key, did you mean dont_use?");
    EXPECT_EQ(refusal("name = \"n\"\nclock_gate_bits = 0"),
              "x.toml:2: clock_gate_bits: is not a number in range, 1 to 1024 is allowed");
    EXPECT_EQ(refusal("name = 3"), "x.toml:1: name: is not a string, write it in quotes");
    EXPECT_EQ(refusal("name = \"n\"\nlibraries = \"a\""),
              "x.toml:2: libraries: is not a list, a list of strings is allowed");
    EXPECT_EQ(refusal("name = \"n\"\n[area_um2]\nX = -1"),
              "x.toml:3: area_um2.X: is not a number in range, 0 to 1000000 is allowed");
    EXPECT_NE(refusal("name = ").find("x.toml:1: "), std::string::npos);
    EXPECT_NE(refusal("title = \"t\"").find("a technology needs a name"), std::string::npos);
}

TEST(TechnologyDescription, TheOnesInTheBinaryAreValid) {
    ASSERT_GE(technologies().size(), 2U);
    for (const auto& d : technologies()) EXPECT_FALSE(d.title.empty()) << d.name;
}

TEST(Technology, DerivesRolesFromAnUnknownLibrary) {
    const auto tech = make_technology({parse_liberty(small_library(), "small.lib")}, {});
    EXPECT_EQ(tech.inverter->name, "INV");
    EXPECT_EQ(tech.and2->name, "AND2");
    EXPECT_EQ(tech.latch.cell->name, "LAT");
    EXPECT_EQ(tech.clock_gate->name, "CG");
    ASSERT_EQ(tech.buffers.size(), 2U);
    EXPECT_EQ(tech.buffers[0]->name, "BUF1");
    EXPECT_EQ(tech.buffers[1]->name, "BUF4");
    ASSERT_EQ(tech.clock_buffers.size(), 1U);
    EXPECT_EQ(tech.clock_buffers[0]->name, "CLKBUF4");
    EXPECT_NEAR(tech.buffers[1]->output()->resistance_ns_per_pf, 2.0, 1e-9);
    // Twelve inverters of 2 fF behind 8 ns/pF.
    EXPECT_NEAR(tech.load_time_ns, 12 * 0.002 * 8.0, 1e-9);
    EXPECT_DOUBLE_EQ(tech.cells.voltage, 1.2);
    EXPECT_TRUE(tech.can_gate_clocks());
}

TEST(Technology, SaysWhatALibraryLacks) {
    SmallLibrary no_buffer, no_clear;
    no_buffer.buffer = false;
    no_clear.clear = false;
    EXPECT_EQ(library_refusal(no_buffer), "small.lib: has no buffer with a delay table, which the generated RTL needs");
    EXPECT_EQ(library_refusal(no_clear),
              "small.lib: has no flip-flop with asynchronous set or reset, which the generated RTL needs");
}

TEST(Technology, WithoutGateOrLatchClocksAreNotGated) {
    SmallLibrary plain;
    plain.clock_gate = false;
    EXPECT_TRUE(make_technology({parse_liberty(small_library(plain), "small.lib")}, {}).can_gate_clocks());
    plain.latch = false;
    EXPECT_FALSE(make_technology({parse_liberty(small_library(plain), "small.lib")}, {}).can_gate_clocks());
}

TEST(Technology, DescriptionOverridesAreasAndCells) {
    TechnologyDescription d;
    d.name = "d";
    d.dont_use = {"BUF?"};
    d.area_um2["LAT"] = 40;
    d.driving_cell = "CLKBUF4";
    const auto tech = make_technology({parse_liberty(small_library(), "small.lib")}, d);
    EXPECT_EQ(tech.buffers.at(0)->name, "CLKBUF4");
    EXPECT_DOUBLE_EQ(tech.latch.cell->area_um2, 40);
    EXPECT_EQ(tech.driving_cell->name, "CLKBUF4");
    d.driving_cell = "NONE";
    EXPECT_THROW(make_technology({parse_liberty(small_library(), "small.lib")}, d), InputError);
}

TEST(Technology, RefusesUnknownNames) {
    try {
        load_technology("osu081", {});
        FAIL();
    } catch (const InputError& error) {
        EXPECT_STREQ(error.what(), "--tech: unknown technology osu081, did you mean osu018?");
    }
    EXPECT_THROW(load_technology("sky130hd", {}), InputError);  // comes without a Liberty file
}

/// "sky130_fd_sc_hd*" is high density, low leakage as well: a description must not claim its neighbors.
TEST(Technology, DescriptionsClaimTheirOwnLibrariesOnly) {
    const ScratchDirectory scratch;
    const auto name_of = [&](const std::string& library) {
        auto text = small_library();
        text.replace(text.find("(small)"), 7, "(" + library + ")");
        std::ofstream(scratch.path() + "/x.lib") << text;
        return load_technology("osu018", {scratch.path() + "/x.lib"}).description.name;
    };
    EXPECT_EQ(name_of("sky130_fd_sc_hdll__tt_025C_1v80"), "sky130_fd_sc_hdll__tt_025C_1v80");
    EXPECT_EQ(name_of("sg13g2_stdcell_typ_1p20V_25C"), "sg13g2");
    EXPECT_EQ(name_of("gf180mcu_fd_sc_mcu9t5v0__tt_025C_5v00"), "gf180mcu");
}

TEST(Technology, SaysWhyItGatesNoClocks) {
    SmallLibrary with;
    with.latch = false;
    auto text = small_library(with);
    text.replace(text.find("\"latch_posedge\""), 15, "\"latch_negedge\"");
    const auto tech = make_technology({parse_liberty(text, "x.lib")}, {});
    EXPECT_EQ(tech.no_gates, "CG is of kind latch_negedge; a latch_posedge gate, or a latch and an AND, could be used");
    TechnologyDescription d;
    d.name = "d";
    d.dont_use = {"CG"};
    EXPECT_EQ(make_technology({parse_liberty(small_library(with), "x.lib")}, d).no_gates,
              "clock gate CG is among the cells that technology d leaves out");
    with.clock_gate = false;
    EXPECT_EQ(make_technology({parse_liberty(small_library(with), "x.lib")}, {}).no_gates,
              "small has neither a clock gate of kind latch_posedge nor a latch that could be used");
}

TEST(Technology, DefaultLibraryGatesWithLatchAndAnd) {
    const auto tech = load_technology("osu018", {});
    EXPECT_EQ(tech.clock_gate, nullptr);
    EXPECT_EQ(tech.latch.cell->name, "LATCH");
    EXPECT_DOUBLE_EQ(tech.latch.cell->area_um2, 56);  // the Liberty file says 0
    EXPECT_EQ(tech.and2->name, "AND2X1");
}

TEST(Technology, CompressedLibraryWithClockGates) {
    const std::string path = std::string(KVOLT_SOURCE_DIR) + "/../shared/liberty/sky130hd_tt.lib.gz";
    if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is absent";
    const auto tech = load_technology("osu018", {path});
    EXPECT_EQ(tech.description.name, "sky130hd");
    EXPECT_EQ(tech.clock_gate->name, "sky130_fd_sc_hd__dlclkp_1");
    for (const auto* buffer : tech.buffers) EXPECT_EQ(buffer->name.find("lpflow"), std::string::npos);
}

}  // namespace
}  // namespace kvolt
