// SPDX-License-Identifier: Apache-2.0
// All of an output directory, or nothing of it; and never what was not ours.
#include "gen/support/output_directory.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <csignal>
#include <functional>
#include <map>

#include "gen/support/diagnostics.hpp"
#include "tests/model/scratch.hpp"

namespace kvolt::test {
namespace {

namespace fs = std::filesystem;

/// With the manifest that makes it an output of KVolt's.
std::vector<File> with_manifest(std::vector<File> files) {
    const nlohmann::ordered_json manifest{{"generator", "kvolt"}, {"files", manifest_files(files)}};
    files.push_back({manifest_name, manifest.dump()});
    return files;
}

const std::vector<File> kFiles = with_manifest({{"rtl/a.v", "module a;\n"}, {"rtl/deep/b.v", ""}});

void write_directory(const std::string& directory, const std::vector<File>& files, bool force = false) {
    OutputDirectory(directory, force).write(files);
}

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

TEST(OutputDirectory, WritesEveryFileAndLeavesNothingElse) {
    const Scratch scratch;
    write_directory(scratch.file("new/out"), kFiles);
    const auto written = tree(scratch.file("new"));
    EXPECT_EQ(written.size(), kFiles.size());
    for (const auto& file : kFiles) EXPECT_EQ(written.at("out/" + file.path), file.text);
    EXPECT_EQ(scratch.files(), 1);
}

TEST(OutputDirectory, ReplacesAnEarlierOutputWhole) {
    const Scratch scratch;
    const auto out = scratch.file("out");
    write_directory(out, kFiles);
    fs::permissions(out, fs::perms::owner_all);
    const auto other = with_manifest({{"other.v", "2"}});
    write_directory(out + "/", other);
    EXPECT_EQ(tree(out), (std::map<std::string, std::string>{{"other.v", "2"}, {manifest_name, other[1].text}}));
    EXPECT_EQ(fs::status(out).permissions(), fs::perms::owner_all);
    EXPECT_EQ(scratch.files(), 1);
}

TEST(OutputDirectory, LosesNothingThatSomebodyPutThere) {
    const Scratch scratch;
    const auto out = scratch.file("out");
    const auto touch = [&](const std::string& name) { return [=] { spit(out + "/" + name, "mine"); }; };
    const auto replace_allowed = ", --force replaces the directory with all that is in it";
    const std::vector<std::pair<std::function<void()>, std::string>> cases{
        {touch("notes.txt"), "holds notes.txt, which KVolt did not write"},
        {touch("rtl/notes.txt"), "holds rtl/notes.txt, which KVolt did not write"},
        {touch("rtl/a.v"), "holds rtl/a.v, changed since KVolt wrote it"},
        {[&] { fs::create_symlink("/etc/passwd", out + "/link"); }, "holds link, which KVolt did not write"},
        {[&] {
             fs::remove(out + "/rtl/a.v");
             fs::create_symlink("deep/b.v", out + "/rtl/a.v");
         },
         "holds rtl/a.v, which KVolt did not write"}};
    for (const auto& [change, problem] : cases) {
        fs::remove_all(out);
        write_directory(out, kFiles);
        change();
        const auto before = tree(out);
        EXPECT_EQ(refusal_of(out), out + ": " + problem + replace_allowed);
        EXPECT_EQ(tree(out), before);
        EXPECT_NO_THROW(write_directory(out, kFiles, true));
        EXPECT_EQ(tree(out).size(), kFiles.size());
    }
    // A file that is gone is no loss.
    fs::remove(out + "/rtl/a.v");
    EXPECT_EQ(refusal_of(out), "accepted");
    // Somebody else's directory is not ours to force.
    for (const char* manifest : {"{}", "[]", "{", "{\"generator\": \"npm\", \"files\": []}",
                                 "{\"generator\": \"kvolt\"}", "{\"generator\": \"kvolt\", \"files\": [1]}"}) {
        spit(out + "/manifest.json", manifest);
        EXPECT_THROW(write_directory(out, kFiles), InputError) << manifest;
        EXPECT_THROW(write_directory(out, kFiles, true), InputError) << manifest;
    }
}

TEST(OutputDirectory, FillsAnEmptyDirectory) {
    const Scratch scratch;
    fs::create_directory(scratch.file("out"));
    EXPECT_EQ(refusal_of(scratch.file("out")), "accepted");
    EXPECT_EQ(tree(scratch.file("out")).size(), kFiles.size());
}

TEST(OutputDirectory, LeavesForeignDirectoriesAndFilesAlone) {
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

TEST(OutputDirectory, RefusesNamesThatNameNoNewDirectory) {
    EXPECT_EQ(refusal_of(""), "-o: an output directory needs a name");
    for (const char* name : {"/", ".", "..", "./"}) {
        EXPECT_EQ(refusal_of(name).find(std::string(name) + ": "), 0U) << name << " " << refusal_of(name);
    }
    EXPECT_NE(refusal_of("/dev/null/out"), "accepted");
    EXPECT_NE(refusal_of("/proc/kvolt_out"), "accepted");
}

TEST(OutputDirectory, GoesWhereALinkPoints) {
    const Scratch scratch;
    write_directory(scratch.file("real"), kFiles);
    fs::create_directory_symlink(scratch.file("real"), scratch.file("link"));
    write_directory(scratch.file("link"), with_manifest({}));
    EXPECT_TRUE(fs::is_symlink(scratch.file("link")));
    EXPECT_EQ(tree(scratch.file("real")).size(), 1U);
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
TEST(OutputDirectory, KeepsTheEarlierOutputWhenTheDiskIsFull) {
    const Scratch scratch;
    const auto out = scratch.file("out");
    write_directory(out, kFiles);
    const auto before = tree(out);
    const int status = in_child([&] {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{4096, 4096};
        setrlimit(RLIMIT_FSIZE, &limit);
        const auto said = refusal_of(out, with_manifest({{"large.v", std::string(100000, 'x')}}));
        return said == out + ": cannot be written: File too large" ? 0 : 1;
    });
    EXPECT_EQ(status, 0);
    EXPECT_EQ(tree(out), before);
    EXPECT_EQ(scratch.files(), 1) << "a half-written directory stayed behind";
}

// Whenever the signal comes, the directory is the old one or the new one, whole, and nothing lies beside it.
TEST(OutputDirectory, StoppedAtAnyMomentLeavesTheOldOrTheNewOneWhole) {
    std::vector<File> files;
    for (int i = 0; i < 300; ++i) files.push_back({"f" + std::to_string(i), std::string(5000, 'x')});
    files = with_manifest(std::move(files));
    int stopped = 0;
    for (int delay_us = 0; delay_us < 20000 || (stopped == 0 && delay_us < 1000000); delay_us += 1000) {
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
