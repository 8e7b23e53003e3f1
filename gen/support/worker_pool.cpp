// SPDX-License-Identifier: Apache-2.0
#include "gen/support/worker_pool.hpp"

#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace kvolt {

void run_jobs(std::size_t count, int jobs, const std::function<void(std::size_t)>& job,
              const std::function<bool()>& stop) {
    std::atomic<std::size_t> next{0};
    std::mutex failing;
    std::exception_ptr failure;
    const auto worker = [&] {
        for (auto i = next++; i < count && !(stop && stop()); i = next++) {
            try {
                job(i);
            } catch (...) {
                const std::lock_guard<std::mutex> lock(failing);
                if (!failure) failure = std::current_exception();
                next = count;
            }
        }
    };
    std::vector<std::thread> pool;
    for (int i = 1; i < jobs; ++i) pool.emplace_back(worker);
    worker();
    for (auto& thread : pool) thread.join();
    if (failure) std::rethrow_exception(failure);
}

}  // namespace kvolt
