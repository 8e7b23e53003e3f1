// SPDX-License-Identifier: Apache-2.0
#include "sim/model/token_flow.hpp"

#include <algorithm>
#include <stdexcept>

namespace kvolt {

TokenFlow::TokenFlow(const Design& design)
    : window_(design.window),
      firsts_limit_(design.protect.first),
      newest_limit_(design.protect.newest),
      walk_(design.tiles, design.slots),
      retention_(design.window, std::max(design.retention.group_slots, 1)),
      limits_(design.retention.on),
      masks_(design.retention.masks),
      reset_limit_(design.retention.limit),
      refreshes_(design.refresh.on),
      reset_period_(design.refresh.period),
      timed_(design.time.base),
      tick_cycles_(design.time.tick_cycles) {}

void TokenFlow::set(const HeadSettings& settings) {
    if (settings.window < 0 || settings.window > window_)
        throw std::invalid_argument("head: window outside 1..built window");
    for (const int slot : settings.bad_slots)
        if (slot < 0 || slot >= window_) throw std::invalid_argument("head: bad slot outside the built window");
    settings_ = settings;
}

void TokenFlow::start_sequence() {
    started_ = true;
    walk_.start(settings_.window == 0 ? window_ : settings_.window, settings_.bad_slots);
    retention_.start(settings_.retention_limit < 0 ? reset_limit_ : settings_.retention_limit);
    period_ = settings_.refresh_period < 0 ? reset_period_ : settings_.refresh_period;
    packets_ = 0;
    due_ = -1;
    firsts_ = 0;
    newest_.clear();
    holds_ = false;
}

bool TokenFlow::admit(bool first) {
    const bool starts = first || !started_;
    if (starts) start_sequence();
    if (!timed_) retention_.admit();
    return starts;
}

/// Ticks of the cycles before this one.
std::int64_t TokenFlow::ticks_before(std::int64_t cycle) const {
    return cycle <= first_tick_ ? 0 : (cycle - 1 - first_tick_) / tick_cycles_ + 1;
}

bool TokenFlow::admit(bool first, std::int64_t cycle) {
    cycle_ = cycle;
    const bool starts = admit(first);
    if (timed_) retention_.admit_at(ticks_before(cycle));
    return starts;
}

bool TokenFlow::owes(std::int64_t cycle) const {
    return refreshes_ && timed_ && holds_ && period_ > 0 && (ticks_before(cycle) - counted_from_) / period_ > taken_;
}

std::int64_t TokenFlow::next_due() const {
    return first_tick_ + (counted_from_ + (taken_ + 1) * period_ - 1) * tick_cycles_;
}

int TokenFlow::slot_after_due() const { return due_ + 1 == walk_.span() ? 0 : due_ + 1; }

bool TokenFlow::holds_due() const { return walk_.live(slot_after_due()); }

int TokenFlow::refresh_due() {
    ++taken_;
    due_ = slot_after_due();
    return walk_.live(due_) ? due_ : -1;
}

TokenFlow::Place TokenFlow::store() {
    if (firsts_ < firsts_limit_) return {-1, firsts_++};
    if (timed_ && !holds_) {  // a tick of the same cycle is not counted
        holds_ = true;
        counted_from_ = ticks_before(cycle_ + 1);
        taken_ = 0;
    }
    const int slot = walk_.store();
    retention_.store(slot);
    if (newest_limit_ > 0) {
        newest_.push_back(slot);
        if (static_cast<int>(newest_.size()) > std::min(newest_limit_, walk_.span())) newest_.pop_front();
    }
    return {slot, -1};
}

bool TokenFlow::is_newest(int slot) const { return std::find(newest_.begin(), newest_.end(), slot) != newest_.end(); }

bool TokenFlow::look() {
    const bool violation = limits_ && walk_.any([&](int slot) { return retention_.expired(slot); });
    if (masks_ || newest_limit_ > 0)
        walk_.hide([&](int slot) { return (masks_ && retention_.expired(slot)) || is_newest(slot); });
    return violation;
}

int TokenFlow::refresh() {
    if (!refreshes_ || timed_ || period_ == 0 || ++packets_ < period_) return -1;
    packets_ = 0;
    due_ = slot_after_due();
    return walk_.live(due_) ? due_ : -1;
}

}  // namespace kvolt
