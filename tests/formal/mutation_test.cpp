// SPDX-License-Identifier: Apache-2.0
// Mutants: which there are, what becomes of them, and that a run goes on where it was stopped.
#include "gen/flows/mutation/mutation.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/flows/mutation/mutation_list.hpp"
#include "gen/flows/mutation/mutation_pair.hpp"
#include "gen/flows/mutation/mutation_report.hpp"
#include "gen/flows/mutation/mutation_run.hpp"
#include "gen/flows/proofs/formal.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/process.hpp"
#include "gen/support/scratch_directory.hpp"

namespace kvolt {
namespace {

namespace fs = std::filesystem;

class Mutants : public ::testing::Test {
protected:
    Mutants() : directory_(fs::path(::testing::TempDir()) / ("kvolt_mutants_" + std::to_string(getpid()))) {
        fs::create_directories(directory_);
        options_.directory = directory_.string();
    }
    ~Mutants() override { fs::remove_all(directory_); }

    fs::path directory_;
    MutationOptions options_;
};

TEST_F(Mutants, SitInEveryEmittedModuleInProportionToItsSize) {
    options_.least = 2;
    options_.most = 12;
    options_.places_per_mutant = 40;
    const auto mutation = list_mutants(elaborate(load_config("tiny", {})), options_);
    std::set<std::string> blocks, commands;
    for (const auto& module : mutation.modules) {
        blocks.insert(module.block.block);
        EXPECT_GE(module.mutants, 1) << module.name;
        EXPECT_LE(module.mutants, 12) << module.name;
    }
    for (const char* block : {"kv_window", "kv_readout", "kv_token_in", "kv_sequencer", "kvolt_tiny_regs"})
        EXPECT_TRUE(blocks.count(block)) << block;
    for (std::size_t i = 0; i < mutation.mutants.size(); ++i) {
        const auto& mutant = mutation.mutants[i];
        EXPECT_EQ(mutant.number, static_cast<int>(i) + 1);
        EXPECT_EQ(mutant.command.find("-port CLK "), std::string::npos) << mutant.command;
        EXPECT_TRUE(commands.insert(mutant.module + mutant.command).second) << mutant.command;
    }
    const auto again = list_mutants(elaborate(load_config("tiny", {})), options_);
    ASSERT_EQ(again.mutants.size(), mutation.mutants.size());
    EXPECT_EQ(again.mutants.back().command, mutation.mutants.back().command);
}

TEST_F(Mutants, KeepTheirFateInTheRecord) {
    const auto design = elaborate(load_config("tiny", {}));
    Mutation mutation;
    mutation.modules = {{"kv_a", "kv_a", {"kv_a", {{"N", "3"}}}, 40, 4}};
    for (int i = 1; i <= 4; ++i)
        mutation.mutants.push_back({i, "kv_a", "-mode inv " + std::to_string(i), "rtl/kv_a.v:7", Fate::untried, ""});
    mutation.mutants[0].fate = Fate::simulation;
    mutation.mutants[1].fate = Fate::survived;
    mutation.mutants[2].fate = Fate::equivalent;
    const auto record = nlohmann::json::parse(mutation_json(design, mutation, options_).dump());
    EXPECT_EQ(record["killed"], 1);
    EXPECT_EQ(record["kill_rate_percent"], 50.0);
    auto other = mutation;
    for (auto& mutant : other.mutants) mutant.fate = Fate::untried;
    ASSERT_TRUE(resume_mutation(record, design, options_, other));
    EXPECT_EQ(other.mutants[0].fate, Fate::simulation);
    EXPECT_EQ(other.mutants[1].fate, Fate::survived);
    EXPECT_EQ(other.mutants[2].fate, Fate::equivalent);
    EXPECT_EQ(other.mutants[3].fate, Fate::untried);
    const auto text = mutation_text(mutation, 5);
    EXPECT_NE(text.find("SURVIVED     2  rtl/kv_a.v:7  kv_a: -mode inv 2"), std::string::npos) << text;
    EXPECT_NE(text.find("4 mutants of 1 modules: 1 killed, 1 equivalent, 1 survived, 1 untried, 50.0 % killed, 5 s"),
              std::string::npos)
        << text;
    EXPECT_NE(mutation_sum_text({record, record}).find("8 mutants of 1 modules: 2 killed"), std::string::npos);
    options_.seed = 2;
    EXPECT_FALSE(resume_mutation(record, design, options_, other));

    const auto path = (directory_ / "record.json").string();
    const auto read = [&](const nlohmann::json& written) {
        std::ofstream(path) << written.dump();
        return read_mutation_record(path);
    };
    EXPECT_EQ(read(record), record);
    for (const auto& pointer : {"/mutants/0/number", "/mutants/1/fate", "/mutants/2", "/mutants", "/design", "/seed"}) {
        auto broken = record;
        broken[nlohmann::json::json_pointer(pointer)] = 1.5;
        EXPECT_THROW(read(broken), InputError) << pointer;
    }
    std::ofstream(path) << "{";
    EXPECT_THROW(read_mutation_record(path), InputError);
    EXPECT_THROW(read_mutation_record(directory_.string() + "/none.json"), InputError);
}

// A run that fails without a word about the engine has noticed nothing.
TEST_F(Mutants, AreNotKilledByARunThatCouldNotBeMade) {
    const auto design = elaborate(load_config("tiny", {}));
    fs::create_directories(directory_);
    options_.directory = directory_.string();
    options_.jobs = 1;
    const auto judged_by = [&](const std::string& script) {
        const auto binary = (directory_ / "kvolt").string();
        std::ofstream(binary) << "#!/bin/sh\n" << script << "\n";
        fs::permissions(binary, fs::perms::owner_all);
        Mutation mutation;
        mutation.modules = {{"kv_sync", "kv_sync", {"kv_sync", {}}, 40, 1}};
        mutation.mutants = {{1, "kv_sync", "-mode inv", "rtl/kv_sync.v:1", Fate::untried, ""}};
        std::string problem;
        try {
            try_mutants(design, binary, {"tiny"}, options_, mutation);
        } catch (const ToolError& error) {
            problem = error.what();
        }
        return std::pair{mutation.mutants[0].fate, problem};
    };
    const std::string fine = "[ \"$KVOLT_MUTANT\" = 0 ] && exit 0; ";
    EXPECT_EQ(judged_by(fine + "echo '  MISMATCH  head 0'; exit 1").first, Fate::simulation);
    for (const char* broken : {"exit 1", "echo 'kvolt: cannot load the generated model'; exit 1", "kill -SEGV $$"}) {
        const auto [fate, problem] = judged_by(fine + broken);
        EXPECT_EQ(fate, Fate::untried) << broken;
        EXPECT_NE(problem.find("says nothing about the engine"), std::string::npos) << problem;
    }
    // The engine itself has broken meanwhile: the third run of it fails, after all mutants.
    const auto [fate, problem] = judged_by(
        "n=$(cat '" + (directory_ / "runs").string() + "' 2>/dev/null || echo 0); echo $((n+1)) > '" +
        (directory_ / "runs").string() + "'; [ \"$KVOLT_MUTANT\" != 0 ] && { echo FAILED; exit 1; }; [ $n -lt 4 ]");
    EXPECT_NE(problem.find("without a mutant the regression fails"), std::string::npos) << problem;
}

// One build, a handful of mutants: a wrong word line or pulse is noticed, and the engine as it is passes.
TEST_F(Mutants, AreKilled) {
    const auto run = run_process({KVOLT_BINARY, "mutate", "tiny", "-o", directory_.string(), "--modules",
                                  "^kv_(word_lines|sync)$", "--least", "3", "--most", "3"});
    EXPECT_EQ(run.status, 0) << run.output;
    EXPECT_NE(run.output.find(" 0 survived, 0 untried, 100.0 % killed"), std::string::npos) << run.output;
}

// A counter to three, whose contract excludes steps above one; `next` is what follows a step, as a mutant has it.
PairResult compare(const std::string& next, const std::string& allowed = "step_i < 2") {
    const auto counter = [](const std::string& name, const std::string& then) {
        return "module " + name +
               "(clk_i, rst_ni, step_i, full_o);\n  input clk_i, rst_ni;\n  input [1:0] step_i;\n  output full_o;\n"
               "  reg [1:0] count_q;\n  reg [1:0] last_q;\n"
               "  always @(posedge clk_i or negedge rst_ni) if (!rst_ni) count_q <= 0; else count_q <= " +
               then +
               ";\n  always @(posedge clk_i) last_q <= step_i;\n  assign full_o = count_q == 2'd3 && last_q < "
               "2;\nendmodule\n";
    };
    const std::string props =
        "module kv_count_props(input wire clk_i, input wire rst_ni, input wire [1:0] step_i);\n  wire full;\n"
        "  kv_count u_dut (.clk_i(clk_i), .rst_ni(rst_ni), .step_i(step_i), .full_o(full));\n"
        "  reg begun_q = 1'b0;\n  always @(posedge clk_i) begun_q <= 1'b1;\n"
        "  always @* if (!begun_q) assume (!rst_ni);\n  always @* assume (" +
        allowed +
        ");\n"
        "  always @* assert (full != full_not);\n  wire full_not = !full;\nendmodule\n";
    const auto module = nlohmann::json::parse(
        R"({"ports": {"clk_i": {"direction": "input", "bits": [1]}, "rst_ni": {"direction": "input", "bits": [2]},
                      "step_i": {"direction": "input", "bits": [3, 4]}, "full_o": {"direction": "output", "bits": [5]}}})");
    const auto netlist = counter("kv_count", "count_q + step_i") + counter("kv_count_mutant", next);
    FormalProof proof;
    proof.block = "kv_count";
    const auto pair = with_mutant_inside(netlist, "kv_count", "kv_count_mutant", module);
    const ScratchDirectory scratch;
    return compare_pair({{{"kv_count.v", pair}}, {{"kv_count_props.v", props}}}, proof, scratch.path(), 60);
}

TEST(MutantPair, IsProvedEqualWhereNothingAllowedShowsTheMutant) {
    for (const auto* next : {"count_q + step_i[0]", "step_i > 2 ? 0 : count_q + step_i"})
        EXPECT_EQ(compare(next).difference, Difference::none) << next;
}

TEST(MutantPair, DiffersWhereAnAllowedInputShowsIt) {
    const auto result = compare("count_q == 3 ? 2'd3 : count_q + step_i");
    EXPECT_EQ(result.difference, Difference::found);
    EXPECT_GE(result.cycles, 4);  // three steps to 3, and one more
    EXPECT_THROW(with_mutant_inside("module kv_a();\nendmodule\n", "kv_b", "kv_c", {}), std::runtime_error);
}

TEST(MutantPair, NothingIsProvedUnderAssumptionsThatContradictEachOther) {
    EXPECT_EQ(compare("count_q + step_i[0]", "step_i < 2 && step_i > 2").difference, Difference::open);
}

TEST_F(Mutants, AreRefusedWhereTheCommandCannotMakeThem) {
    EXPECT_EQ(run_process({KVOLT_BINARY, "mutate", "tiny"}).status, 2);
    EXPECT_EQ(run_process({KVOLT_BINARY, "mutate", "tiny", "-o", directory_.string(), "--modules", "("}).status, 2);
    const auto place = directory_ / "none";
    const auto none = run_process({KVOLT_BINARY, "mutate", "tiny", "-o", place.string(), "--modules", "^kv_ramp"});
    EXPECT_FALSE(fs::exists(place));  // nothing half-written
    EXPECT_EQ(none.status, 2);
    EXPECT_NE(none.output.find("^kv_ramp names no module of this engine"), std::string::npos) << none.output;
    EXPECT_EQ(run_process({KVOLT_BINARY, "mutate", "--sum", "/nonexistent"}).status, 2);
    fs::create_directory(place);
    std::ofstream(place / "mutation.json") << "[]";
    const auto foreign = run_process({KVOLT_BINARY, "mutate", "tiny", "-o", place.string()});
    EXPECT_EQ(foreign.status, 2);
    EXPECT_NE(foreign.output.find("mutation.json: is no record of `kvolt mutate`"), std::string::npos)
        << foreign.output;
    EXPECT_FALSE(fs::exists(place / "list"));
}

}  // namespace
}  // namespace kvolt
