// SPDX-License-Identifier: Apache-2.0
// When things happen to the arrays of a head, in clock cycles: what charge that leaks by time and ages that are counted
// in ticks follow; docs/time.md. A log comes from the pins of the macros (sim/macros) or from the schedule
// (sim/model/schedule_log.hpp).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace kvolt {

/// A word line that was high, from one cycle to another.
struct LineEvent {
    int slot = 0;  ///< linear index
    std::int64_t first = 0, last = 0;
    friend bool operator==(const LineEvent& a, const LineEvent& b) {
        return a.slot == b.slot && a.first == b.first && a.last == b.last;
    }
};

/// In order of time. Cycles are clock edges since power-up: an event belongs to the edge at which the macro sees it.
struct HeadLog {
    std::vector<LineEvent> k, v;
    std::vector<std::int64_t> scores;  ///< score_start
    std::vector<std::int64_t> weighs;  ///< weigh_start
    std::int64_t first_tick = 0;       ///< cycle in which the time base ticks first
};
using HeadLogs = std::vector<std::shared_ptr<const HeadLog>>;  ///< by head

}  // namespace kvolt
