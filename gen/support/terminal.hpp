// SPDX-License-Identifier: Apache-2.0
// What KVolt says while it works, on standard error. A stream that cannot be written changes nothing: the exit status
// stays what the work deserves.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace kvolt {

/// Standard streams that were closed when the process began: nothing that is opened later may take their place. What is
/// written to them fails as it would have.
void guard_standard_streams();

/// A line.
void warn(const std::string& line);

/// One line on the terminal that is rewritten while something takes its time, and gone when it is no longer true. Where
/// standard error is no terminal, a line now and then for whoever reads the log. Not thread safe.
class ProgressLine {
public:
    /// `what` is counted: "tokens". `log_every`: without a terminal a line after so many of them and at the end; 0 =
    /// none.
    explicit ProgressLine(std::string what = {}, std::size_t log_every = 0);
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    /// Any words; on a terminal only.
    void say(const std::string& words);
    /// "120 of 400 tokens, 3 failed, 2 s, 5 s left". What was done at the first call took none of this run's time.
    /// `more` follows the counts.
    void count(std::size_t done, std::size_t total, const std::string& more = {});
    /// A line that stays.
    void line(const std::string& words);
    void clear();

private:
    using Clock = std::chrono::steady_clock;

    const bool terminal_;
    const std::string what_;
    const std::size_t log_every_;
    bool dirty_ = false, counting_ = false;
    std::size_t at_start_ = 0;
    Clock::time_point start_ = Clock::now(), last_{};
};

/// The words of ProgressLine::count(): `seconds` have passed since `at_start` of `total` were done.
std::string progress_text(const std::string& what, std::size_t done, std::size_t total, std::size_t at_start,
                          double seconds, const std::string& more);

}  // namespace kvolt
