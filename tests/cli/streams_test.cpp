// SPDX-License-Identifier: Apache-2.0
// Streams that are closed, full or pipes: the exit status says what became of the work.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <thread>

#include "gen/cli/commands.hpp"
#include "gen/support/process.hpp"
#include "tests/model/scratch.hpp"

namespace kvolt::test {
namespace {

/// `kvolt` as a shell starts it; "$K" is the binary.
ProcessResult shell(const std::string& script) {
    ProcessOptions options;
    options.timeout_s = 100;
    options.environment = {std::string("K=") + KVOLT_BINARY};
    return run_process({"/bin/sh", "-c", script}, options);
}

TEST(Streams, AnErrorThatCannotBeSaidHasItsStatus) {
    for (const char* where : {"2>/dev/full", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"}) {
        EXPECT_EQ(shell(std::string("\"$K\" check no-such-preset ") + where).status, 2) << where;
        EXPECT_EQ(shell(std::string("\"$K\" ") + where).status, 2) << where;
        EXPECT_EQ(shell(std::string("\"$K\" nothing ") + where).status, 2) << where;
    }
}

TEST(Streams, AnAnswerThatCannotBeWrittenIsAFailure) {
    for (const char* where : {">/dev/full", ">&-", ">&- 2>&-", ">/dev/full 2>/dev/full"}) {
        EXPECT_EQ(shell(std::string("\"$K\" presets ") + where).status, 1) << where;
        EXPECT_EQ(shell(std::string("\"$K\" init ") + where).status, 1) << where;
    }
    EXPECT_EQ(shell("\"$K\" check tiny 2>/dev/full >/dev/null").status, 0);
    EXPECT_EQ(shell("\"$K\" check tiny 2>&- >/dev/null").status, 0);
}

TEST(Streams, WhatIsOpenedLaterIsNoStandardStream) {
    const Scratch scratch;
    const auto file = scratch.file("x.toml");
    // With the three streams closed the file would be the first descriptor, and errors would go into it.
    // What init says about it has nowhere to go, which is its status.
    EXPECT_EQ(shell("\"$K\" init -o '" + file + "' <&- >&- 2>&-").status, 1);
    const auto text = contents(file);
    EXPECT_EQ(shell("\"$K\" init --force -o '" + file + "'").status, 0);
    EXPECT_FALSE(text.empty());
    EXPECT_EQ(contents(file), text);
}

TEST(Streams, AConfigurationMayBeAPipe) {
    const Scratch scratch;
    const auto pipe = scratch.file("pipe");
    ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
    std::thread writer([&] { spit(pipe, "[head]\ndimension = 8\n"); });
    cli::ConfigArguments arguments;
    arguments.config = pipe;
    EXPECT_EQ(arguments.design().rows, 8);
    writer.join();
    // Nobody writes a second time: reading it again would wait for ever.
    EXPECT_EQ(arguments.design({"head.tiles=3"}).tiles, 3);
}

TEST(Streams, TooManyTokensAreRefusedNotAllocated) {
    for (const char* words : {"--tokens 1000000000", "--tokens 1000000000 --sequences 1000000000"}) {
        const auto run = shell(std::string("\"$K\" simulate paper --engine golden ") + words);
        EXPECT_EQ(run.status, 2) << run.output;
        EXPECT_NE(run.output.find("--tokens: 1000000000 tokens of "), std::string::npos) << run.output;
        EXPECT_LT(run.peak_kib, 200000);
    }
}

}  // namespace
}  // namespace kvolt::test
