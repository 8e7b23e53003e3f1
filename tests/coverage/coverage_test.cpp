// SPDX-License-Identifier: Apache-2.0
// Coverage of runs: what is merged, what counts, and that the summary fails below its thresholds.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/coverage/tally.hpp"

namespace kvolt {
namespace {

namespace fs = std::filesystem;

std::string point(const std::string& file, int line, const std::string& page, const std::string& what,
                  const std::string& instance, long count) {
    return fmt::format("C '\1f\2{}\1l\2{}\1n\2{}\1page\2{}/m\1o\2{}\1h\2{}' {}\n", file, line, 3, page, what, instance,
                       count);
}

RtlCoverage read(const std::string& points) {
    RtlCoverage coverage;
    std::istringstream dat("# SystemC::Coverage-3\n" + points);
    add_rtl(dat, coverage);
    return coverage;
}

TEST(Coverage, InstancesAndRunsOfOnePlaceAreOnePoint) {
    auto coverage = read(point("/a/rtl/kv_x.v", 7, "v_line", "block", "top.u0", 0) +
                         point("/a/rtl/kv_x.v", 7, "v_line", "block", "top.u1", 2));
    std::istringstream other("# SystemC::Coverage-3\n" + point("/b/rtl/kv_x.v", 7, "v_line", "block", "top.u0", 3));
    add_rtl(other, coverage);
    ASSERT_EQ(coverage.lines.size(), 1U);
    EXPECT_EQ(coverage.lines.begin()->second, 5);
}

TEST(Coverage, BitsAreTogglesOfTheirOwnAndMacrosDoNotCount) {
    const auto coverage =
        read(point("rtl/kv_x.v", 7, "v_toggle", "a[0]", "t", 1) + point("rtl/kv_x.v", 7, "v_toggle", "a[1]", "t", 0) +
             point("macros/kv_tile.v", 7, "v_toggle", "a", "t", 0) +
             point("/b/tests/rtl/adc/kv_adc_blocks.v", 7, "v_toggle", "a", "t", 0) +
             point("rtl/kv_x.v", 9, "v_user", "cover", "t", 4));
    EXPECT_EQ(share_of(coverage.toggles).all, 2);
    EXPECT_EQ(share_of(coverage.toggles).reached, 1);
    EXPECT_EQ(share_of(coverage.covers).reached, 1);
    EXPECT_TRUE(coverage.lines.empty());
}

// An emitted file has other lines in another configuration; its signals keep their names.
TEST(Coverage, EmittedFilesOfTwoConfigurationsMeetBySignalAndNotByLine) {
    const auto emitted = [](const std::string& name, int line, long count) {
        return point("/c/rtl/kvolt_" + name + "_regs.v", line, "v_line", "case", "t", count) +
               point("/c/rtl/kvolt_" + name + "_regs.v", line + 9, "v_toggle", "wr_data[3]", "t", count);
    };
    auto coverage = read(emitted("a", 7, 0));
    for (const auto& more : {emitted("b", 7, 2), emitted("a", 8, 5)}) {
        std::istringstream dat("# SystemC::Coverage-3\n" + more);
        add_rtl(dat, coverage);
    }
    EXPECT_EQ(coverage.lines.size(), 2U);
    ASSERT_EQ(coverage.toggles.size(), 1U);
    EXPECT_EQ(coverage.toggles.begin()->second, 7);
    EXPECT_EQ(read(point("rtl/kvolt_a_head.v", 1, "v_toggle", "x", "t", 1) +
                   point("rtl/kvolt_a.v", 1, "v_toggle", "x", "t", 1))
                  .toggles.size(),
              2U);
}

TEST(Coverage, FilesOfAnotherKindAreRefused) {
    RtlCoverage rtl;
    std::istringstream text("no coverage\n");
    EXPECT_THROW(add_rtl(text, rtl), std::runtime_error);
    SourceCoverage sources;
    std::istringstream json("{}\n");
    EXPECT_THROW(add_sources(json, "/p", sources), std::runtime_error);
}

std::string source(const std::string& file, long count) {
    return fmt::format(
               R"({{"current_working_directory": "/p/build", "files": [{{"file": "{}", "lines": [{{"line_number": 4, "count": {}, "branches": [{{"count": {}, "throw": false}}, {{"count": 0, "throw": true}}]}}]}}]}})",
               file, count, count) +
           "\n";
}

TEST(Coverage, SourcesOfTheProjectCountAndThrownBranchesDoNot) {
    SourceCoverage coverage;
    std::istringstream gcov(source("../gen/a.cpp", 2) + source("/usr/include/x.hpp", 0) + source("/p/tests/t.cpp", 0));
    add_sources(gcov, "/p", coverage);
    EXPECT_EQ(coverage.lines.size(), 1U);
    EXPECT_EQ(coverage.branches.size(), 1U);
    EXPECT_EQ(coverage.lines.begin()->first, "gen/a.cpp:4");
}

/// Exit status of the summary over one RTL file and one source file.
int summary(long line, long toggle, long cover, long source_line) {
    const auto directory = fs::temp_directory_path() / fmt::format("kvolt-coverage-test-{}", getpid());
    fs::create_directories(directory);
    std::ofstream(directory / "a.dat") << "# SystemC::Coverage-3\n"
                                       << point("rtl/a.v", 1, "v_line", "b", "t", line)
                                       << point("rtl/a.v", 1, "v_toggle", "b", "t", toggle)
                                       << point("rtl/a.v", 1, "v_user", "b", "t", cover);
    std::ofstream(directory / "gcov.json") << source("/p/gen/a.cpp", source_line);
    const auto at = [&](const char* name) { return (directory / name).string(); };
    const int status = std::system(
        fmt::format("{} /p {} {} {} >/dev/null", COVERAGE_SUMMARY, at("out.json"), at("gcov.json"), at("a.dat"))
            .c_str());
    fs::remove_all(directory);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Coverage, TheSummaryFailsBelowEachThreshold) {
    EXPECT_EQ(summary(1, 1, 1, 1), 0);
    EXPECT_EQ(summary(0, 1, 1, 1), 1);
    EXPECT_EQ(summary(1, 0, 1, 1), 1);
    EXPECT_EQ(summary(1, 1, 0, 1), 1);
    EXPECT_EQ(summary(1, 1, 1, 0), 1);
}

}  // namespace
}  // namespace kvolt
