// SPDX-License-Identifier: Apache-2.0
#include "gen/support/file_io.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "gen/support/diagnostics.hpp"
#include "gen/support/hash.hpp"
#include "tests/model/scratch.hpp"

namespace kvolt::test {
namespace {

std::string reason(const std::function<void()>& call) {
    try {
        call();
    } catch (const ToolError& error) {
        return error.what();
    }
    return "no error";
}

TEST(FileIo, WritesAndReadsBytesAsTheyAre) {
    const Scratch scratch;
    const std::string text("a\0b\r\n\xff", 6);
    const auto path = scratch.file("deep/er/x.bin");
    write_text(path, text);
    EXPECT_EQ(read_text(path), text);
    write_text(path, "");
    EXPECT_EQ(read_text(path), "");
    write_files(scratch.file("all"), {{"a", "1"}, {"b/c", "2"}});
    EXPECT_EQ(read_text(scratch.file("all/b/c")), "2");
}

TEST(FileIo, SaysWhyNot) {
    const Scratch scratch;
    EXPECT_EQ(reason([&] { read_text(scratch.file("none")); }),
              "cannot read " + scratch.file("none") + ": No such file or directory");
    EXPECT_EQ(reason([&] { read_text(scratch.file("")); }), "cannot read " + scratch.file("") + ": Is a directory");
    write_text(scratch.file("file"), "x");
    EXPECT_NE(reason([&] { write_text(scratch.file("file/below"), "x"); }), "no error");
    EXPECT_EQ(reason([&] { write_text("/dev/full", std::string(100000, 'x')); }),
              "cannot write /dev/full: No space left on device");
    EXPECT_EQ(reason([&] { write_text("/dev/full", "shorter than any buffer"); }),
              "cannot write /dev/full: No space left on device");
}

TEST(FileIo, HashesAreSixteenDigits) {
    EXPECT_EQ(hash_text(0), "0000000000000000");
    EXPECT_EQ(hash_text(0xabcdef), "0000000000abcdef");
    EXPECT_EQ(fnv1a(""), 0xcbf29ce484222325u);
    EXPECT_EQ(hash_text(fnv1a("a")), "af63dc4c8601ec8c");  // the published test vector
}

}  // namespace
}  // namespace kvolt::test
