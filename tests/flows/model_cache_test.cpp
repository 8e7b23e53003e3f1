// SPDX-License-Identifier: Apache-2.0
// What the cache hands out is what was built, whole, and nobody else's.
#include "gen/flows/models/model_cache.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <thread>

#include "gen/support/diagnostics.hpp"
#include "tests/model/scratch.hpp"

namespace kvolt::test {
namespace {

namespace fs = std::filesystem;

class ModelCache : public testing::Test {
protected:
    ModelCache() {
        const char* before = std::getenv("KVOLT_CACHE");
        before_ = before == nullptr ? "" : before;
        setenv("KVOLT_CACHE", scratch_.file("cache").c_str(), 1);
    }
    ~ModelCache() override {
        if (before_.empty())
            unsetenv("KVOLT_CACHE");
        else
            setenv("KVOLT_CACHE", before_.c_str(), 1);
    }

    CacheRequest request() {
        return {"thing",
                {"model.so"},
                [this](const fs::path& directory) {
                    ++builds_;
                    spit((directory / "model.so").string(), std::string(5000, 'm'));
                    spit((directory / "notes").string(), "not a product");
                },
                [this](const std::string& words) { said_ += words + "\n"; }};
    }
    std::string refusal() {
        try {
            find_or_build(request());
        } catch (const ToolError& error) {
            return error.what();
        }
        return "accepted";
    }
    [[nodiscard]] std::string product() const { return scratch_.file("cache/thing/model.so"); }

    const Scratch scratch_;
    std::string before_, said_;
    int builds_ = 0;
};

TEST_F(ModelCache, BuildsOnce) {
    EXPECT_TRUE(find_or_build(request()).built);
    const auto again = find_or_build(request());
    EXPECT_FALSE(again.built);
    EXPECT_EQ(again.path.string(), scratch_.file("cache/thing"));
    EXPECT_EQ(builds_, 1);
    struct stat status {};
    ASSERT_EQ(stat(scratch_.file("cache").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0700U);
}

TEST_F(ModelCache, HealsWhatIsDamaged) {
    const std::vector<std::function<void()>> damages{[&] { fs::resize_file(product(), 100); },
                                                     [&] { fs::resize_file(product(), 0); },
                                                     [&] { spit(product(), std::string(4999, 'm') + "n"); },
                                                     [&] { fs::remove(product()); },
                                                     [&] { fs::remove(scratch_.file("cache/thing/complete")); },
                                                     [&] {
                                                         fs::remove(product());
                                                         fs::create_symlink("/bin/true", product());
                                                     },
                                                     [&] {
                                                         fs::remove_all(scratch_.file("cache/thing"));
                                                         spit(scratch_.file("cache/thing"), "a file");
                                                     }};
    for (std::size_t i = 0; i < damages.size(); ++i) {
        find_or_build(request());
        builds_ = 0;
        damages[i]();
        const auto healed = find_or_build(request());
        EXPECT_EQ(builds_, 1) << i;
        EXPECT_EQ(contents(product()), std::string(5000, 'm')) << i;
    }
    EXPECT_NE(said_.find("damaged"), std::string::npos);
}

TEST_F(ModelCache, AFailedBuildLeavesNothing) {
    auto failing = request();
    failing.build = [](const fs::path& directory) {
        spit((directory / "half").string(), "");
        throw ToolError("no compiler");
    };
    EXPECT_THROW(find_or_build(failing), ToolError);
    EXPECT_FALSE(fs::exists(scratch_.file("cache/thing")) || fs::exists(scratch_.file("cache/thing.tmp")));
    EXPECT_EQ(refusal(), "accepted");
}

TEST_F(ModelCache, ASignalLeavesNothing) {
    const pid_t child = fork();
    if (child == 0) {
        auto slow = request();
        slow.build = [](const fs::path& directory) {
            spit((directory / "half").string(), "");
            pause();
        };
        find_or_build(slow);
        _exit(0);
    }
    while (!fs::exists(scratch_.file("cache/thing.tmp/half"))) usleep(1000);
    kill(child, SIGINT);
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status));
    EXPECT_FALSE(fs::exists(scratch_.file("cache/thing.tmp")));
}

TEST_F(ModelCache, LoadsNothingThatOthersMayHaveWritten) {
    find_or_build(request());
    chmod(scratch_.file("cache").c_str(), 0777);
    EXPECT_EQ(refusal(), "nothing is loaded from the cache " + scratch_.file("cache") +
                             ": it may be written by others: `chmod go-w " + scratch_.file("cache") +
                             "`; $KVOLT_CACHE names another");
    chmod(scratch_.file("cache").c_str(), 0755);
    EXPECT_EQ(refusal(), "accepted");
    if (geteuid() != 0) GTEST_SKIP() << "needs the right to give files away";
    builds_ = 0;
    ASSERT_EQ(chown(product().c_str(), 1234, 1234), 0);
    EXPECT_EQ(refusal(), "accepted");
    EXPECT_EQ(builds_, 1) << "somebody else's model was taken";
    ASSERT_EQ(chown(scratch_.file("cache").c_str(), 1234, 1234), 0);
    EXPECT_NE(refusal().find("it belongs to user 1234, not to 0"), std::string::npos);
    ASSERT_EQ(chown(scratch_.file("cache").c_str(), 0, 0), 0);
}

TEST_F(ModelCache, SaysForWhatItWaitsAndNotForEver) {
    find_or_build(request());
    fs::remove_all(scratch_.file("cache/thing"));
    const int other = open(scratch_.file("cache/thing.lock").c_str(), O_RDWR);
    ASSERT_EQ(flock(other, LOCK_EX), 0);
    auto impatient = request();
    impatient.patience_s = 1.5;
    EXPECT_THROW(find_or_build(impatient), ToolError);
    EXPECT_EQ(said_, "waiting for another process that builds the same model\n");
    std::thread later([&] {
        usleep(300000);
        close(other);
    });
    EXPECT_EQ(refusal(), "accepted");
    later.join();
}

TEST_F(ModelCache, DiscardsNothingThatIsInUse) {
    auto mine = find_or_build(request());
    auto theirs = find_or_build(request());
    discard_entry(mine.path, std::move(mine.use));
    EXPECT_TRUE(fs::exists(product()));
    discard_entry(theirs.path, std::move(theirs.use));
    EXPECT_FALSE(fs::exists(scratch_.file("cache/thing")));
}

TEST_F(ModelCache, HasAPlaceOfItsOwnWhateverTheEnvironment) {
    const auto with = [](const char* cache, const char* xdg, const char* home) {
        const auto put = [](const char* name, const char* value) {
            if (value == nullptr)
                unsetenv(name);
            else
                setenv(name, value, 1);
        };
        const std::string old = std::getenv("HOME") == nullptr ? "" : std::getenv("HOME");
        put("KVOLT_CACHE", cache);
        put("XDG_CACHE_HOME", xdg);
        put("HOME", home);
        const auto directory = cache_directory();
        unsetenv("XDG_CACHE_HOME");
        put("HOME", old.c_str());
        return directory;
    };
    EXPECT_EQ(with("/a b/c", "/x", "/h"), "/a b/c");
    EXPECT_EQ(with("rel/c", nullptr, "/h"), (fs::current_path() / "rel/c").string());
    EXPECT_EQ(with("", "/x", "/h"), "/x/kvolt");
    EXPECT_EQ(with(nullptr, nullptr, "/h"), "/h/.cache/kvolt");
    EXPECT_EQ(with(nullptr, nullptr, nullptr),
              (fs::temp_directory_path() / ("kvolt-cache-" + std::to_string(geteuid()))).string());
}

}  // namespace
}  // namespace kvolt::test
