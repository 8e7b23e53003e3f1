// SPDX-License-Identifier: Apache-2.0
// Numbers of the protected tokens: what is kept and computed digitally beside the arrays; docs/protected.md.
#pragma once

#include <vector>

#include "gen/design/design.hpp"
#include "gen/design/fact.hpp"
#include "gen/support/diagnostics.hpp"

namespace kvolt {

/// Everything but the lanes: one row a step until set_protected_lanes(). Not on where nothing is protected.
ProtectedPlan protected_plan(const Config& config, const AdcPlan& adc);

/// Rows of a step, and what follows from them.
void set_protected_lanes(ProtectedPlan& plan, int rows, int lanes);

/// What the schedule must know of it.
void protected_phase_lengths(const ProtectedPlan& plan, Schedule& schedule);

/// What cannot work, with the nearest legal value.
std::vector<Diagnostic> protected_problems(const Config& config, const ProtectedPlan& plan);

/// Facts of group "protected", of a design that protects any.
std::vector<Fact> protected_facts(const Design& design);

}  // namespace kvolt
