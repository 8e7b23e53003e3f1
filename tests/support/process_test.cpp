// SPDX-License-Identifier: Apache-2.0
// Programs that are run, and what is left of them when this one ends.
#include "gen/support/process.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <thread>

#include "gen/support/cleanup.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/scratch_directory.hpp"
#include "tests/model/scratch.hpp"

namespace kvolt::test {
namespace {

using Milliseconds = std::chrono::milliseconds;

std::vector<std::string> shell(const std::string& script) { return {"/bin/sh", "-c", script}; }

bool eventually(const std::function<bool()>& condition) {
    for (int i = 0; i < 500; ++i) {
        if (condition()) return true;
        std::this_thread::sleep_for(Milliseconds(10));
    }
    return condition();
}

bool lives(pid_t process) {
    if (kill(process, 0) != 0) return false;
    std::ifstream stat("/proc/" + std::to_string(process) + "/stat");
    std::string line;
    std::getline(stat, line);
    return line.find(") Z ") == std::string::npos;
}

TEST(Process, KeepsTheStreamsApart) {
    const auto run = run_process(shell("echo answer; echo complaint >&2; exit 3"));
    EXPECT_EQ(run.status, 3);
    EXPECT_EQ(run.standard_output, "answer\n");
    EXPECT_NE(run.output.find("complaint\n"), std::string::npos);
    EXPECT_NE(run.output.find("answer\n"), std::string::npos);
}

TEST(Process, ToolsSpeakEnglishWhateverTheLocale) {
    setenv("LC_ALL", "no_SUCH.UTF-8", 1);
    EXPECT_EQ(run_process(shell("echo $LC_ALL")).standard_output, "C\n");
    unsetenv("LC_ALL");
    EXPECT_EQ(run_process(shell("echo $LC_ALL")).standard_output, "C\n");
}

TEST(Process, ABadPreloadIsNotPartOfTheAnswer) {
    setenv("LD_PRELOAD", "/no/such/library.so", 1);
    const auto run = run_process(shell("/bin/echo answer"));
    unsetenv("LD_PRELOAD");
    EXPECT_EQ(run.standard_output, "answer\n");
}

TEST(Process, TemporaryFilesLieWhereTheToolWorks) {
    const Scratch scratch;
    const auto folder = scratch.file("a [b] c");
    std::filesystem::create_directories(folder);
    ASSERT_EQ(run_process(shell("touch $TMPDIR/here"), folder).status, 0);
    EXPECT_TRUE(std::filesystem::exists(folder + "/here"));
}

TEST(Process, EndsAToolAndAllItStartedWhenTheTimeIsUp) {
    const Scratch scratch;
    ProcessOptions options;
    options.timeout_s = 0.3;
    options.directory = scratch.file("");
    const auto run = run_process(shell("sleep 60 & echo $! > child; wait"), options);
    EXPECT_TRUE(run.timed_out);
    EXPECT_NE(run.status, 0);
    EXPECT_LT(run.seconds, 10);
    const auto child = static_cast<pid_t>(std::stol(contents(scratch.file("child"))));
    EXPECT_TRUE(eventually([&] { return !lives(child); }));
}

TEST(Process, EndsAToolThatWillNotBeAsked) {
    ProcessOptions options;
    options.timeout_s = 0.2;
    const auto run = run_process(shell("trap '' TERM; while true; do sleep 0.1; done"), options);
    EXPECT_TRUE(run.timed_out);
    EXPECT_EQ(run.status, 128 + SIGKILL);
}

TEST(Process, RunsWithoutStandardStreamsOfItsOwn) {
    const pid_t child = fork();
    if (child == 0) {
        for (const int stream : {0, 1, 2}) close(stream);
        const auto run = run_process(shell("cat; echo out; echo err >&2"));
        _exit(run.standard_output == "out\n" && run.output.size() == 8 ? 0 : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
}

TEST(Process, WorksInACopyOfItself) {
    int here = 1;
    EXPECT_EQ(run_in_copy("counting", [&] { return std::to_string(++here); }), "2");
    EXPECT_EQ(here, 1);
    EXPECT_THROW(run_in_copy("dying", []() -> std::string { abort(); }), ToolError);
    EXPECT_THROW(run_in_copy("refusing", []() -> std::string { throw std::runtime_error("no"); }), ToolError);
}

TEST(Process, SaysWhichPackageAToolIsIn) {
    EXPECT_FALSE(have_program("kvolt-no-such-tool"));
    try {
        require_program("kvolt-no-such-tool", "kvolt-tools");
        ADD_FAILURE() << "found";
    } catch (const ToolError& error) {
        EXPECT_STREQ(error.what(), "kvolt-no-such-tool is not on PATH; Debian package kvolt-tools brings it");
    }
    EXPECT_THROW(run_process({"kvolt-no-such-tool"}), ToolError);
}

/// A process that works in a scratch directory with a tool that has started another one; the signal comes meanwhile.
struct Ended {
    int status = -1;
    std::string scratch;
    pid_t grandchild = 0;
};

Ended ended_by(int signal, bool ignored) {
    const Scratch notes;
    const pid_t child = fork();
    if (child == 0) {
        if (ignored) std::signal(signal, SIG_IGN);
        const ScratchDirectory first, second;
        const DoomedPath third(notes.file("half-written"));
        spit(notes.file("half-written"), "x");
        spit(notes.file("directories"), first.path() + "\n" + second.path() + "\n");
        spit(second.path() + "/file", "x");
        const auto script = "sleep 4 & echo $! > '" + notes.file("tool") + "'; wait";
        run_process(shell(script), first.path());
        _exit(42);
    }
    EXPECT_TRUE(eventually([&] { return !contents(notes.file("tool")).empty(); }));
    std::this_thread::sleep_for(Milliseconds(50));
    kill(child, signal);
    Ended result;
    waitpid(child, &result.status, 0);
    result.grandchild = static_cast<pid_t>(std::stol(contents(notes.file("tool"))));
    std::istringstream lines(contents(notes.file("directories")));
    for (std::string line; std::getline(lines, line);) {
        EXPECT_TRUE(eventually([&] { return !std::filesystem::exists(line) || ignored; })) << line;
        result.scratch = line;
    }
    EXPECT_EQ(std::filesystem::exists(notes.file("half-written")), ignored);
    return result;
}

class Signals : public testing::TestWithParam<int> {};

TEST_P(Signals, LeaveNothingBehind) {
    const auto ended = ended_by(GetParam(), false);
    EXPECT_TRUE(WIFSIGNALED(ended.status));
    EXPECT_EQ(WTERMSIG(ended.status), GetParam());
    EXPECT_TRUE(eventually([&] { return !lives(ended.grandchild); }));
}

INSTANTIATE_TEST_SUITE_P(All, Signals, testing::Values(SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU),
                         [](const auto& one) { return std::string("Signal") + sigabbrev_np(one.param); });

TEST(SignalsOnce, ThatWereIgnoredStayIgnored) {
    const auto ended = ended_by(SIGHUP, true);
    EXPECT_TRUE(WIFEXITED(ended.status));
    EXPECT_EQ(WEXITSTATUS(ended.status), 42);
    std::filesystem::remove_all(ended.scratch);
}

TEST(SignalsOnce, AreRememberedOnceWhereSomebodyAsks) {
    const pid_t child = fork();
    if (child == 0) {
        const RememberInterrupts remember;
        if (interrupted()) _exit(1);
        raise(SIGINT);
        if (!interrupted()) _exit(2);
        raise(SIGINT);
        _exit(3);
    }
    int status = -1;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(WTERMSIG(status), SIGINT);
}

TEST(SignalsOnce, ARememberedInterruptEndsTheTool) {
    const pid_t child = fork();
    if (child == 0) {
        const RememberInterrupts remember;
        std::thread later([] {
            std::this_thread::sleep_for(Milliseconds(200));
            kill(getpid(), SIGINT);
        });
        const auto run = run_process({"sleep", "60"});
        later.join();
        _exit(run.status == 128 + SIGTERM && interrupted() ? 0 : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace kvolt::test
