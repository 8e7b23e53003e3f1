// SPDX-License-Identifier: Apache-2.0
// A flow that is stopped leaves nothing: no scratch directory, no tool that goes on, no half-written result. One that
// is told to ignore a signal ignores it to the end.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

#include "tests/system/system_run.hpp"

namespace kvolt {
namespace {

namespace fs = std::filesystem;

/// A command in a process group of its own, with scratch files and cache where the test sees them.
class Running {
public:
    Running(const Scratch& scratch, std::vector<std::string> words, int ignored = 0) {
        fs::create_directories(scratch.file("tmp"));
        child_ = fork();
        if (child_ != 0) return;
        setpgid(0, 0);
        if (ignored != 0) std::signal(ignored, SIG_IGN);
        setenv("TMPDIR", scratch.file("tmp").c_str(), 1);
        setenv("KVOLT_CACHE", scratch.file("cache").c_str(), 1);
        if (std::freopen(scratch.file("said").c_str(), "w", stdout) == nullptr || dup2(1, 2) < 0) _exit(99);
        words.insert(words.begin(), KVOLT_BINARY);
        std::vector<char*> argv;
        for (auto& word : words) argv.push_back(word.data());
        argv.push_back(nullptr);
        execv(argv[0], argv.data());
        _exit(98);
    }
    void signal(int number) const { kill(child_, number); }
    int wait() {
        int status = 0;
        waitpid(child_, &status, 0);
        return status;
    }

private:
    pid_t child_;
};

/// Processes that work in a directory below `place`.
std::vector<std::string> processes_in(const std::string& place) {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator("/proc")) {
        std::error_code error;
        const auto directory = fs::read_symlink(entry.path() / "cwd", error).string();
        if (!error && directory.rfind(place, 0) == 0) found.push_back(entry.path().filename().string());
    }
    return found;
}

template <class Condition>
bool eventually(Condition condition) {
    for (int i = 0; i < 3000; ++i, std::this_thread::sleep_for(std::chrono::milliseconds(20)))
        if (condition()) return true;
    return false;
}

const std::vector<std::vector<std::string>> flows{
    {"simulate", "tiny", "--tokens", "5"},
    {"area", "tiny"},
    {"formal", "--only", "^kv_window", "--jobs", "2"},
};

class Stopped : public testing::TestWithParam<std::tuple<std::size_t, int>> {};

TEST_P(Stopped, LeavesNothing) {
    const auto [flow, signal] = GetParam();
    const Scratch scratch;
    Running run(scratch, flows[flow]);
    ASSERT_TRUE(eventually([&] { return !processes_in(scratch.path().string()).empty(); })) << "no tool ever ran";
    run.signal(signal);
    const int status = run.wait();
    EXPECT_TRUE(WIFSIGNALED(status)) << status;
    EXPECT_TRUE(eventually([&] { return processes_in(scratch.path().string()).empty(); })) << "a tool goes on";
    EXPECT_TRUE(fs::is_empty(scratch.file("tmp"))) << fs::directory_iterator(scratch.file("tmp"))->path();
    if (!fs::exists(scratch.file("cache"))) return;
    for (const auto& entry : fs::directory_iterator(scratch.file("cache")))
        EXPECT_EQ(entry.path().extension(), ".lock") << entry.path();
}

INSTANTIATE_TEST_SUITE_P(Flows, Stopped,
                         testing::Combine(testing::Values(0U, 1U, 2U), testing::Values(SIGINT, SIGTERM, SIGQUIT)),
                         [](const auto& one) {
                             return flows[std::get<0>(one.param)][0] + "_" + sigabbrev_np(std::get<1>(one.param));
                         });

TEST(StoppedOnce, AnIgnoredHangupStaysIgnored) {
    const Scratch scratch;
    Running run(scratch, {"formal", "--only", "^kv_hold", "--jobs", "2"}, SIGHUP);
    ASSERT_TRUE(eventually([&] { return !processes_in(scratch.path().string()).empty(); }));
    run.signal(SIGHUP);
    const int status = run.wait();
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
}

TEST(StoppedOnce, LocaleOfTheShellDoesNotMatter) {
    const Scratch scratch;
    use_test_cache();
    setenv("LC_ALL", "en_US.NOT-INSTALLED", 1);
    setenv("LD_PRELOAD", "/no/such/library.so", 1);
    const auto run = kvolt({"simulate", "tiny", "--set", "name=localized", "--tokens", "3", "--discard"});
    unsetenv("LC_ALL");
    unsetenv("LD_PRELOAD");
    EXPECT_EQ(run.status, 0) << run.err;
}

}  // namespace
}  // namespace kvolt
