// SPDX-License-Identifier: Apache-2.0
// The golden model, running ahead on its own thread, and the comparison with what the engine delivers.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <memory>
#include <thread>
#include <vector>

#include "gen/design/design.hpp"
#include "sim/model/engine_result.hpp"

namespace kvolt {

struct Mismatch {
    std::size_t head = 0, step = 0, lane = 0;
    std::int32_t expected = 0, got = 0;
};

class Scoreboard {
public:
    /// Starts the golden model on `tokens`, with the runtime window, bad slots, calibration and probe of the options.
    Scoreboard(const Design& design, const TokenSet& tokens, EngineOptions options);
    ~Scoreboard();
    Scoreboard(const Scoreboard&) = delete;
    Scoreboard& operator=(const Scoreboard&) = delete;

    /// Where the design goes by time, before anything is compared: what the arrays see, as it grows. The golden model
    /// then runs in compare(), up to the token.
    void follow(const HeadLogs& logs);
    /// Compares one token's words; waits for the golden model where that is behind. Rethrows what stopped it.
    void compare(std::size_t head, std::size_t step, const std::vector<std::int32_t>& words);

    [[nodiscard]] std::int64_t mismatches() const { return mismatches_; }        ///< words
    [[nodiscard]] const std::vector<Mismatch>& first() const { return first_; }  ///< the first few
    [[nodiscard]] std::int64_t saturated(std::size_t head) const {
        return saturated_[head];
    }  ///< of the tokens compared so far
    [[nodiscard]] std::int64_t violations(std::size_t head) const { return violations_[head]; }  ///< of the same
    /// Tokens written again after all packets of the head; waits for the golden model.
    [[nodiscard]] std::int64_t refreshes(std::size_t head) const;
    /// What the engine delivered: words as compared, codes of the golden model where they agree. The golden model has
    /// stopped.
    EngineResult take_result();

private:
    void run();
    void make_heads();
    void step(std::size_t head, std::size_t step);
    void catch_up(std::size_t head, std::size_t step);
    std::int64_t saturated_words(std::size_t position) const;

    const Design& design_;
    const TokenSet& tokens_;
    EngineOptions options_;
    EngineResult golden_;
    std::vector<std::unique_ptr<GoldenHead>> heads_;
    std::vector<std::int32_t> got_;
    std::vector<std::uint8_t> saturated_of_;      // per token: how many words saturated
    std::vector<std::int64_t> saturated_;         // per head
    std::vector<std::uint8_t> violation_of_;      // per token: it met tokens beyond the retention limit
    std::vector<std::uint32_t> refreshed_after_;  // per token: stored ones that were written again
    std::vector<std::int64_t> violations_;        // per head
    std::vector<std::atomic<std::size_t>> done_;  // per head: steps the golden model has finished
    std::atomic<bool> stop_{false};
    std::exception_ptr failure_;
    std::atomic<bool> failed_{false};
    std::int64_t mismatches_ = 0;
    std::vector<Mismatch> first_;
    std::thread thread_;
};

}  // namespace kvolt
