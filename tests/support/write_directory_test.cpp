// SPDX-License-Identifier: Apache-2.0
// All of an output directory, or nothing of it; and never what was not ours.
#include "gen/support/write_directory.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <csignal>
#include <map>

#include "gen/support/diagnostics.hpp"
#include "tests/model/scratch.hpp"

namespace kvolt::test {
namespace {

namespace fs = std::filesystem;

const std::vector<File> kFiles{{"manifest.json", "{}\n"}, {"rtl/a.v", "module a;\n"}, {"rtl/deep/b.v", ""}};

std::map<std::string, std::string> tree(const fs::path& root) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
        if (entry.is_regular_file()) files[fs::relative(entry.path(), root).string()] = contents(entry.path().string());
    }
    return files;
}

std::string refusal_of(const std::string& directory, const std::vector<File>& files = kFiles) {
    try {
        write_directory(directory, files);
    } catch (const InputError& error) {
        return error.what();
    }
    return "accepted";
}

TEST(WriteDirectory, WritesEveryFileAndLeavesNothingElse) {
    const Scratch scratch;
    write_directory(scratch.file("new/out"), kFiles);
    const auto written = tree(scratch.file("new"));
    EXPECT_EQ(written.size(), kFiles.size());
    for (const auto& file : kFiles) EXPECT_EQ(written.at("out/" + file.path), file.text);
    EXPECT_EQ(scratch.files(), 1);
}

TEST(WriteDirectory, ReplacesAnEarlierOutputWhole) {
    const Scratch scratch;
    const auto out = scratch.file("out");
    write_directory(out, kFiles);
    spit(out + "/stale.v", "old");
    write_directory(out + "/", {{"manifest.json", "2"}});
    EXPECT_EQ(tree(out), (std::map<std::string, std::string>{{"manifest.json", "2"}}));
    EXPECT_EQ(scratch.files(), 1);
}

TEST(WriteDirectory, FillsAnEmptyDirectory) {
    const Scratch scratch;
    fs::create_directory(scratch.file("out"));
    EXPECT_EQ(refusal_of(scratch.file("out")), "accepted");
    EXPECT_EQ(tree(scratch.file("out")).size(), kFiles.size());
}

TEST(WriteDirectory, LeavesForeignDirectoriesAndFilesAlone) {
    const Scratch scratch;
    fs::create_directory(scratch.file("mine"));
    spit(scratch.file("mine/thesis.tex"), "years of work");
    EXPECT_EQ(refusal_of(scratch.file("mine")),
              scratch.file("mine") +
                  ": is not empty and was not written by KVolt, name a new directory or an earlier output");
    EXPECT_EQ(contents(scratch.file("mine/thesis.tex")), "years of work");
    spit(scratch.file("file"), "text");
    EXPECT_EQ(refusal_of(scratch.file("file")), scratch.file("file") + ": exists and is not a directory");
    EXPECT_EQ(refusal_of(scratch.file("file/below")).find(scratch.file("file/below") + ": "), 0U);
    EXPECT_EQ(contents(scratch.file("file")), "text");
    EXPECT_EQ(scratch.files(), 2);
}

TEST(WriteDirectory, RefusesNamesThatNameNoNewDirectory) {
    EXPECT_EQ(refusal_of(""), "-o: an output directory needs a name");
    for (const char* name : {"/", ".", "..", "./"}) {
        EXPECT_EQ(refusal_of(name).find(std::string(name) + ": "), 0U) << name << " " << refusal_of(name);
    }
    EXPECT_NE(refusal_of("/dev/null/out"), "accepted");
    EXPECT_NE(refusal_of("/proc/kvolt_out"), "accepted");
}

TEST(WriteDirectory, GoesWhereALinkPoints) {
    const Scratch scratch;
    write_directory(scratch.file("real"), kFiles);
    fs::create_directory_symlink(scratch.file("real"), scratch.file("link"));
    write_directory(scratch.file("link"), {{"manifest.json", "2"}});
    EXPECT_TRUE(fs::is_symlink(scratch.file("link")));
    EXPECT_EQ(contents(scratch.file("real/manifest.json")), "2");
    EXPECT_EQ(scratch.files(), 2);
}

/// Runs `work` in a process of its own and returns its exit status, or minus the signal that ended it.
template <class Work>
int in_child(Work work) {
    const pid_t child = fork();
    if (child == 0) _exit(work());
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

// A disk that fills up, as the kernel lets a test have it: no file may grow beyond a limit.
TEST(WriteDirectory, KeepsTheEarlierOutputWhenTheDiskIsFull) {
    const Scratch scratch;
    const auto out = scratch.file("out");
    write_directory(out, kFiles);
    const auto before = tree(out);
    const int status = in_child([&] {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{4096, 4096};
        setrlimit(RLIMIT_FSIZE, &limit);
        const auto said = refusal_of(out, {{"manifest.json", "{}"}, {"large.v", std::string(100000, 'x')}});
        return said == out + ": cannot be written: File too large" ? 0 : 1;
    });
    EXPECT_EQ(status, 0);
    EXPECT_EQ(tree(out), before);
    EXPECT_EQ(scratch.files(), 1) << "a half-written directory stayed behind";
}

// Whenever the signal comes, the directory is the old one or the new one, whole, and nothing lies beside it.
TEST(WriteDirectory, StoppedAtAnyMomentLeavesTheOldOrTheNewOneWhole) {
    std::vector<File> files{{"manifest.json", "{}\n"}};
    for (int i = 0; i < 300; ++i) files.push_back({"f" + std::to_string(i), std::string(5000, 'x')});
    int stopped = 0;
    for (int delay_us = 0; delay_us < 20000; delay_us += 1000) {
        const Scratch scratch;
        const auto out = scratch.file("out");
        write_directory(out, kFiles);
        const pid_t child = fork();
        if (child == 0) {
            while (true) write_directory(out, files);
        }
        usleep(static_cast<useconds_t>(delay_us));
        kill(child, SIGTERM);
        int status = 0;
        waitpid(child, &status, 0);
        EXPECT_TRUE(WIFSIGNALED(status));
        const auto left = tree(out).size();
        EXPECT_TRUE(left == kFiles.size() || left == files.size()) << left << " files after " << delay_us << " us";
        EXPECT_EQ(scratch.files(), 1);
        stopped += left == files.size() ? 1 : 0;
    }
    EXPECT_GT(stopped, 0) << "the signal never came late enough to matter";
}

}  // namespace
}  // namespace kvolt::test
