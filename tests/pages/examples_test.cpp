// SPDX-License-Identifier: Apache-2.0
// The examples of docs/examples run, say what they promise, and are short.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "gen/support/file_io.hpp"
#include "gen/support/process.hpp"
#include "tests/model/scratch.hpp"

namespace kvolt::test {
namespace {

namespace fs = std::filesystem;

const std::string folder = std::string(KVOLT_SOURCE_DIR) + "/docs/examples/";
constexpr long most_lines = 30;

struct Example {
    const char* file;
    const char* command;  ///< in an empty directory, kvolt on the PATH; $E is the example
    std::vector<std::string> tools;
    std::vector<std::string> says;  ///< in this order
};

const std::vector<Example>& examples() {
    static const std::vector<Example> table{
        {"look.sh", "$E", {}, {"latency_cycles", "Verilog:", "instances", "KVOLT_MINE_TILES"}},
        {"own_data.py",
         "$PYTHON $E",
         {"$PYTHON"},
         {"members: codes, output", "correlation with attention in reals: 0.9"}},
        {"cells.sh", "$E", {"yosys", "sta"}, {"one integrator a column", "two integrator a column", "where it goes"}},
        {"bad_chip.sh", "$E 60", {"verilator"}, {"as it comes", "input codes", "calibrated", "input codes", "faults"}},
        {"retention.sh", "$E 100", {}, {"no limit:", " dB", "masked:", "counted:", "refresh_period", "shadow_bits"}},
        {"outside.sh", "$E", {"verilator", "iverilog"}, {"PASS: 8 results", "the same 8 results"}},
        {"registers.c",
         "kvolt generate tiny -o out && cc -std=c99 -Wall -Wextra -Werror -Iout/include $E -o registers && ./registers",
         {"cc"},
         {"write 0x010 0x00000000", "write 0x018 0x00000004", "scale of head 0 read back: -2048"}},
    };
    return table;
}

/// One that has numpy; empty when there is none.
std::string python() {
    for (const char* name : {"python3", "/usr/bin/python3"})
        if (run_process({"sh", "-c", std::string(name) + " -c 'import numpy'"}).status == 0) return name;
    return "";
}

class Examples : public testing::TestWithParam<Example> {};

TEST_P(Examples, RunsAndSaysWhatItPromises) {
    const auto& example = GetParam();
    for (const auto& tool : example.tools) {
        if (tool == "$PYTHON" ? python().empty() : run_process({"sh", "-c", "command -v " + tool}).status != 0)
            GTEST_SKIP() << "there is no " << (tool == "$PYTHON" ? "python3 with numpy" : tool);
    }
    const Scratch scratch;
    const auto programs = fs::path(KVOLT_BINARY).parent_path().string();
    const auto run = run_process({"bash", "-c",
                                  "export PATH='" + programs + "':\"$PATH\" E='" + folder + example.file +
                                      "' PYTHON='" + python() + "'; " + example.command},
                                 scratch.file("."));
    EXPECT_EQ(run.status, 0) << run.output;
    std::size_t at = 0;
    for (const auto& words : example.says) {
        at = run.output.find(words, at);
        ASSERT_NE(at, std::string::npos) << words << "\n" << run.output;
    }
}

INSTANTIATE_TEST_SUITE_P(Pages, Examples, testing::ValuesIn(examples()), [](const auto& one) {
    std::string name = one.param.file;
    std::replace(name.begin(), name.end(), '.', '_');
    return name;
});

TEST(ExampleFolder, HoldsShortFilesThatSayWhatAReaderLearnsAndTheIndexKnows) {
    std::set<std::string> known;
    for (const auto& example : examples()) known.insert(example.file);
    const auto index = read_text(std::string(KVOLT_SOURCE_DIR) + "/docs/README.md");
    for (const auto& entry : fs::directory_iterator(folder)) {
        const auto name = entry.path().filename().string();
        const auto text = read_text(entry.path().string());
        EXPECT_TRUE(known.erase(name)) << name << " is run by nobody";
        EXPECT_LE(std::count(text.begin(), text.end(), '\n'), most_lines) << name;
        EXPECT_NE(text.find("You learn:"), std::string::npos) << name;
        EXPECT_NE(index.find("(examples/" + name + ")"), std::string::npos) << name << " is not in docs/README.md";
    }
    EXPECT_TRUE(known.empty()) << *known.begin() << " is not there";
}

}  // namespace
}  // namespace kvolt::test
