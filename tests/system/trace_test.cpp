// SPDX-License-Identifier: Apache-2.0
// Waveforms: time is the time of the configured clock, what is chosen is what is written, and a file that is not whole
// is an error.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <fstream>

#include "sim/bench/fst_check.hpp"
#include "tests/system/system_run.hpp"

namespace kvolt {
namespace {

constexpr int picoseconds = -12;

/// Cycles of a run from power-up to its end.
std::uint64_t cycles_of(const Scratch& scratch) {
    return nlohmann::json::parse(std::ifstream(scratch.file("report.json"))).at("clocks").get<std::uint64_t>();
}

FstFacts traced(const Scratch& scratch, std::vector<std::string> more) {
    std::vector<std::string> words{"simulate", "tiny",
                                   "--tokens", "20",
                                   "--trace",  scratch.file("run.fst"),
                                   "--report", scratch.file("report.json")};
    words.insert(words.end(), more.begin(), more.end());
    const auto run = kvolt(words);
    EXPECT_EQ(run.status, 0) << run.out << run.err;
    const auto facts = check_fst(scratch.file("run.fst"));
    EXPECT_EQ(facts.problem, "");
    EXPECT_EQ(facts.timescale, picoseconds);
    EXPECT_GT(facts.variables, 100U);
    return facts;
}

TEST(Trace, CountsPicosecondsOfTheClock) {
    const Scratch scratch;
    const auto fast = traced(scratch, {});  // 1 ns
    const auto cycles = cycles_of(scratch);
    EXPECT_EQ(fast.start, 0U);
    EXPECT_EQ(fast.end, cycles * 1000 - 500);
    const auto slow = traced(scratch, {"--set", "timing.clock_ns=10"});
    EXPECT_EQ(slow.end, cycles * 10000 - 5000);
}

TEST(Trace, HoldsTheCyclesThatWereChosen) {
    const Scratch scratch;
    const auto part = traced(scratch, {"--trace-from", "100", "--trace-to", "160"});
    EXPECT_EQ(part.start, 100000U);
    EXPECT_EQ(part.end, 159500U);
    const auto cycles = cycles_of(scratch);
    const auto last = traced(scratch, {"--trace-last", "50", "--stall", "0.4"});
    const auto stalled = cycles_of(scratch);
    EXPECT_GT(stalled, cycles);
    EXPECT_EQ(last.start, (stalled - 50) * 1000);
    EXPECT_EQ(last.end, stalled * 1000 - 500);
    const auto all = traced(scratch, {"--trace-last", "1000000"});
    EXPECT_EQ(all.start, 0U);
}

TEST(Trace, ThatDoesNotFitOnTheDiskIsAnError) {
    const Scratch scratch;
    kvolt({"simulate", "tiny", "--tokens", "2", "--trace", scratch.file("warm.fst")});  // the model is built
    std::filesystem::remove(scratch.file("warm.fst"));
    const pid_t child = fork();
    if (child == 0) {
        const rlimit limit{8192, 8192};
        setrlimit(RLIMIT_FSIZE, &limit);
        const auto run = kvolt({"simulate", "tiny", "--tokens", "400", "--trace", scratch.file("run.fst")});
        const bool said = run.err.find(scratch.file("run.fst") + ": the waveform ") != std::string::npos;
        _exit(run.status == 1 && said ? 0 : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
    EXPECT_EQ(scratch.names(), std::vector<std::string>{});
}

TEST(Trace, AFileThatIsCutOffIsKnown) {
    const Scratch scratch;
    traced(scratch, {});
    std::ifstream file(scratch.file("run.fst"), std::ios::binary);
    const std::string whole((std::istreambuf_iterator<char>(file)), {});
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{300}, std::size_t{400}, whole.size() / 2, whole.size() - 1}) {
        std::ofstream(scratch.file("cut.fst"), std::ios::binary) << whole.substr(0, size);
        EXPECT_NE(check_fst(scratch.file("cut.fst")).problem, "") << size;
    }
}

TEST(Trace, ModelsWithoutAClockRefuseWhatNeedsOne) {
    const Scratch scratch;
    const std::vector<std::vector<std::string>> options{
        {"--trace", scratch.file("x.fst")}, {"--stall", "0.3"}, {"--quick"}, {"--discard"}, {"--netlist"}};
    for (const char* engine : {"golden", "float"})
        for (auto words : options) {
            const auto option = words[0];
            words.insert(words.begin(), {"simulate", "tiny", "--tokens", "3", "--engine", engine});
            const auto run = kvolt(words);
            EXPECT_EQ(run.status, 2) << option;
            EXPECT_EQ(run.err, option + ": means nothing to engine " + engine + ", allowed with --engine rtl\n");
        }
    const auto probe = kvolt({"simulate", "tiny", "--engine", "golden", "--tokens", "3", "--probe"});
    EXPECT_EQ(probe.status, 2);
    EXPECT_EQ(probe.err, "--probe: keeps arrays for --output, which is not given\n");
    EXPECT_EQ(scratch.names(), std::vector<std::string>{});
}

}  // namespace
}  // namespace kvolt
