// SPDX-License-Identifier: Apache-2.0
// When a head does things, out of the schedule alone: what a run without the engine goes by, and what the pins of the
// engine are held against where neither stream is stalled.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/model/engine_result.hpp"
#include "sim/model/head_log.hpp"
#include "sim/model/head_settings.hpp"
#include "sim/model/token_set.hpp"

namespace kvolt {

/// When packets are offered.
struct Arrival {
    double interval_cycles = 0;  ///< from one packet to the next; 0 = as soon as the engine takes it
    bool poisson = false;        ///< the interval is the mean of random ones
    std::uint64_t seed = 1;      ///< of those
};

/// Cycle at which each packet is offered first, counted from the first one; 0 where nobody waits.
std::vector<std::int64_t> arrival_cycles(const Arrival& arrival, std::size_t packets);

/// The log of one head whose sink is always ready. Walks docs/machine.md section 3 frame by frame, with refreshes where
/// they are due. Left out are: a search for usable slots that takes longer than a frame (repair), protected tokens that
/// are not ready in time, a result buffer that is full though the sink is ready, and cycles beyond the first in which
/// ages are looked at after a tick. `first_tick` and `offered`: cycles; the first packet is offered in `offered_from`.
HeadLog schedule_log(const Design& design, const HeadSettings& settings, const TokenSet& tokens, std::size_t head,
                     const std::vector<std::int64_t>& arrivals, std::int64_t first_tick = 0,
                     std::int64_t offered_from = 0);

/// Of every head, with the settings and arrivals of a run.
HeadLogs schedule_logs(const Design& design, const TokenSet& tokens, const EngineOptions& options,
                       const Arrival& arrival);

}  // namespace kvolt
