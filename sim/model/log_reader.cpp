// SPDX-License-Identifier: Apache-2.0
#include "sim/model/log_reader.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace kvolt {

int line_after_admission(const Schedule& schedule) { return 1 + schedule.lead_cycles; }
int score_after_admission(const Schedule& schedule) { return schedule.gap_cycles; }

std::int64_t LogReader::admission(bool writes, bool queries) const {
    if (writes) {
        if (writes_ >= log_.k.size()) throw std::runtime_error("the arrays saw no further write of K");
        return log_.k[writes_].first - line_after_admission(schedule_);
    }
    if (!queries) throw std::logic_error("log: a packet that the arrays do not see");
    if (queries_ >= log_.scores.size()) throw std::runtime_error("the arrays saw no further score");
    return log_.scores[queries_] - score_after_admission(schedule_);
}

LogReader::Write LogReader::write(int slot) {
    if (!has_write()) throw std::runtime_error(fmt::format("the arrays saw no write of slot {}", slot));
    const auto &k = log_.k[writes_], &v = log_.v[writes_];
    if (k.slot != slot || v.slot != slot)
        throw std::runtime_error(
            fmt::format("write {} of the arrays, in cycles {} and {}, opens slots {} (K) and {} (V) "
                        "where it should be {}",
                        writes_, k.first, v.first, k.slot, v.slot, slot));
    ++writes_;
    return {k.last, v.last};
}

LogReader::Query LogReader::query() {
    if (!has_query()) throw std::runtime_error("the arrays saw no further query");
    const Query q{log_.scores[queries_], log_.weighs[queries_]};
    ++queries_;
    return q;
}

}  // namespace kvolt
