// SPDX-License-Identifier: Apache-2.0
// The command as a user calls it: that it passes what is right, finds what is wrong, and goes on where it was stopped.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "gen/support/process.hpp"

namespace kvolt {
namespace {

namespace fs = std::filesystem;

class RegressCommand : public ::testing::Test {
protected:
    RegressCommand() : directory_(fs::path(::testing::TempDir()) / ("kvolt_regress_" + std::to_string(getpid()))) {
        fs::create_directories(directory_);
    }
    ~RegressCommand() override { fs::remove_all(directory_); }

    std::string suite(const std::string& text) {
        std::ofstream(directory_ / "suite.toml") << text;
        return (directory_ / "suite.toml").string();
    }
    std::string file(const char* name) { return (directory_ / name).string(); }
    static nlohmann::json read(const std::string& path) {
        return nlohmann::json::parse(std::ifstream(path), nullptr, false);
    }

    fs::path directory_;
};

const char* const one_case =
    "[[case]]\nconfig = \"tiny\"\nseeds = [77]\nstalls = [0.0, 0.4]\nkinds = [\"full\", \"mixed\"]\ntokens = 60\n";

TEST_F(RegressCommand, PassesAnEngineThatIsRight) {
    const auto run = run_process({KVOLT_BINARY, "regress", suite(one_case), "--json", file("record.json")});
    EXPECT_EQ(run.status, 0) << run.output;
    const auto record = read(file("record.json"));
    EXPECT_EQ(record["passed"], 4);
    EXPECT_GT(record["tokens"], 150);
}

// The golden model is told of another output saturation, as if the engine had been built wrong.
TEST_F(RegressCommand, FindsAnEngineThatIsWrong) {
    const auto run = run_process({KVOLT_BINARY, "regress", suite(one_case), "--golden-set",
                                  "analog.output_saturation_ua=30", "--junit", file("junit.xml")});
    EXPECT_EQ(run.status, 1);
    EXPECT_NE(run.output.find("FAILED  tiny seed 77"), std::string::npos) << run.output;
    EXPECT_NE(
        run.output.find("reproduce: kvolt simulate tiny --tokens 60 --kinds mixed --stall 0.4 --seed 77 --quick\n"),
        std::string::npos)
        << run.output;
    EXPECT_NE(run.output.find("output words differ from the golden model"), std::string::npos);
    EXPECT_NE(run.output.find("0 passed, 4 failed, 0 not run"), std::string::npos) << run.output;
    std::ifstream junit(file("junit.xml"));
    const std::string text((std::istreambuf_iterator<char>(junit)), {});
    EXPECT_NE(text.find("failures=\"4\""), std::string::npos);
}

// One lane that is wrong in one code is enough.
TEST_F(RegressCommand, FindsAnOffsetOfOneCode) {
    const auto run = run_process({KVOLT_BINARY, "regress", suite(one_case), "--golden-set", "affine.offset=1"});
    EXPECT_EQ(run.status, 1);
    EXPECT_NE(run.output.find("0 passed, 4 failed"), std::string::npos) << run.output;
}

TEST_F(RegressCommand, GoesOnWhereItWasStopped) {
    std::string many = "[[case]]\nconfig = \"tiny\"\ntokens = 20000\nseeds = [";
    for (int seed = 1; seed <= 40; ++seed) many += std::to_string(seed) + ", ";
    const auto path = suite(many + "]\n"), record_path = file("record.json");
    const pid_t child = fork();
    if (child == 0) {
        setpgid(0, 0);
        execl(KVOLT_BINARY, KVOLT_BINARY, "regress", path.c_str(), "--jobs", "1", "--resume", record_path.c_str(),
              static_cast<char*>(nullptr));
        _exit(127);
    }
    const auto passed = [&] {
        const auto record = read(record_path);
        return record.is_object() ? record.value("passed", 0) : 0;
    };
    const auto start = std::chrono::steady_clock::now();
    while (passed() < 2 && std::chrono::steady_clock::now() - start < std::chrono::minutes(4))
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    kill(-child, SIGINT);
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 1);
    const auto record = read(record_path);
    const int before = record["passed"];
    EXPECT_GE(before, 2);
    EXPECT_EQ(record["failed"], 0) << record.dump(1);
    EXPECT_EQ(record["not_run"], 40 - before);
    ASSERT_LT(before, 40);
    const auto run = run_process({KVOLT_BINARY, "regress", path, "--resume", record_path});
    EXPECT_EQ(run.status, 0) << run.output;
    EXPECT_NE(run.output.find(std::to_string(before) + " of 40 cases passed before"), std::string::npos) << run.output;
    EXPECT_EQ(read(record_path)["passed"], 40);
}

TEST_F(RegressCommand, RefusesWhatItCannotDo) {
    EXPECT_EQ(run_process({KVOLT_BINARY, "regress", "no-such-suite"}).status, 2);
    EXPECT_EQ(run_process({KVOLT_BINARY, "regress", "quick", "--only", "999"}).status, 2);
    EXPECT_EQ(run_process({KVOLT_BINARY, "regress", "quick", "--jobs", "0"}).status, 2);
    EXPECT_EQ(run_process({KVOLT_BINARY, "regress", "quick", "--junit", "/no/such/directory/x.xml"}).status, 2);
}

}  // namespace
}  // namespace kvolt
