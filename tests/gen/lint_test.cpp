// SPDX-License-Identifier: Apache-2.0
// The emitted RTL reads without a word in three front ends, whatever the sizes.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <regex>

#include "tests/gen/kind_variants.hpp"
#include "tests/gen/variants.hpp"

namespace kvolt::test {
namespace {

void expect_silence(const Outcome& outcome, const std::string& what) {
    EXPECT_EQ(outcome.status, 0) << what << "\n" << outcome.output;
    EXPECT_EQ(without_report(outcome.output), "") << what;
}

class EmittedRtl : public testing::TestWithParam<Variant> {};

TEST_P(EmittedRtl, ReadsWithoutAWarningInVerilator) {
    const EmittedDirectory dir(GetParam());
    const auto& d = dir.design;
    for (const std::string purpose : {"sim", "portable", "synth"}) {
        // Verilator unrolls the portable model in every tile: half a minute for 192 of them, and nothing new after 16.
        if (purpose == "portable" && d.heads * d.tiles > 16) continue;
        const auto list = fmt::format("{}.{}.f", d.name, purpose);
        expect_silence(dir.run(fmt::format("verilator --lint-only -Wall --top-module {} -f {}", d.top, list)), list);
    }
}

TEST_P(EmittedRtl, ReadsFromAnotherDirectoryWithVerilatorF) {
    const EmittedDirectory dir(GetParam());
    const auto list = dir.path(dir.design.name + ".synth.f");
    expect_silence(
        shell(fmt::format("cd / && verilator --lint-only -Wall --top-module {} -F {}", dir.design.top, list)), list);
}

TEST_P(EmittedRtl, ReadsWithoutAWarningInIcarus) {
    const EmittedDirectory dir(GetParam());
    const auto& d = dir.design;
    expect_silence(dir.run(fmt::format("iverilog -g2005 -Wall -t null -s {} -c {}.portable.f", d.top, d.name)), d.name);
}

TEST_P(EmittedRtl, ReadsWithoutAWarningInYosys) {
    const EmittedDirectory dir(GetParam());
    const auto& d = dir.design;
    expect_silence(dir.run(fmt::format("yosys -q -p \"{} hierarchy -check -top {}; proc; check -assert\"",
                                       yosys_reads(d.name + ".synth.f"), d.top)),
                   d.name);
}

/// And every kind of the tables of normalizers and converters that is not among them.
std::vector<Variant> variants() {
    auto list = all_variants();
    std::vector<std::vector<std::string>> overrides;
    for (const auto& variant : list) overrides.push_back(variant.overrides);
    for (const auto& kind : kinds_beyond(overrides))
        list.push_back(odd_sizes(kind.name, {"score.path=adc", "tile.rows=3", kind.key + "=" + kind.kind}));
    return list;
}

INSTANTIATE_TEST_SUITE_P(Variants, EmittedRtl, testing::ValuesIn(variants()));

// Macro and register map are made for the sizes of the top: it has no parameter that could contradict them.
/// The emitted top without its pins, and without numbers.
std::string top_shape(const Variant& variant) {
    const EmittedDirectory dir(variant);
    const auto text = dir.text(fmt::format("rtl/{}.v", dir.design.top));
    const auto pins = std::regex("[^\\n]*([sm]_axis_|of head )[0-9]+[^\\n]*\\n");
    return std::regex_replace(std::regex_replace(text.substr(text.find("///")), pins, ""),
                              std::regex("\\[[^\\n]*-1:0\\] *|[0-9]+|  +"), "");
}

TEST(EmittedTop, GrowsWithTheHeadsByTheirPinsAlone) {
    const std::vector<std::string> features{"repair.slots=4", "calibration.average=4", "calibration.self_test=true"};
    for (const auto& settings : {std::vector<std::string>{}, features}) {
        auto few = settings, many = settings;
        few.emplace_back("engine.heads=2");
        many.emplace_back("engine.heads=64");
        EXPECT_EQ(top_shape({"paper", few}), top_shape({"paper", many}));
    }
}

TEST(EmittedTop, HasNoParameters) {
    for (const auto& variant : all_variants()) {
        const auto design = design_of(variant);
        for (const auto& file : emit_all(design)) {
            if (file.path != fmt::format("rtl/{}.v", design.top)) continue;
            EXPECT_EQ(file.text.find("parameter "), std::string::npos) << design.name;
            EXPECT_NE(file.text.find("localparam ROWS"), std::string::npos) << design.name;
        }
    }
}

// What the lint tests rely on: the front ends do complain, and pass the complaint on as a status or as text.
TEST(EmittedRtlLint, NoticesAMissingPort) {
    const EmittedDirectory dir(Variant{"tiny", {}});
    const auto spoil = std::string("sed -i '/\\.token_pop_i/d' rtl/kvolt_tiny_head.v");
    ASSERT_EQ(dir.run(spoil).status, 0);
    EXPECT_NE(dir.run("verilator --lint-only -Wall --top-module kvolt_tiny -f tiny.synth.f").status, 0);
    EXPECT_NE(dir.run("iverilog -g2005 -Wall -t null -s kvolt_tiny -c tiny.portable.f").output, "");
}

TEST(EmittedRtlLint, NoticesASecondDriver) {
    const EmittedDirectory dir(Variant{"tiny", {}});
    const auto yosys = fmt::format("yosys -q -p \"{} hierarchy -check -top kvolt_tiny; proc; check -assert\"",
                                   yosys_reads("tiny.synth.f"));
    ASSERT_EQ(dir.run(yosys).status, 0);
    ASSERT_EQ(dir.run("sed -i 's/^endmodule/    assign sum_valid_o = clk_i;\\n&/' rtl/kv_readout.v").status, 0);
    EXPECT_NE(dir.run(yosys).status, 0);
}

}  // namespace
}  // namespace kvolt::test
