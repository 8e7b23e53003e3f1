// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/scoreboard.hpp"

#include <algorithm>
#include <chrono>
#include <memory>

#include "sim/model/golden_head.hpp"

namespace kvolt {
namespace {

constexpr std::size_t shown_mismatches = 8;

}  // namespace

Scoreboard::Scoreboard(const Design& design, const TokenSet& tokens, EngineOptions options)
    : design_(design),
      tokens_(tokens),
      options_(std::move(options)),
      saturated_(tokens.heads()),
      violations_(tokens.heads()),
      done_(tokens.heads()) {
    const std::size_t count = tokens.steps() * tokens.heads();
    golden_ = room_for(design, tokens, options_, true);
    got_.resize(golden_.words.size());
    saturated_of_.resize(count);
    violation_of_.resize(count);
    refreshed_after_.resize(count);
    if (design.time.on()) {
        options_.times.clear();
        make_heads();
        return;
    }
    thread_ = std::thread([this] {
        try {
            run();
        } catch (...) {
            failure_ = std::current_exception();
            failed_ = true;
        }
    });
}

Scoreboard::~Scoreboard() {
    stop_ = true;
    if (thread_.joinable()) thread_.join();
}

void Scoreboard::make_heads() {
    for (std::size_t h = 0; h < tokens_.heads(); ++h) {
        heads_.push_back(std::make_unique<GoldenHead>(design_, static_cast<int>(h)));
        heads_.back()->set(head_settings(design_, options_, h));
        heads_.back()->keep_analog(options_.analog);
        if (options_.calibrate) heads_.back()->calibrate();
    }
}

void Scoreboard::follow(const HeadLogs& logs) {
    for (std::size_t h = 0; h < heads_.size(); ++h) heads_[h]->follow(*logs.at(h));
}

void Scoreboard::step(std::size_t h, std::size_t step) {
    const auto result = heads_[h]->step(tokens_.token(h, step));
    keep(tokens_, h, step, result, *heads_[h], golden_);
    const auto packet = tokens_.packet(h, step);
    saturated_of_[packet] = static_cast<std::uint8_t>(std::min(result.saturated, 255));
    refreshed_after_[packet] = static_cast<std::uint32_t>(result.refreshes);
    violation_of_[packet] = result.violation ? 1 : 0;
    done_[h].store(step + 1, std::memory_order_release);
}

// Token by token over all heads, as the engine does, so that no head waits for the end of another.
void Scoreboard::run() {
    make_heads();
    for (std::size_t next = 0; next < tokens_.steps() && !stop_; ++next)
        for (std::size_t h = 0; h < heads_.size(); ++h) step(h, next);
}

/// Where the design goes by time the golden model is behind: the arrays have seen what it needs for this result.
void Scoreboard::catch_up(std::size_t head, std::size_t step) {
    for (auto next = done_[head].load(); next <= step; ++next) this->step(head, next);
}

void Scoreboard::compare(std::size_t head, std::size_t step, const std::vector<std::int32_t>& words) {
    if (!thread_.joinable()) catch_up(head, step);
    while (done_[head].load(std::memory_order_acquire) <= step) {
        if (failed_) std::rethrow_exception(failure_);
        std::this_thread::sleep_for(std::chrono::microseconds(20));
    }
    const auto packet = tokens_.packet(head, step);
    const auto position = tokens_.result_of(head, step).value();
    const auto begin = static_cast<std::ptrdiff_t>(position * words.size());
    std::copy(words.begin(), words.end(), got_.begin() + begin);
    saturated_[head] += saturated_of_[packet];
    violations_[head] += violation_of_[packet];
    if (std::equal(words.begin(), words.end(), golden_.words.begin() + begin)) return;
    for (std::size_t lane = 0; lane < words.size(); ++lane) {
        const auto expected = golden_.words[position * words.size() + lane];
        if (words[lane] == expected) continue;
        ++mismatches_;
        if (first_.size() < shown_mismatches) first_.push_back({head, step, lane, expected, words[lane]});
    }
}

std::int64_t Scoreboard::refreshes(std::size_t head) const {
    while (thread_.joinable() && done_[head].load(std::memory_order_acquire) < tokens_.steps() && !failed_)
        std::this_thread::sleep_for(std::chrono::microseconds(20));
    std::int64_t sum = 0;
    for (std::size_t step = 0; step < tokens_.steps(); ++step) sum += refreshed_after_[tokens_.packet(head, step)];
    return sum;
}

EngineResult Scoreboard::take_result() {
    stop_ = true;
    if (thread_.joinable()) thread_.join();
    EngineResult out = std::move(golden_);
    const bool identity = design_.scale_reset == 1 << design_.widths.scale_fraction && design_.offset_reset == 0 &&
                          !design_.calibration.on;
    // At the identity the word is the raw sum, so the codes are the engine's own.
    if (identity) out.codes = got_;
    out.words = std::move(got_);
    out.output = outputs_of(design_, out);
    for (const auto count : saturated_) out.saturated += count;
    return out;
}

}  // namespace kvolt
