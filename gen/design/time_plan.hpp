// SPDX-License-Identifier: Apache-2.0
// Time as the one basis of leakage, retention and refresh; docs/time.md.
#pragma once

#include <string>
#include <vector>

#include "gen/design/design.hpp"
#include "gen/design/fact.hpp"
#include "gen/support/diagnostics.hpp"

namespace kvolt {

/// Shortest tick: expired cohorts are dropped one a cycle, and at most one is made in two.
constexpr int least_tick_cycles = 16;

/// Keys that count packets beside keys that count time.
std::vector<Diagnostic> clock_problems(const Config& config);

/// Ticks, limit and refresh period; wants the schedule. Throws InputError for a limit that no tick or no refresh meets.
void set_time(Design& design);

/// What ages are counted in: "ticks" of the time base, or "packets".
std::string age_unit(const Design& design);

/// Share of a deviation that is left after so many cycles.
double charge_left(const TimePlan& plan, double cycles);

std::vector<Fact> time_facts(const Design& design);

}  // namespace kvolt
