// SPDX-License-Identifier: Apache-2.0
// Reads what a log says of the packets of a head, one after another.
#pragma once

#include <cstddef>
#include <cstdint>

#include "gen/design/design.hpp"
#include "sim/model/head_log.hpp"

namespace kvolt {

/// Reads a log in the order of packets. It does not own the log, which may grow meanwhile.
class LogReader {
public:
    LogReader(const Design& design, const HeadLog& log) : schedule_(design.schedule), log_(log) {}

    struct Write {
        std::int64_t k = 0, v = 0;  ///< last cycles of the word lines
    };
    struct Query {
        std::int64_t scored = 0, weighed = 0;
    };

    /// Cycle in which the next packet was admitted, if what the arrays see next is its doing. Throws std::runtime_error
    /// where the log ends before.
    [[nodiscard]] std::int64_t admission(bool writes, bool queries) const;
    /// The next write. Throws std::runtime_error where it is not to `slot`, or the log ends before.
    Write write(int slot);
    Query query();
    /// Whether the next write, and the next query, are in the log.
    [[nodiscard]] bool has_write() const { return writes_ < log_.k.size() && writes_ < log_.v.size(); }
    [[nodiscard]] bool has_query() const { return queries_ < log_.scores.size() && queries_ < log_.weighs.size(); }
    [[nodiscard]] std::int64_t first_tick() const { return log_.first_tick; }

private:
    const Schedule& schedule_;
    const HeadLog& log_;
    std::size_t writes_ = 0, queries_ = 0;
};

/// Of word lines and strobes after an admission, in cycles.
int line_after_admission(const Schedule& schedule);
int score_after_admission(const Schedule& schedule);

}  // namespace kvolt
