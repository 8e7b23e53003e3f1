// SPDX-License-Identifier: Apache-2.0
// Properties of an emitted head: no token is lost, each query is answered in time, and the arrays see at their pins
// what they may assume.
#pragma once

#include <optional>

#include "gen/emit/emit.hpp"
#include "gen/flows/proofs/formal_table.hpp"

namespace kvolt {

/// A number of cycles from reset, for heads that z3 can follow whole: pulse path, two rows, latency up to 32 cycles,
/// any features. Others: none.
std::optional<FormalProof> head_proof(const Design& design);

/// kvolt_<name>_head_props.v. For whole packets at any time, any macro behind the pins, any stalls of the results, and
/// enable and settings that move at any time:
/// 1. a result is offered only while a query has none yet, and it has as many beats as the schedule says;
/// 2. while a query has none, one ends within latency + interval + its beats, counted in cycles in which the
///    head is enabled and nobody holds a result up: the head never hangs;
/// 3. where nothing was on its way, the first beat comes after exactly the latency of the schedule (not where stored
///    tokens are refreshed: a refresh may come first);
/// 4. the stream waits for tokens of the head's own (calibration, self test) only where somebody has asked for them;
///    that time is not counted in 2 and 3;
/// 5. at the pins of every array: distances of levels, word lines and read pulses (kv_array_watch).
File head_properties(const Design& design);

}  // namespace kvolt
