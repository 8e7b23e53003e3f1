// SPDX-License-Identifier: Apache-2.0
// The checker is checked: a defect of one line in a block, an empty proof and a cover out of reach must all fail.
#include "gen/flows/proofs/formal.hpp"

#include <gtest/gtest.h>

#include "gen/support/diagnostics.hpp"
#include "gen/support/process.hpp"

namespace kvolt {
namespace {

FormalProof proof_of(const std::string& line) { return read_proof_table("test", line).at(0); }

FormalResult prove(const FormalSources& sources, const std::string& line) {
    FormalOptions options;
    options.jobs = 1;
    return run_proofs(sources, {proof_of(line)}, options).at(0);
}

/// Replaces `from` by `to` in the one file of `files` that is called `path`.
void seed(std::vector<File>& files, const std::string& path, const std::string& from, const std::string& to) {
    for (auto& file : files) {
        if (file.path != path) continue;
        const auto at = file.text.find(from);
        ASSERT_NE(at, std::string::npos) << from << " is not in " << path;
        file.text.replace(at, from.size(), to);
        return;
    }
    FAIL() << path << " is not there";
}

struct Defect {
    const char* name;
    const char* proof;
    const char* from;
    const char* to;
};

class FormalDefect : public ::testing::TestWithParam<Defect> {};

TEST_P(FormalDefect, IsFound) {
    const auto& defect = GetParam();
    auto sources = builtin_formal_sources();
    const auto block = proof_of(defect.proof).block;
    seed(sources.rtl, "rtl/" + block + ".v", defect.from, defect.to);
    const auto result = prove(sources, defect.proof);
    EXPECT_EQ(result.verdict, Proved::failed);
    ASSERT_FALSE(result.problems.empty());
    EXPECT_NE(result.problems[0].find("Assert failed"), std::string::npos) << result.problems[0];
    EXPECT_NE(result.problems[0].find(block + "_props.v:"), std::string::npos) << result.problems[0];
}

const Defect defects[] = {
    {"AWindowThatForgetsToWrap", "kv_window induction=2 SLOTS=3 TILES=2", "wire wrap    = restart |",
     "wire wrap    = restart & "},
    {"ATokenThatIsAdmittedTwice",
     "kv_sequencer induction=3 WRITE_CYCLES=1 PULSE_CYCLES=2 PHI_CYCLES=2 READOUT_CYCLES=4 INTEGRATORS=1",
     "token_valid_i & ~pop_q", "token_valid_i"},
    {"AResponseThatIsTakenBack", "kv_axil_slave induction=3", "(b_q & ~s_bready_i)", "(b_q & s_bready_i)"},
    {"APacketThatIsTooLongAndKept", "kv_token_in induction=3 DATA_BITS=8 TOKEN_BITS=24 QUERY_BITS=9",
     "& last_beat & s_tlast_i", "& last_beat"},
    {"AWordLineThatStaysOpen", "kv_word_lines induction=2 SLOTS=3 TILES=2", "tile_q <= write_d_i ?",
     "tile_q <= open_q | write_d_i ?"},
    {"AnEventThatIsLostWhenCleared", "kv_event_counter induction=2 WIDTH=5 INCR_BITS=2", "<= sum[WIDTH-1:0]",
     "<= clear_i ? {WIDTH{1'b0}} : sum[WIDTH-1:0]"},
    // from reset, so that what an induction assumes has no part in it
    {"ACohortThatExpiresTooEarly", "kv_retention bounded=8 SLOTS=2 TILES=2 GROUP=2 AGE_BITS=3", "(age > limit_q)",
     "(age >= limit_q)"},
    {"ARoundThatIsNotNoticed", "kv_retention bounded=9 SLOTS=2 TILES=2 GROUP=1 AGE_BITS=3", "& ~(write_i & round)", ""},
    {"AWordThatIsWrittenElsewhere", "kv_shadow bounded=4 WORDS=5 WIDTH=3", "memory_q[addr_i] <=", "memory_q[0] <="},
    {"ARefreshOfAnotherSlot", "kv_refresh bounded=12 SLOTS=2 TILES=1 PERIOD_BITS=2 WIDTH=1", ": next_q[ADDR_BITS-1:0])",
     ": ~next_q[ADDR_BITS-1:0])"},
    {"ANewestTokenThatStaysLive", "kv_protected_window bounded=8 FIRST=1 NEWEST=2 SLOTS=2 TILES=2", "~older | to",
     "~older & to"},
    {"AScoreThatStartsFromTheLastOne",
     "kv_protected_array bounded=9 ENTRIES=2 LANES=1 NORMALIZERS=1 KV_BITS=1 Q_BITS=1 PHI_BITS=1 CURRENT_BITS=2 "
     "TABLE=4'b1101 SCORE_BITS=4 ROW_BITS=4",
     "{SCORE_BITS{~restart_q}}", "{SCORE_BITS{1'b1}}"},
    {"APassThatWaitsForNoRoom", "kv_protected_control bounded=14 STEPS=1 NORM_STEPS=1 NORM_CYCLES=1",
     "scored_q & room_i", "scored_q"},
};

INSTANTIATE_TEST_SUITE_P(Seeded, FormalDefect, ::testing::ValuesIn(defects),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(FormalChecker, FindsACoverOutOfReach) {
    auto sources = builtin_formal_sources();
    seed(sources.props, "rtl/properties/kv_hold_props.v", "endmodule",
         "    reg never_q = 1'b0;\n    always @(posedge clk_i) never_q <= 1'b0;\n    always @* cover "
         "(never_q);\nendmodule");
    const auto result = prove(sources, "kv_hold induction=2 cover=10 WIDTH=4");
    EXPECT_EQ(result.verdict, Proved::failed);
    ASSERT_FALSE(result.problems.empty());
    EXPECT_NE(result.problems[0].find("covers within 10 cycles: Unreached cover"), std::string::npos)
        << result.problems[0];
    EXPECT_EQ(result.covers_reached, result.covers - 1);
}

TEST(FormalChecker, FindsAssumptionsThatContradictEachOther) {
    auto sources = builtin_formal_sources();
    seed(sources.props, "rtl/properties/kv_hold_props.v", "endmodule",
         "    always @* assume (clk_i & !clk_i);\nendmodule");
    EXPECT_EQ(prove(sources, "kv_hold induction=2 cover=0 WIDTH=4").verdict, Proved::failed);
}

TEST(FormalChecker, FindsAProofOfNothing) {
    FormalSources sources = builtin_formal_sources();
    sources.props = {{"rtl/properties/kv_hold_props.v", "module kv_hold_props; endmodule\n"}};
    const auto result = prove(sources, "kv_hold induction=2");
    EXPECT_EQ(result.verdict, Proved::failed);
    ASSERT_FALSE(result.problems.empty());
    EXPECT_EQ(result.problems[0], "asserts nothing");
}

TEST(FormalChecker, CallsATimeoutAFailure) {
    FormalOptions options;
    options.timeout_s = 0.01;
    const auto result = run_proofs(builtin_formal_sources(), {proof_of("kv_window induction=2")}, options).at(0);
    EXPECT_EQ(result.verdict, Proved::failed);
    ASSERT_FALSE(result.problems.empty());
    EXPECT_EQ(result.problems[0], "yosys: not finished after 0.01 s");
}

TEST(FormalCommand, PrintsASummaryAndSucceedsWhereEverythingIsProved) {
    const auto run = run_process({KVOLT_BINARY, "formal", "--only", "^kv_hold"});
    EXPECT_EQ(run.status, 0) << run.output;
    EXPECT_NE(run.output.find(" 0 failed, "), std::string::npos) << run.output;
}

TEST(FormalCommand, ExitsWithOneAndNamesTheProofThatFails) {
    const auto run = run_process({KVOLT_BINARY, "formal", "--only", "^kv_hold", "--timeout", "0.01"});
    EXPECT_EQ(run.status, 1);
    EXPECT_NE(run.output.find("FAILED kv_hold"), std::string::npos) << run.output;
    EXPECT_NE(run.output.find(" 0 unbounded, 0 bounded, 0 covers reached, "), std::string::npos) << run.output;
}

TEST(FormalCommand, RefusesANameThatNoProofHas) {
    const auto run = run_process({KVOLT_BINARY, "formal", "--only", "kv_nothing"});
    EXPECT_EQ(run.status, 2);
    EXPECT_NE(run.output.find("no proof is named so"), std::string::npos) << run.output;
    EXPECT_EQ(run_process({KVOLT_BINARY, "formal", "--only", "("}).status, 2);
}

}  // namespace
}  // namespace kvolt
