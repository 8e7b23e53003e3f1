// SPDX-License-Identifier: Apache-2.0
// Engines whose cells and converters are not all alike: the RTL still gives the golden model's codes, with both macro
// models, whatever the stalls; and every imperfection does change codes.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "gen/config/imperfections.hpp"
#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "sim/bench/icarus.hpp"
#include "sim/model/engines.hpp"
#include "sim/model/golden_head.hpp"
#include "sim/model/token.hpp"
#include "sim/model/token_random.hpp"
#include "tests/system/system_run.hpp"

namespace kvolt {
namespace {

/// Every imperfection, on cells that leak.
const std::vector<std::string> everything = [] {
    std::vector<std::string> keys{"analog.decay_per_token=0.01", "analog.seed=4711"};
    for (const auto& row : imperfection_table) keys.push_back(fmt::format("{}={}", row.key, row.example));
    return keys;
}();

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
        const auto tokens = random_tokens(design, 25, 3);
        EXPECT_EQ(run_icarus(design, tokens).words, run_golden(design, tokens).words);
    }
}

/// Each alone: the codes are others than the ideal ones, and heads differ on equal tokens.
TEST(Imperfect, EachChangesCodes) {
    const std::vector<std::string> base{"head.tiles=2", "engine.heads=2", "analog.decay_per_token=0.05"};
    const auto codes = [&](const std::vector<std::string>& keys) {
        const auto design = elaborate(load_config("tiny", joined(base, keys)));
        return run_golden(design, random_tokens(design, 200, 5)).codes;
    };
    const auto ideal = codes({});
    for (const auto& key : everything) {
        if (key.find("decay") != std::string::npos) continue;
        const bool seed = key.find("seed") != std::string::npos;  // of nothing
        EXPECT_EQ(codes({key}) == ideal, seed) << key;
    }
    EXPECT_NE(codes({"analog.gain_mismatch=0.1"}), codes({"analog.gain_mismatch=0.1", "analog.seed=2"}));
}

TEST(MeasuredCell, EngineAndModelsFollowTheTable) {
    const Scratch scratch;
    const auto path = scratch.file("cell.csv");
    std::ofstream(path) << "V,I\n0,-12\n0.05,-12\n0.3,-3\n0.45,0.25\n0.8,14.5\n0.9,14.5\n";
    const std::vector<std::string> table{"analog.cell=table", "analog.table=" + path, "analog.decay_per_token=0.01"};
    EXPECT_EQ(run("tiny", joined(pulse_engine, table), {"--stall", "0.2"}).at("mismatches"), 0);
    EXPECT_EQ(run("adc-ramp", joined(joined(adc_engine, table), everything), {}).at("mismatches"), 0);
    const auto design = elaborate(load_config("tiny", joined(table, {"bits.out=10", "bits.q=8"})));
    const auto tokens = random_tokens(design, 40, 3);
    const auto golden = run_golden(design, tokens);
    EXPECT_EQ(run_icarus(design, tokens).words, golden.words);
    const auto cubic = elaborate(load_config("tiny", {"bits.out=10", "bits.q=8"}));
    EXPECT_NE(run_golden(cubic, tokens).codes, golden.codes);
    const auto real = run_float(design, tokens);  // the float engine follows it, too: only the output is rounded
    for (std::size_t i = 0; i < golden.output.size(); ++i)
        EXPECT_NEAR(golden.output[i], real.output[i], 0.51 / design.code_max);
}

TEST(Imperfect, SignalToNoiseIsReportedWhereAskedFor) {
    const auto snr = [](const std::vector<std::string>& keys) {
        const auto result = simulate(joined({"tiny", "--engine", "golden", "--snr", "--tokens", "400"}, set(keys)));
        EXPECT_EQ(result.said.status, 0) << result.said.err;
        return result.report.at("snr_db").get<double>();
    };
    const double ideal = snr({}), fine = snr({"bits.out=10", "bits.q=8", "bits.kv=6"}),
                 mismatched = snr({"analog.gain_mismatch=0.2"});
    EXPECT_GT(ideal, 10.0);
    EXPECT_GT(fine, ideal + 20);
    EXPECT_LT(mismatched, ideal - 1);
    EXPECT_EQ(kvolt({"simulate", "tiny", "--engine", "float", "--snr"}).status, 2);
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
