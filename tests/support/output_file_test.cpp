// SPDX-License-Identifier: Apache-2.0
// One file is written: whatever its name stands for is still that afterwards, with other contents.
#include "gen/support/output_file.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <thread>

#include "gen/support/diagnostics.hpp"
#include "tests/model/scratch.hpp"

namespace kvolt::test {
namespace {

namespace fs = std::filesystem;

std::string refusal_of(const std::string& path) {
    try {
        OutputFile{path};
    } catch (const InputError& error) {
        return error.what();
    }
    return "accepted";
}

struct stat status_of(const std::string& path) {
    struct stat status {};
    EXPECT_EQ(lstat(path.c_str(), &status), 0) << path;
    return status;
}

/// As a user without rights; the exit status.
int as_nobody(const std::function<int()>& work) {
    const pid_t child = fork();
    if (child == 0) {
        if (setgid(65534) != 0 || setuid(65534) != 0) _exit(99);
        _exit(work());
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(OutputFile, MakesAFileAndReplacesItWhole) {
    const Scratch scratch;
    const OutputFile file(scratch.file("x.json"));
    EXPECT_FALSE(fs::exists(scratch.file("x.json"))) << "looking touches nothing";
    EXPECT_FALSE(file.exists());
    file.write("long text");
    EXPECT_TRUE(file.exists());
    file.write("short");
    EXPECT_EQ(contents(scratch.file("x.json")), "short");
    EXPECT_EQ(scratch.files(), 1);
    EXPECT_FALSE(OutputFile());
}

TEST(OutputFile, KeepsModeAndOwner) {
    const Scratch scratch;
    const auto path = scratch.file("x");
    spit(path, "old");
    ASSERT_EQ(chmod(path.c_str(), 0640), 0);
    const bool root = geteuid() == 0;
    if (root) {
        ASSERT_EQ(chown(path.c_str(), 1234, 4321), 0);
    }
    OutputFile(path).write("new");
    const auto status = status_of(path);
    EXPECT_EQ(status.st_mode & 07777, 0640U);
    if (root) {
        EXPECT_EQ(status.st_uid, 1234U);
        EXPECT_EQ(status.st_gid, 4321U);
    }
    EXPECT_EQ(contents(path), "new");
}

TEST(OutputFile, FollowsLinksAndKeepsThem) {
    const Scratch scratch;
    spit(scratch.file("real"), "old");
    fs::create_symlink("real", scratch.file("near"));
    fs::create_symlink(scratch.file("near"), scratch.file("far"));
    OutputFile(scratch.file("far")).write("new");
    EXPECT_TRUE(fs::is_symlink(scratch.file("near")) && fs::is_symlink(scratch.file("far")));
    EXPECT_EQ(contents(scratch.file("real")), "new");
    fs::create_symlink("not-yet", scratch.file("dangling"));
    OutputFile(scratch.file("dangling")).write("new");
    EXPECT_TRUE(fs::is_symlink(scratch.file("dangling")));
    EXPECT_EQ(contents(scratch.file("not-yet")), "new");
    fs::create_symlink("loop", scratch.file("loop"));
    EXPECT_EQ(refusal_of(scratch.file("loop")),
              scratch.file("loop") + ": cannot be written: Too many levels of symbolic links");
}

TEST(OutputFile, KeepsOtherNamesOfTheSameFile) {
    const Scratch scratch;
    spit(scratch.file("one"), "old and longer");
    fs::create_hard_link(scratch.file("one"), scratch.file("two"));
    OutputFile(scratch.file("one")).write("new");
    EXPECT_EQ(contents(scratch.file("two")), "new");
    EXPECT_EQ(scratch.files(), 2);
}

TEST(OutputFile, ADeviceStaysADevice) {
    const Scratch scratch;
    const auto device = scratch.file("null"), full = scratch.file("full");
    if (mknod(device.c_str(), S_IFCHR | 0666, makedev(1, 3)) != 0) GTEST_SKIP() << "needs the right to make a device";
    ASSERT_EQ(mknod(full.c_str(), S_IFCHR | 0666, makedev(1, 7)), 0);
    const auto mode = status_of(device).st_mode;
    const OutputFile file(device);
    EXPECT_FALSE(file.exists());
    if (const int probe = open(device.c_str(), O_WRONLY); probe < 0)
        GTEST_SKIP() << "devices do not work on this file system";
    else
        close(probe);
    file.write("text");
    FileInTheMaking making(file);
    spit(making.path(), "bytes");
    making.commit();
    EXPECT_EQ(status_of(device).st_mode, mode);
    try {
        OutputFile(full).write("text");
        ADD_FAILURE() << "written";
    } catch (const InputError& error) {
        EXPECT_EQ(std::string(error.what()), full + ": cannot be written: No space left on device");
    }
}

TEST(OutputFile, APipeIsWrittenInto) {
    const Scratch scratch;
    const auto pipe = scratch.file("pipe");
    ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
    std::string got;
    std::thread reader([&] { got = contents(pipe); });
    OutputFile(pipe).write("text");
    reader.join();
    EXPECT_EQ(got, "text");
    EXPECT_TRUE(S_ISFIFO(status_of(pipe).st_mode));
}

TEST(OutputFile, StandardOutputGoesOnWhereItIs) {
    const Scratch scratch;
    const auto path = scratch.file("out");
    for (const char* name : {"/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"}) {
        const pid_t child = fork();
        if (child == 0) {
            const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
            dup2(file, STDOUT_FILENO);
            const OutputFile output(name);
            std::fputs("before ", stdout);
            output.write("report ");
            std::fputs("after", stdout);
            std::fflush(stdout);
            _exit(0);
        }
        waitpid(child, nullptr, 0);
        EXPECT_EQ(contents(path), "before report after") << name;
    }
    EXPECT_TRUE(fs::is_symlink("/dev/stdout"));
}

TEST(OutputFile, SaysWhyNot) {
    const Scratch scratch;
    const auto why = [&](const std::string& name) {
        const auto path = scratch.file(name), text = refusal_of(path);
        EXPECT_EQ(text.find(path + ": cannot be written: "), 0U) << text;
        return text.substr(text.rfind(": ") + 2);
    };
    EXPECT_EQ(refusal_of(""), "output: a file needs a name");
    EXPECT_EQ(why("."), "it is a directory");
    EXPECT_EQ(why("none/x"), "No such file or directory");
    spit(scratch.file("file"), "");
    EXPECT_EQ(why("file/x"), "Not a directory");
    EXPECT_EQ(why(std::string(300, 'n')), "File name too long");
    if (geteuid() != 0) GTEST_SKIP() << "needs the right to become another user";
    chmod(scratch.file("").c_str(), 0755);
    EXPECT_EQ(
        as_nobody([&] { return why("new") == "Permission denied" && why("file") == "Permission denied" ? 0 : 1; }), 0);
}

TEST(OutputFile, IsWrittenInPlaceWhereItsDirectoryMayNotBe) {
    if (geteuid() != 0) GTEST_SKIP() << "needs the right to become another user";
    const Scratch scratch;
    chmod(scratch.file("").c_str(), 0755);
    spit(scratch.file("shared"), "old and longer");
    chmod(scratch.file("shared").c_str(), 0666);
    EXPECT_EQ(as_nobody([&] {
                  OutputFile(scratch.file("shared")).write("new");
                  return 0;
              }),
              0);
    EXPECT_EQ(contents(scratch.file("shared")), "new");
    EXPECT_EQ(status_of(scratch.file("shared")).st_uid, 0U);
}

TEST(OutputFile, WhatIsNotCommittedIsGone) {
    const Scratch scratch;
    spit(scratch.file("x"), "old");
    const OutputFile file(scratch.file("x"));
    {
        const FileInTheMaking making(file);
        spit(making.path(), "half of the n");
    }
    EXPECT_EQ(contents(scratch.file("x")), "old");
    EXPECT_EQ(scratch.files(), 1);
}

TEST(OutputFile, KnowsAFileByAnyName) {
    const Scratch scratch;
    spit(scratch.file("x"), "");
    fs::create_symlink("x", scratch.file("link"));
    fs::create_hard_link(scratch.file("x"), scratch.file("hard"));
    fs::create_directory(scratch.file("d"));
    fs::create_symlink("not-yet", scratch.file("dangling"));
    const auto same = [&](const char* a, const char* b) {
        return identity_of(scratch.file(a)) == identity_of(scratch.file(b));
    };
    EXPECT_TRUE(same("x", "link") && same("x", "hard") && same("x", "d/../x") && same("x", "./x"));
    EXPECT_TRUE(same("not-yet", "dangling") && same("not-yet", "d/../not-yet"));
    EXPECT_FALSE(same("x", "not-yet"));
    EXPECT_EQ(identity_of("/dev/null"), "");
    EXPECT_EQ(identity_of("/dev/stdout"), "");
}

}  // namespace
}  // namespace kvolt::test
