// SPDX-License-Identifier: Apache-2.0
// Broken packets, broken handshakes, resets and register writes at any time: afterwards every loss has been counted and
// the engine computes as a fresh one. KVOLT_ABUSE_SEED=N test_abuse repeats one run.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "tests/abuse/abuser.hpp"
#include "tests/abuse/edited_model.hpp"

namespace kvolt {
namespace {

constexpr int rounds = 24, round_cycles = 600;

/// Three beats a packet, so that it can end early in two places.
const Design& pulse_engine() {
    static const Design design = elaborate(
        load_config("tiny", {"name=abused", "engine.heads=2", "head.tiles=2", "tile.slots=3", "stream.data_bits=32"}));
    return design;
}

std::vector<std::uint64_t> seeds() {
    if (const char* one = std::getenv("KVOLT_ABUSE_SEED"); one != nullptr) return {std::strtoull(one, nullptr, 10)};
    return {1, 2, 3, 4};
}

/// All rounds of every seed; the first problem with the line that repeats it.
std::string abuse(Dut& dut, const Design& design, const AbuseKinds& kinds) {
    for (const auto seed : seeds()) {
        Abuser abuser(design, dut, seed);
        for (int i = 0; i < rounds && abuser.problem().empty(); ++i) {
            abuser.round(round_cycles, kinds);
            abuser.recover(kinds);
        }
        const auto repeat = fmt::format("; repeat: KVOLT_ABUSE_SEED={} build/bin/test_abuse", seed);
        if (!abuser.problem().empty()) return abuser.problem() + repeat;
        if (abuser.losses() < rounds || abuser.results() < rounds) return "the abuse did next to nothing" + repeat;
    }
    return {};
}

std::string abuse_as_emitted(const AbuseKinds& kinds) {
    return drive_edited(pulse_engine(), {}, [&](Dut& dut) { return abuse(dut, pulse_engine(), kinds); });
}

TEST(Abuse, EveryLostPacketIsCountedAndTheNextSequenceIsRight) { EXPECT_EQ(abuse_as_emitted({}), ""); }

TEST(Abuse, ResetInAnyCycleLeavesAnEngineThatIsRight) {
    AbuseKinds kinds;
    kinds.resets = true;
    EXPECT_EQ(abuse_as_emitted(kinds), "");
}

TEST(Abuse, SoftResetsAtAnyTimeLeaveAnEngineThatIsRight) {
    AbuseKinds kinds;
    kinds.resets = kinds.soft_resets = true;
    EXPECT_EQ(abuse_as_emitted(kinds), "");
}

// The check itself: an engine that does not count packets which end early.
TEST(Abuse, ALossThatIsNotCountedIsNoticed) {
    const auto forgetful = [](std::vector<File>& files) {
        replace_in(files, "rtl/kv_token_in.v", "error_q <= wrong;", "error_q <= wrong & ~s_tlast_i;");
    };
    const auto problem =
        drive_edited(pulse_engine(), forgetful, [&](Dut& dut) { return abuse(dut, pulse_engine(), {}); });
    EXPECT_NE(problem.find("lost packets"), std::string::npos) << problem;
}

}  // namespace
}  // namespace kvolt
