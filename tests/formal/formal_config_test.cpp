// SPDX-License-Identifier: Apache-2.0
// Which proofs a configuration gets.
#include "gen/flows/proofs/formal_config.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/emit/link.hpp"
#include "gen/support/process.hpp"

namespace kvolt {
namespace {

const FormalProof* find(const std::vector<FormalProof>& proofs, const std::string& block) {
    for (const auto& proof : proofs)
        if (proof.block == block) return &proof;
    return nullptr;
}

TEST(FormalConfig, TakesTheParametersOfTheEmittedDesign) {
    const auto proofs =
        proofs_of(elaborate(load_config("tiny", {"tile.slots=5", "head.tiles=3", "timing.write_cycles=3",
                                                 "stream.data_bits=32", "readout.sync_stages=3"})));
    const auto* window = find(proofs, "kv_window");
    ASSERT_NE(window, nullptr);
    EXPECT_EQ(window->name(), "kv_window SLOTS=5 TILES=3");
    EXPECT_TRUE(window->note.empty());
    const auto* sequencer = find(proofs, "kv_sequencer");
    ASSERT_NE(sequencer, nullptr);
    EXPECT_NE(sequencer->name().find("WRITE_CYCLES=3"), std::string::npos) << sequencer->name();
    ASSERT_NE(find(proofs, "kv_sync"), nullptr);
    EXPECT_NE(find(proofs, "kv_sync")->name().find("STAGES=3"), std::string::npos);
    EXPECT_EQ(find(proofs, "kv_sar_control"), nullptr);
}

TEST(FormalConfig, SaysWhatItReduces) {
    const auto limits =
        read_formal_limits("l", "kv_a induction=4 cover=0 EXACT=0 LANES<=8\n# kv_b\n\nkv_c bounded=9 N<=2\n");
    ASSERT_EQ(limits.size(), 2U);
    const auto proofs = proofs_of({{"kv_a", {{"LANES", "64"}, {"TILES", "16"}}},
                                   {"kv_a", {{"LANES", "70"}, {"TILES", "16"}}},
                                   {"kv_b", {{"MIN", "-5"}, {"TABLE", "40'b1"}}},
                                   {"kv_c", {{"N", "2"}}}},
                                  limits);
    ASSERT_EQ(proofs.size(), 3U);
    EXPECT_EQ(proofs[0].name(), "kv_a EXACT=0 LANES=8 TILES=16");
    EXPECT_EQ(proofs[0].note, "proved at a smaller size, z3 cannot follow this one: LANES 64 -> 8");
    EXPECT_EQ(proofs[0].depth, 4);
    EXPECT_EQ(proofs[1].name(), "kv_b MIN=-5 TABLE=40'b1");
    EXPECT_TRUE(proofs[1].unbounded && proofs[1].note.empty());
    EXPECT_EQ(proofs[2].name(), "kv_c N=2");
    EXPECT_TRUE(proofs[2].note.empty());
}

TEST(FormalConfig, EveryBlockOfAnAdcEngineHasProperties) {
    const auto design = elaborate(load_config("adc-sar", {}));
    const auto sources = formal_sources_of(design);
    for (const auto& proof : proofs_of(design))
        EXPECT_NE(find_by_name(sources.props, proof.block + "_props.v"), nullptr) << proof.block;
}

/// The register block of an engine, as emitted but for one place.
FormalResult registers_with(const std::vector<std::string>& settings, const std::string& from, const std::string& to) {
    const auto design = elaborate(load_config("tiny", settings));
    auto sources = formal_sources_of(design);
    auto& text = sources.rtl.back().text;
    EXPECT_NE(text.find("module kvolt_tiny_regs"), std::string::npos);
    if (!from.empty()) {
        const auto at = text.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        text.replace(at, from.size(), to);
    }
    auto proof = *find(proofs_of(design), "kvolt_tiny_regs");
    if (!from.empty()) proof.cover = 0;
    return run_proofs(sources, {proof}, {}).at(0);
}

// Fields of every kind.
TEST(RegisterProof, HoldsForEveryRegisterWithoutBound) {
    const auto result = registers_with({"engine.heads=2", "repair.slots=1", "calibration.average=4"}, "", "");
    EXPECT_EQ(result.verdict, Proved::passed) << (result.problems.empty() ? "" : result.problems[0]);
    EXPECT_GT(result.assertions, 30);
    EXPECT_EQ(result.covers_reached, 5);
}

class RegisterDefect : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(RegisterDefect, IsFound) {
    const auto result = registers_with({"engine.heads=2"}, GetParam().first, GetParam().second);
    ASSERT_EQ(result.verdict, Proved::failed);
    EXPECT_NE(result.problems.at(0).find("Assert failed"), std::string::npos) << result.problems[0];
}

INSTANTIATE_TEST_SUITE_P(OneLine, RegisterDefect,
                         testing::Values(std::pair{"tokens_i[h*32 +: 32]", "stalls_i[h*32 +: 32]"},
                                         std::pair{".data_i (wr_data[2])", ".data_i (wr_data[1])"},
                                         std::pair{"{8{wr_strb[1]}}", "{8{wr_strb[2]}}"},
                                         std::pair{"-34'sd32768", "-34'sd32767"},
                                         std::pair{"event_readout_fault_i, event_packet_error_i",
                                                   "event_packet_error_i, event_readout_fault_i"},
                                         std::pair{"= wr_en & wr_may;", "= wr_en;"}),
                         [](const auto& one) { return "defect_" + std::to_string(one.index); });

TEST(FormalConfig, TheCommandProvesAConfiguration) {
    const auto run = run_process({KVOLT_BINARY, "formal", "tiny", "--set", "tile.slots=3", "--only", "^kv_w"});
    EXPECT_EQ(run.status, 0) << run.output;
    EXPECT_NE(run.output.find("SLOTS=3 TILES=1"), std::string::npos) << run.output;
    EXPECT_NE(run.output.find("2 proofs: 2 unbounded, 0 bounded, "), std::string::npos) << run.output;
}

}  // namespace
}  // namespace kvolt
