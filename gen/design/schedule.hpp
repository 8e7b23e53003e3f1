// SPDX-License-Identifier: Apache-2.0
// Latency and initiation interval, found by walking the machine cycle by cycle rather than by a formula per corner
// case.
#pragma once

#include <vector>

#include "gen/design/design.hpp"
#include "gen/design/fact.hpp"

namespace kvolt {

/// Phase and frame lengths of a configuration; latency, interval and through are still zero.
Schedule phase_lengths(const Config& config);

/// Cycles at which things happen to one token, counted from the first input beat of the first token.
struct TokenTimes {
    long last_beat_in = 0;    ///< last input beat accepted
    long first_beat_out = 0;  ///< first output beat accepted
    long last_beat_out = 0;
    long score_at = 0, convert_at = 0, weigh_at = 0, read_at = 0;  ///< f = 0 of its Q, X (adc path), P, R frame
};

/// Walks token buffer, frames, readout and result buffer (the registers of kv_token_in, kv_sequencer or
/// kv_adc_sequencer, kv_readout and kv_result) for `tokens` full tokens from a source that never pauses into a sink
/// that is always ready.
std::vector<TokenTimes> walk_schedule(const Schedule& schedule, const StreamLayout& stream, int tokens);

/// Steady-state distance of results: over the second half of the walk, rounded up.
int steady_interval(const std::vector<TokenTimes>& times);

/// What a run of `tokens` full tokens without pauses measures: over its second half but for the last result, whose
/// frames may be shorter, rounded up. Where results come in turns after fewer and more cycles, this is not quite
/// `interval_cycles`. Beyond 4096 tokens it is taken for the same; 0 for fewer than 3.
int interval_of_run(const Schedule& schedule, const StreamLayout& stream, long tokens);

/// Sets latency_cycles, interval_cycles and through_cycles.
void derive_timing(Schedule& schedule, const StreamLayout& stream);

/// Facts of group "schedule".
std::vector<Fact> schedule_facts(const Design& design);

}  // namespace kvolt
