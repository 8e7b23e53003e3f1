// SPDX-License-Identifier: Apache-2.0
#include "gen/support/worker_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <stdexcept>
#include <vector>

namespace kvolt::test {
namespace {

TEST(WorkerPool, DoesEveryJobOnce) {
    for (const int jobs : {1, 3, 50}) {
        std::vector<std::atomic<int>> done(40);
        run_jobs(done.size(), jobs, [&](std::size_t i) { ++done[i]; });
        for (const auto& count : done) EXPECT_EQ(count, 1);
    }
    run_jobs(0, 2, [](std::size_t) { FAIL() << "there is no job"; });
}

TEST(WorkerPool, BeginsNoJobAfterOneHasThrownAndPassesTheErrorOn) {
    std::vector<std::size_t> begun;
    const auto job = [&](std::size_t i) {
        begun.push_back(i);
        if (i == 3) throw std::runtime_error("job 3");
    };
    try {
        run_jobs(10, 1, job);
        FAIL() << "no error";
    } catch (const std::runtime_error& error) {
        EXPECT_STREQ(error.what(), "job 3");
    }
    EXPECT_EQ(begun, (std::vector<std::size_t>{0, 1, 2, 3}));

    std::atomic<int> calls{0};
    const auto failing = [&](std::size_t) {
        ++calls;
        throw std::runtime_error("all");
    };
    EXPECT_THROW(run_jobs(1000, 4, failing), std::runtime_error);
    EXPECT_LE(calls, 4) << "each worker notices before its next job";
}

TEST(WorkerPool, BeginsNoJobOnceToldToStop) {
    std::atomic<int> done{0};
    run_jobs(
        100, 1, [&](std::size_t) { ++done; }, [&] { return done == 7; });
    EXPECT_EQ(done, 7);
}

}  // namespace
}  // namespace kvolt::test
