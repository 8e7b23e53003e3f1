// SPDX-License-Identifier: Apache-2.0
// Which stored tokens are too old: docs/machine.md section 5 in plain integers, slot by slot.
#pragma once

#include <cstdint>
#include <vector>

namespace kvolt {

/// Ages of the stored tokens of one head, counted in packets or ticks. Tokens written one after another into one group
/// are a cohort and have the age of its first token. Not thread safe; one object per head.
class Retention {
public:
    /// `window` slots in groups of `group` (both at least 1; a linear index over `group` names the group).
    Retention(int window, int group);

    /// Nothing is stored any more; from now on a cohort expires `limit` packets after its first token, 0 = never.
    void start(std::int64_t limit);
    /// A packet of any kind is admitted.
    void admit() { ++packet_; }
    /// The same where ages count ticks: it is admitted after so many of them.
    void admit_at(std::int64_t ticks) { packet_ = ticks; }
    /// It writes this slot.
    void store(int slot);
    /// Of a slot stored since the start of the sequence.
    [[nodiscard]] bool expired(int slot) const { return too_old(stamp_[static_cast<std::size_t>(slot)]); }

private:
    [[nodiscard]] bool too_old(std::int64_t stamp) const { return limit_ > 0 && packet_ - stamp > limit_; }

    int group_;
    std::int64_t limit_ = 0, packet_ = 0;
    std::int64_t youngest_ = 0;  ///< stamp of the youngest cohort
    int last_ = -1;              ///< the youngest slot; -1: none in this sequence
    std::vector<std::int64_t> stamp_;
};

}  // namespace kvolt
