// SPDX-License-Identifier: Apache-2.0
// Engines whose cells and converters are not all alike: the RTL still gives the golden model's codes, with both macro
// models, whatever the stalls; and every imperfection does change codes.
#include <gtest/gtest.h>

#include "kvolt/golden.hpp"
#include "sim/bench/icarus.hpp"
#include "sim/model/engines.hpp"
#include "tests/system/system_run.hpp"

namespace kvolt {
namespace {

const std::vector<std::string> everything{
    "analog.gain_mismatch=0.08", "analog.offset_mismatch_ua=0.3",   "analog.read_noise_ua=1.5",
    "analog.write_noise_v=0.03", "analog.comparator_offset_ua=2.5", "analog.stuck_cells=0.03",
    "analog.leakage_spread=0.5", "analog.decay_per_token=0.01",     "analog.seed=4711"};

std::vector<std::string> joined(std::vector<std::string> a, const std::vector<std::string>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

const std::vector<std::string> pulse_engine{"head.dimension=7", "tile.slots=5", "head.tiles=3", "engine.heads=3",
                                            "timing.write_cycles=2"};
const std::vector<std::string> adc_engine{"head.dimension=11", "tile.rows=4",         "tile.slots=6",
                                          "head.tiles=2",      "engine.heads=2",      "adc.columns_per_converter=2",
                                          "adc.readout=ramp",  "normalizer.kind=relu"};

nlohmann::json run(const char* preset, const std::vector<std::string>& keys, const std::vector<std::string>& options) {
    auto result = simulate(joined(joined({preset, "--tokens", "120", "--discard"}, options), set(keys)));
    EXPECT_EQ(result.said.status, 0) << result.said.out << result.said.err;
    return result.report;
}

TEST(Imperfect, EngineOfSeveralHeadsAndTilesEqualsTheGoldenModel) {
    const auto keys = joined(pulse_engine, everything);
    EXPECT_EQ(run("tiny", keys, {"--kinds", "mixed", "--sequences", "2"}).at("mismatches"), 0);
    EXPECT_EQ(run("tiny", keys, {"--stall", "0.4", "--kinds", "mixed"}).at("mismatches"), 0);
    EXPECT_EQ(
        run("tiny", joined(keys, {"analog.integrators=2"}), {"--stall", "0.2", "--window", "11"}).at("mismatches"), 0);
}

TEST(Imperfect, AdcEnginesEqualTheGoldenModel) {
    EXPECT_EQ(run("adc-ramp", joined(adc_engine, everything), {"--kinds", "mixed"}).at("mismatches"), 0);
    EXPECT_EQ(run("adc-ramp",
                  joined(joined(adc_engine, everything),
                         {"adc.kind=sar", "adc.readout=pulse", "normalizer.kind=sigmoid", "timing.write_cycles=3"}),
                  {"--stall", "0.4"})
                  .at("mismatches"),
              0);
}

TEST(Imperfect, PortableMacrosInIcarusGiveTheSameCodes) {
    for (const auto& keys :
         {joined({"head.tiles=2"}, everything),
          joined({"score.path=adc", "head.tiles=2", "tile.rows=3", "adc.columns_per_converter=3"}, everything)}) {
        const auto design = elaborate(load_config("tiny", keys));
        const auto tokens = TokenSet::random(design, 25, 3);
        EXPECT_EQ(run_icarus(design, tokens).words, run_golden(design, tokens).words);
    }
}

/// Each alone: the codes are others than the ideal ones, and heads differ on equal tokens.
TEST(Imperfect, EachChangesCodes) {
    const std::vector<std::string> base{"head.tiles=2", "engine.heads=2", "analog.decay_per_token=0.05"};
    const auto codes = [&](const std::vector<std::string>& keys) {
        const auto design = elaborate(load_config("tiny", joined(base, keys)));
        return run_golden(design, TokenSet::random(design, 200, 5)).codes;
    };
    const auto ideal = codes({});
    for (const auto& key : everything) {
        if (key.find("decay") != std::string::npos) continue;
        const bool seed = key.find("seed") != std::string::npos;  // of nothing
        EXPECT_EQ(codes({key}) == ideal, seed) << key;
    }
    EXPECT_NE(codes({"analog.gain_mismatch=0.1"}), codes({"analog.gain_mismatch=0.1", "analog.seed=2"}));
}

/// Nothing stored: the sum of the offsets of a lane's comparators, tile by tile, and each head has its own.
TEST(Imperfect, ComparatorOffsetsShowWithoutAnythingStored) {
    const auto design =
        elaborate(load_config("tiny", {"head.tiles=3", "engine.heads=2", "analog.comparator_offset_ua=6.0",
                                       "analog.output_saturation_ua=40"}));
    Token query;
    query.writes = false;
    query.q.assign(static_cast<std::size_t>(design.rows), 3);
    const auto first = GoldenHead(design, 0).step(query).codes, second = GoldenHead(design, 1).step(query).codes;
    EXPECT_NE(first, std::vector<std::int32_t>(first.size(), 0));
    EXPECT_NE(first, second);
    const auto ideal = elaborate(load_config("tiny", {"head.tiles=3"}));
    EXPECT_EQ(GoldenHead(ideal, 0).step(query).codes, std::vector<std::int32_t>(first.size(), 0));
}

}  // namespace
}  // namespace kvolt
