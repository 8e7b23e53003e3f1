// SPDX-License-Identifier: Apache-2.0
// Output lanes whose gains differ: portable models equal the golden model, and scores don't know of it.
#include <gtest/gtest.h>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "sim/bench/icarus.hpp"
#include "sim/model/engines.hpp"
#include "sim/model/golden_head.hpp"
#include "sim/model/token_random.hpp"
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
