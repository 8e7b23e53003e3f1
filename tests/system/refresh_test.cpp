// SPDX-License-Identifier: Apache-2.0
// Stored tokens written again from the digital copy: whole engines against the golden model, which does the same
// between the same packets.
#include <gtest/gtest.h>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "sim/model/golden_head.hpp"
#include "tests/system/pin_bench.hpp"
#include "tests/system/system_run.hpp"

namespace kvolt {
namespace {

/// Refreshes of all heads over several runs of one engine, by the registers, which the bench compares with the model.
std::int64_t refreshes(std::vector<std::string> keys, const std::vector<std::vector<std::string>>& runs) {
    keys.insert(keys.begin(), {"retention.refresh=true", "analog.decay_per_token=0.02"});
    return counted("refreshes", keys, runs);
}

TEST(Refresh, PulsePathOneIntegrator) {
    EXPECT_GT(refreshes({"retention.limit=30", "head.tiles=3", "tile.slots=5", "engine.heads=2"},
                        {{"--tokens", "90"},
                         {"--tokens", "120", "--kinds", "gqa", "--stall", "0.4", "--sequences", "2"},
                         {"--tokens", "90", "--kinds", "mixed", "--window", "4"}}),
              150);
}

TEST(Refresh, AfterEveryPacketWithTwoIntegratorsAndRepairedSlots) {
    EXPECT_GT(refreshes({"retention.limit=16", "head.tiles=2", "analog.integrators=2", "repair.slots=3",
                         "timing.write_cycles=2", "timing.level_setup_cycles=2", "timing.level_hold_cycles=3"},
                        {{"--tokens", "90", "--bad-slots", "0:0,0:7,0:8"},
                         {"--tokens", "120", "--kinds", "mixed", "--bad-slots", "0:15,0:3", "--stall", "0.5"},
                         {"--tokens", "80", "--kinds", "vit"}}),
              150);
}

TEST(Refresh, AdcPath) {
    EXPECT_GT(refreshes({"retention.limit=17", "score.path=adc", "adc.kind=sar"},
                        {{"--tokens", "50"}, {"--tokens", "60", "--kinds", "mixed", "--stall", "0.3"}}),
              20);
}

TEST(Refresh, PeriodThroughTheRegister) {
    const auto design =
        elaborate(load_config("tiny", {"retention.limit=24", "retention.refresh=true", "analog.decay_per_token=0.05"}));
    const auto problem = on_the_pins(design, [&](Dut& dut) {
        PinBench bench(design, dut);
        bench.expect_register("REFRESH_PERIOD", 3);
        HeadSettings settings{0, design.scale_reset, design.offset_reset};
        const auto sequence = [&](int period) {
            bench.control().write("REFRESH_PERIOD", static_cast<std::uint32_t>(period));
            settings.refresh_period = period;
            bench.golden(0).set(settings);
            for (int i = 0; i < 30; ++i) {
                auto token = bench.draw(i < 12, true);
                token.first = i == 0;
                bench.send(0, token);
            }
            bench.drain();
        };
        sequence(1);
        bench.expect_register("H0_REFRESHES", 30);
        sequence(0);
        bench.expect_register("H0_REFRESHES", 30);
        sequence(2);
        bench.expect_register("H0_REFRESHES", 45);
        return bench.finish();
    });
    EXPECT_EQ(problem, "");
}

// The golden model without refresh sees other levels: the comparison notices.
TEST(Refresh, AMissingRefreshIsNoticed) {
    const auto run = kvolt({"simulate", "tiny", "--set", "retention.limit=8", "--set", "retention.refresh=true",
                            "--set", "analog.decay_per_token=0.05", "--tokens", "40", "--kinds", "gqa", "--quick",
                            "--golden-set", "retention.limit=80"});
    EXPECT_EQ(run.status, 1) << run.out << run.err;
    EXPECT_NE(run.out.find("MISMATCH"), std::string::npos) << run.out;
}

}  // namespace
}  // namespace kvolt
