// SPDX-License-Identifier: Apache-2.0
// Whole heads: the proof that each query is answered in time, and that it notices a head where that is not so.
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/emit/feature_sets.hpp"
#include "gen/emit/link.hpp"
#include "gen/flows/proofs/formal.hpp"
#include "gen/flows/proofs/formal_config.hpp"
#include "gen/flows/proofs/head_props.hpp"
#include "gen/support/library.hpp"

namespace kvolt {
namespace {

/// A head that z3 can follow.
Design small_head(std::vector<std::string> settings = {}) {
    settings.insert(settings.end(), {"head.dimension=2", "tile.slots=2", "bits.out=2", "bits.q=1", "bits.kv=1",
                                     "stream.data_bits=16", "stream.word_bits=8"});
    return elaborate(load_config("tiny", settings));
}

/// Proves a head that is emitted but for one place.
FormalResult head_with(const Design& design, const std::string& from, const std::string& to) {
    auto sources = formal_sources_of(design);
    for (auto& file : sources.rtl) {
        const auto at = file.text.find(from);
        if (module_of(file.path) == design.head_module && at != std::string::npos)
            file.text.replace(at, from.size(), to);
    }
    auto proof = head_proof(design).value();
    if (from != to) proof.cover = 0;
    return run_proofs(sources, {proof}, {}).at(0);
}

TEST(HeadProof, EveryQueryIsAnsweredInTime) {
    const auto design = small_head();
    const auto result = head_with(design, "", "");
    EXPECT_EQ(result.verdict, Proved::passed) << (result.problems.empty() ? "" : result.problems[0]);
    EXPECT_EQ(result.steps, 2 * design.schedule.latency_cycles);
    EXPECT_EQ(result.covers_reached, 5);
}

TEST(HeadProof, IsOfferedWhereItCanBeFollowed) {
    EXPECT_TRUE(head_proof(small_head()));
    EXPECT_TRUE(head_proof(small_head({"calibration.average=2"})));
    EXPECT_FALSE(head_proof(elaborate(load_config("tiny", {}))));
    EXPECT_FALSE(head_proof(elaborate(load_config("adc-sar", {}))));
}

TEST(HeadProof, EveryLegalSetOfFeaturesHasOne) {
    FormalSources sources;
    std::vector<FormalProof> proofs;
    add_head_proofs(sources, proofs);
    std::size_t legal = 0;
    for (const auto& set : feature_sets()) {
        if (!design_with(set, "tiny")) continue;
        ++legal;
        const auto block = "kvolt_tiny" + (set.features.empty() ? "" : "_" + set.name) + "_head";
        const auto has = [&](const auto& proof) { return proof.block == block; };
        EXPECT_EQ(std::count_if(proofs.begin(), proofs.end(), has), 1) << block;
        EXPECT_NE(find_by_name(sources.props, block + "_props.v"), nullptr);
    }
    EXPECT_EQ(proofs.size(), legal);
    EXPECT_GE(legal, 14U);
}

void expect_found(const Design& design, const std::string& from, const std::string& to) {
    const auto result = head_with(design, from, to);
    ASSERT_EQ(result.verdict, Proved::failed);
    EXPECT_NE(result.problems.at(0).find("Assert failed"), std::string::npos) << result.problems[0];
}

class HeadDefect : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(HeadDefect, IsFound) { expect_found(small_head(), GetParam().first, GetParam().second); }

// Where stored tokens are refreshed no exact latency is claimed, so only the time limit can find a head that hangs.
TEST(HeadProof, TheTimeLimitFindsAHeadThatHangs) {
    expect_found(small_head({"retention.limit=20", "retention.refresh=true"}), ".result_space_i   (result_space)",
                 ".result_space_i   (1'b0)");
}

// Two features at once: the slot of a token is never known, or the head goes on with reads of zero that nobody asked
// for.
TEST(HeadProof, TheTimeLimitFindsAPairOfFeaturesThatHangs) {
    const auto pair = small_head({"repair.slots=1", "calibration.average=1"});
    expect_found(pair, ".slot_ready_i     (slot_ready)", ".slot_ready_i     (1'b0)");
    expect_found(pair, ".calibrate_i   (calibrate_i)", ".calibrate_i   (1'b1)");
}

// A head that hangs, one that answers a token that asks nothing, one that is a cycle late.
INSTANTIATE_TEST_SUITE_P(OneLine, HeadDefect,
                         testing::Values(std::pair{".result_space_i   (result_space)", ".result_space_i   (1'b0)"},
                                         std::pair{".token_query_i    (token_query)", ".token_query_i    (1'b1)"},
                                         std::pair{".SETTLE_CYCLES     (SETTLE_CYCLES)", ".SETTLE_CYCLES     (1)"}),
                         [](const auto& one) { return "defect_" + std::to_string(one.index); });

/// A head with distances of its own, and one line that makes one of them too short at the pins of the arrays. Latency
/// and results are as they should be: what finds it is the watch.
struct PinDefect {
    const char* name;
    std::vector<std::string> settings;
    const char *from, *to;
};

std::ostream& operator<<(std::ostream& out, const PinDefect& defect) { return out << defect.name; }

class PinDefects : public testing::TestWithParam<PinDefect> {};

TEST_P(PinDefects, AreFoundAtTheArrays) {
    const auto& defect = GetParam();
    expect_found(small_head(defect.settings), defect.from, defect.to);
}

INSTANTIATE_TEST_SUITE_P(
    OneLine, PinDefects,
    testing::Values(
        PinDefect{"levels_that_are_always_shown",
                  {"timing.unit_cycles=2"},  // beats arrive while an array is read
                  ".open_i(level_open),",
                  ".open_i(1'b1),"},
        PinDefect{"levels_that_move_too_late",
                  {"timing.level_setup_cycles=2", "timing.guard_cycles=2"},
                  ".LEVEL_SETUP_CYCLES(LEVEL_SETUP_CYCLES)",
                  ".LEVEL_SETUP_CYCLES(1)"},
        PinDefect{"levels_that_move_too_early",
                  {"timing.level_hold_cycles=2", "timing.guard_cycles=2"},
                  ".LEVEL_HOLD_CYCLES (LEVEL_HOLD_CYCLES)",
                  ".LEVEL_HOLD_CYCLES (1)"},
        PinDefect{"pulses_beside_a_write", {}, ".start_i(score_start),", ".start_i(k_write),"},
        PinDefect{"v_levels_taken_at_an_open_line", {"analog.integrators=2"}, ".en_i (v_capture),", ".en_i (v_write),"},
        PinDefect{
            "live_slots_that_move_with_their_strobe", {}, ".live_i       (live[", ".live_i       (~k_wl & live["}),
    [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace kvolt
