// SPDX-License-Identifier: Apache-2.0
// What calibration can do about output lanes whose gains differ: the self test measures them on a known pattern, trims
// take them out to within half a step of LANE_TRIM. The engine equals its golden model at every word on the way.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "sim/bench/icarus.hpp"
#include "sim/bench/self_test.hpp"
#include "sim/model/engines.hpp"
#include "sim/model/golden_head.hpp"
#include "sim/model/token_random.hpp"
#include "tests/system/pin_bench.hpp"
#include "tests/system/system_run.hpp"

namespace kvolt {
namespace {

Design engine(const std::vector<std::string>& more) {
    std::vector<std::string> keys{"name=lanegain",
                                  "head.dimension=7",
                                  "bits.out=10",
                                  "stream.word_bits=16",
                                  "calibration.self_test=true",
                                  "calibration.average=4",
                                  "analog.score_saturation_ua=20",
                                  "analog.output_saturation_ua=80"};
    keys.insert(keys.end(), more.begin(), more.end());
    return elaborate(load_config("tiny", keys));
}

/// A slot written with the highest levels and asked with the highest q.
TestToken high(const Design& design) {
    TestToken token;
    token.k_level = token.v_level = design.level_max;
    token.q_code = design.q_max;
    return token;
}

/// Trims from a run of the self test; then tokens whose words are compared three times. In a process of its own: what
/// is found is said by the bench.
std::string trimmed(const Design& design, const Design& perfect) {
    constexpr int stored = 3;  // slots: their sum is far from the clip with any gain
    return on_the_pins(design, [&](Dut& dut) {
        PinBench bench(design, dut);
        SelfTest test(design, bench.control());
        GoldenHead nominal(perfect), untrimmed(design);
        test.begin();
        std::vector<std::int32_t> sums, expected, due;
        for (int n = 0; n < stored; ++n) {
            const Token made = test.run(high(design));
            sums = test.sums(0);
            expected = bench.golden(0).step(made).codes;
            due = nominal.step(made).codes;
            bench.expect(sums == expected, fmt::format("test token {}: sums are not the golden model's", n));
        }
        test.end();
        for (int lane = 0; lane < design.rows; ++lane) {
            const auto at = static_cast<std::size_t>(lane);
            const auto trim = static_cast<std::int32_t>(std::lround(256.0 * (1.0 * due[at] / sums[at] - 1.0)));
            bench.expect(std::abs(trim) < 128, "the gain is beyond the trim");
            bench.control().write("H0_LANE_SELECT", static_cast<std::uint32_t>(lane));
            bench.control().write("H0_LANE_TRIM", static_cast<std::uint32_t>(trim));
            bench.golden(0).set_lane(lane, 0, trim);
        }
        GoldenHead fresh(perfect), trims(design);
        for (int lane = 0; lane < design.rows; ++lane) {
            const auto at = static_cast<std::size_t>(lane);
            trims.set_lane(lane, 0, static_cast<std::int32_t>(std::lround(256.0 * (1.0 * due[at] / sums[at] - 1.0))));
        }
        double before = 0, after = 0;  // largest distance to perfect lanes, codes
        for (int i = 0; i < 120; ++i) {
            const Token token = bench.draw(i % 5 != 3, true);
            bench.send(0, token, i == 0);
            const auto right = fresh.step(token).codes, raw = untrimmed.step(token).codes,
                       words = trims.step(token).words;
            for (std::size_t r = 0; r < right.size(); ++r) {
                if (std::abs(right[r]) > design.code_max / 2) continue;  // might clip before its gain is corrected
                const double trimming = std::abs(words[r] - right[r]);
                // Half a step of the trim, half a code of the measured one and of each code on the way.
                const double bound = std::abs(right[r]) * (1.0 / 512 + 1.0 / due[r]) + 1.5;
                bench.expect(trimming <= bound, fmt::format("token {} lane {}: {} for {}", i, r, words[r], right[r]));
                after = std::max(after, trimming);
                before = std::max<double>(before, std::abs(raw[r] - right[r]));
            }
        }
        bench.expect(before > 20, fmt::format("untrimmed lanes are {} codes off, hardly anything to take out", before));
        bench.expect(after < 3, fmt::format("trimmed lanes are {} codes off", after));
        bench.drain();
        return bench.finish();
    });
}

TEST(LaneGain, TrimsFromTheSelfTestTakeItOutToWithinTheirResolution) {
    EXPECT_EQ(trimmed(engine({"analog.lane_gain=0.1"}), engine({})), "");
}

TEST(LaneGain, OnTheAdcPathAConverterHasOneGainForItsLanes) {
    const std::vector<std::string> adc{"score.path=adc", "adc.readout=ramp", "adc.columns_per_converter=3",
                                       "normalizer.kind=sigmoid"};
    auto gains = adc;
    gains.push_back("analog.lane_gain=0.1");
    const auto design = elaborate(load_config("tiny", gains)), perfect = elaborate(load_config("tiny", adc));
    const auto tokens = random_tokens(design, 40, 3);
    const auto words = run_golden(design, tokens).words;
    EXPECT_EQ(run_icarus(design, tokens).words, words);
    EXPECT_NE(run_golden(perfect, tokens).words, words);
}

/// Lanes of one head differ, and so do tiles; scores don't know of it.
TEST(LaneGain, IsOfTheOutputsAlone) {
    const auto design = engine({"analog.lane_gain=0.3"}), perfect = engine({});
    GoldenHead head(design), ideal(perfect);
    auto tokens = random_tokens(design, 30, 7);
    bool differs = false;
    for (std::size_t i = 0; i < tokens.steps(); ++i) {
        const auto token = tokens.token(0, i);
        differs = head.step(token).codes != ideal.step(token).codes || differs;
        for (std::size_t slot = 0; slot < ideal.s().size(); ++slot) EXPECT_NEAR(head.s()[slot], ideal.s()[slot], 1e-9);
    }
    EXPECT_TRUE(differs);
}

}  // namespace
}  // namespace kvolt
