// SPDX-License-Identifier: Apache-2.0
// The emitted RTL reads without a word in three front ends, whatever the sizes.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/gen/emitted.hpp"

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

INSTANTIATE_TEST_SUITE_P(
    Variants, EmittedRtl,
    testing::Values(
        Variant{"tiny", {}}, Variant{"tile64", {}}, Variant{"paper", {}}, Variant{"paper-head", {}}, odd_sizes("odd"),
        odd_sizes("refresh", {"retention.limit=99", "retention.refresh=true", "repair.slots=2"}),
        odd_sizes("refresh_adc", {"retention.limit=999", "retention.refresh=true", "score.path=adc"}),
        odd_sizes("retention", {"retention.limit=9"}),
        odd_sizes("flag",
                  {"retention.limit=9", "retention.policy=flag", "tile.slots=8", "repair.slots=3", "score.path=adc"}),
        odd_sizes("repair", {"repair.slots=3"}),
        odd_sizes("repair_relu", {"score.path=adc", "normalizer.kind=relu", "repair.slots=2"}),
        odd_sizes("two", {"analog.integrators=2", "timing.write_cycles=2", "timing.guard_cycles=1"}),
        odd_sizes("direct", {"readout.sync_stages=0", "analog.cell=linear", "timing.unit_cycles=2"}),
        odd_sizes("deep", {"readout.sync_stages=3", "timing.settle_cycles=3", "timing.phi_cycles=9"}),
        odd_sizes("sinks", {"protected.first=1"}),
        odd_sizes("kept", {"protected.first=3", "protected.newest=5", "protected.lanes=2", "analog.integrators=2",
                           "repair.slots=2"}),
        odd_sizes("kept_adc", {"score.path=adc", "tile.rows=3", "protected.newest=15", "protected.lanes=7",
                               "normalizer.kind=consmax"}),
        Variant{"adc-ramp", {}}, Variant{"adc-sar", {}}, odd_sizes("calibrated", {"calibration.average=4"}),
        odd_sizes("calibrated_ramp", {"score.path=adc", "adc.readout=ramp", "calibration.average=1"}),
        odd_sizes("calibrated_refresh",
                  {"calibration.average=2", "retention.limit=99", "retention.refresh=true", "repair.slots=2"}),
        odd_sizes("self_test", {"calibration.average=2", "calibration.self_test=true", "analog.integrators=2",
                                "repair.slots=2", "retention.limit=99", "tile.slots=8"}),
        odd_sizes("self_test_adc", {"calibration.average=1", "calibration.self_test=true", "score.path=adc",
                                    "retention.limit=99", "retention.refresh=true", "tile.rows=3"}),
        Variant{"tiny",
                {"name=least_self_test", "calibration.average=1", "calibration.self_test=true", "head.dimension=2",
                 "tile.slots=2", "bits.q=1", "bits.kv=1", "bits.out=3", "stream.data_bits=8", "stream.word_bits=8"}},
        odd_sizes("ramp_groups", {"score.path=adc", "tile.rows=3", "adc.columns_per_converter=2", "adc.readout=ramp",
                                  "normalizer.kind=relu", "bits.phi=5", "adc.bits=5"}),
        odd_sizes("sar_pulse", {"score.path=adc", "adc.kind=sar", "adc.columns_per_converter=3",
                                "normalizer.kind=consmax", "readout.sync_stages=0", "bits.phi=3"}),
        odd_sizes("ramp_sar", {"score.path=adc", "adc.readout=sar", "adc.columns_per_converter=5",
                               "normalizer.kind=sigmoid", "readout.sync_stages=3", "tile.rows=7"}),
        odd_sizes("imperfect", {"analog.gain_mismatch=0.1", "analog.seed=9223372036854775807", "analog.cell=table",
                                "analog.table=" KVOLT_SOURCE_DIR "/tests/gen/cell.csv"}),
        odd_sizes("imperfect_arrays", {"score.path=adc", "tile.rows=3", "analog.comparator_offset_ua=2"}),
        odd_sizes("relu_waits", {"score.path=adc", "normalizer.kind=relu", "bits.q=1", "adc.bits=3"}),
        Variant{"tiny",
                {"name=least_adc", "score.path=adc", "head.dimension=2", "tile.slots=2", "bits.q=1", "bits.kv=1",
                 "bits.out=2", "bits.phi=2", "adc.bits=3", "stream.data_bits=8", "stream.word_bits=8"}},
        Variant{"tiny",
                {"name=least", "head.dimension=2", "tile.slots=2", "bits.q=1", "bits.kv=1", "bits.out=3",
                 "stream.data_bits=8", "stream.word_bits=8"}}));

// Every parameter of the top that the macro does not fix may be overridden without emitting again.
TEST(EmittedRtlParameters, MayBeOverriddenAtTheTop) {
    const EmittedDirectory dir(Variant{"tiny", {}});
    const auto outcome = dir.run(
        "verilator --lint-only -Wall --top-module kvolt_tiny -GTILES=3 -GDATA_BITS=32 -GWORD_BITS=8 -GSYNC_STAGES=3 "
        "-GWRITE_CYCLES=3 -GGUARD_CYCLES=2 -GSETTLE_CYCLES=1 -GPHI_CYCLES=31 -GRESULT_DEPTH=2 -GSIGN_HOLD=1 "
        "-f tiny.synth.f");
    expect_silence(outcome, "overridden");
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
