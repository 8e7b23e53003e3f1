// SPDX-License-Identifier: Apache-2.0
#include "gen/support/terminal.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace kvolt::test {
namespace {

TEST(Terminal, SaysWhatIsLeft) {
    EXPECT_EQ(progress_text("cases", 0, 8, 0, 1, ""), "0 of 8 cases, 1 s");
    EXPECT_EQ(progress_text("cases", 2, 8, 0, 10, "1 failed"), "2 of 8 cases, 1 failed, 10 s, 30 s left");
    EXPECT_EQ(progress_text("cases", 8, 8, 0, 10, ""), "8 of 8 cases, 10 s");
}

TEST(Terminal, WhatWasDoneBeforeTookNoTimeOfThisRun) {
    // Four of eight are taken over from an earlier run, one more took 10 s: the other three take 30 s.
    EXPECT_EQ(progress_text("cases", 5, 8, 4, 10, ""), "5 of 8 cases, 10 s, 30 s left");
}

TEST(Terminal, LogsNowAndThenWhereNobodyWatches) {
    testing::internal::CaptureStderr();
    {
        ProgressLine line("mutants", 3);
        line.say("words for a terminal");
        for (std::size_t done = 0; done <= 7; ++done) line.count(done, 7);
        line.line("SURVIVED");
    }
    const auto text = testing::internal::GetCapturedStderr();
    EXPECT_EQ(text.find("words"), std::string::npos);
    EXPECT_EQ(text.find("1 of 7"), std::string::npos);
    for (const char* words : {"3 of 7 mutants", "6 of 7 mutants", "7 of 7 mutants", "SURVIVED\n"})
        EXPECT_NE(text.find(words), std::string::npos) << words << " in " << text;
    EXPECT_EQ(text.find('\r'), std::string::npos);
}

TEST(Terminal, AStreamThatCannotBeWrittenChangesNothing) {
    const int kept = dup(STDERR_FILENO);
    for (const bool closed : {false, true}) {
        if (closed) {
            close(STDERR_FILENO);
        } else {
            const int full = open("/dev/full", O_WRONLY);
            dup2(full, STDERR_FILENO);
            close(full);
        }
        EXPECT_NO_THROW(warn("nobody reads this"));
        ProgressLine line("tokens", 1);
        EXPECT_NO_THROW(line.count(1, 2));
        EXPECT_NO_THROW(line.line("nor this"));
        dup2(kept, STDERR_FILENO);
    }
    close(kept);
}

}  // namespace
}  // namespace kvolt::test
