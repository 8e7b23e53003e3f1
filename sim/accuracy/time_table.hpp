// SPDX-License-Identifier: Apache-2.0
// What leaking charge costs a stream of tokens, and what limits and refresh bring and cost: engines that go by time
// beside the same engine without leakage.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gen/config/config.hpp"
#include "sim/model/schedule_log.hpp"

namespace kvolt {

struct TimeTableOptions {
    std::vector<double> limits_us;  ///< one group of rows each
    Arrival arrival;
    std::size_t tokens = 0;
    KindMix kinds = KindMix::full;
    std::uint64_t seed = 1;
};

/// An engine of the table.
struct TimeRow {
    double limit_us = 0;    ///< 0: without a limit
    std::string treatment;  ///< "none", "mask", "refresh"
    double snr_db = 0;     ///< output codes against the engine without leakage, limit or refresh, from a full window on
    double oldest_us = 0;  ///< age of the oldest charge that takes part in a query
    std::int64_t violations = 0;   ///< queries that met a token beyond the limit
    std::int64_t refreshes = 0;    ///< of all packets
    double writes_per_packet = 0;  ///< columns of the arrays
    double refresh_cycles = 0;     ///< share of the clock cycles in frames of refreshes
};

/// Rows for each limit: none, mask, refresh; head 0. `config` has analog.retention_us above 0 and no limit. Throws
/// InputError for a limit that the engine cannot have.
std::vector<TimeRow> time_table(const Config& config, const TimeTableOptions& options);

/// What a pause does: `stored` tokens, silence, one query, which a mask, a flag and a refresh answer.
struct PauseRow {
    std::string treatment;  ///< "none", "mask", "flag", "refresh"
    int live = 0;           ///< tokens that took part
    bool violation = false;
    double error = 0;  ///< RMS of the codes against the engine without leakage, in full scales
    std::int64_t refreshes = 0;
};
std::vector<PauseRow> pause_table(const Config& config, double limit_us, double pause_us, int stored,
                                  std::uint64_t seed);

}  // namespace kvolt
