// SPDX-License-Identifier: Apache-2.0
// Where the tokens of a head go and which of them a query sees: window, bad slots, retention, refresh, protection
// (docs/machine.md section 5, docs/protected.md). The golden and the float head both ask here, so that whatever one
// follows the other follows.
#pragma once

#include <deque>

#include "gen/design/design.hpp"
#include "sim/model/head_settings.hpp"
#include "sim/model/retention.hpp"
#include "sim/model/slot_walk.hpp"

namespace kvolt {

/// Not thread safe; one object per head. Of each packet: admit(), store() where it writes, look() where it queries,
/// refresh().
class TokenFlow {
public:
    explicit TokenFlow(const Design& design);

    /// Window, bad slots, retention limit and refresh period of the sequences that start from now on. Throws
    /// std::invalid_argument for a window beyond the built one or a bad slot outside it.
    void set(const HeadSettings& settings);

    /// A packet of any kind; `first`: of a sequence, as the very first one is anyway. Returns whether one started, with
    /// nothing stored.
    bool admit(bool first);
    /// The same where the design has a time base: the packet is admitted in this cycle.
    bool admit(bool first, std::int64_t cycle);
    /// Where the design has a time base: some slot was due before a packet that is admitted in this cycle, and
    /// refresh_due() has not been called for it. `first_tick`: cycle of the first tick.
    [[nodiscard]] bool owes(std::int64_t cycle) const;
    /// The slot that is due next holds a token.
    [[nodiscard]] bool holds_due() const;
    /// Slot that is written again because it was due; -1: it holds nothing.
    int refresh_due();
    /// Slots become due: the sequence has written.
    [[nodiscard]] bool refreshing() const { return refreshes_ && holds_ && period_ > 0; }
    /// Tick with which the next slot is due, as a cycle; only after a write.
    [[nodiscard]] std::int64_t next_due() const;
    void set_first_tick(std::int64_t cycle) { first_tick_ = cycle; }
    /// The next token that is stored goes to the arrays.
    [[nodiscard]] bool next_in_arrays(bool first) const {
        return firsts_limit_ == 0 || (started_ && !first && firsts_ >= firsts_limit_);
    }

    /// Where its token is kept: in a slot of the arrays, or as one of the first of its sequence beside them.
    struct Place {
        int slot = -1;   ///< linear index; -1: not in the arrays
        int first = -1;  ///< number of the protected first token; -1: in the arrays
    };
    Place store();

    /// From now on slots() leaves out what a query doesn't see. Returns whether it met tokens beyond the retention
    /// limit.
    bool look();

    /// Slot whose token is written again after this packet; -1: none.
    int refresh();

    [[nodiscard]] const SlotWalk& slots() const { return walk_; }
    [[nodiscard]] int span() const { return walk_.span(); }  ///< runtime window
    [[nodiscard]] int firsts() const { return firsts_; }     ///< protected first tokens of this sequence so far
    /// Slots whose tokens are computed beside the arrays, oldest first.
    [[nodiscard]] const std::deque<int>& newest() const { return newest_; }

private:
    void start_sequence();
    [[nodiscard]] bool is_newest(int slot) const;

    int window_, firsts_limit_, newest_limit_;
    HeadSettings settings_;
    bool started_ = false;
    SlotWalk walk_;
    Retention retention_;
    bool limits_, masks_;  ///< retention is there; it hides what it finds
    int reset_limit_;
    bool refreshes_;
    int reset_period_, period_ = 0;
    int packets_ = 0;  ///< since a slot was due
    int due_ = -1;     ///< the slot that was due last; -1: none in this sequence
    // time base
    bool timed_;
    std::int64_t tick_cycles_, first_tick_ = 0;
    std::int64_t cycle_ = 0;                     ///< of the last admission
    bool holds_ = false;                         ///< the sequence has written
    std::int64_t counted_from_ = 0, taken_ = 0;  ///< ticks before the first write of the sequence; slots due since
    [[nodiscard]] int slot_after_due() const;
    [[nodiscard]] std::int64_t ticks_before(std::int64_t cycle) const;
    int firsts_ = 0;
    std::deque<int> newest_;
};

}  // namespace kvolt
