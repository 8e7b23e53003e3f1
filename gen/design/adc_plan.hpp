// SPDX-License-Identifier: Apache-2.0
// Sizes and cycles of the ADC score path, and what cannot work there.
#pragma once

#include <vector>

#include "gen/design/design.hpp"
#include "gen/design/fact.hpp"
#include "gen/support/diagnostics.hpp"

namespace kvolt {

/// Sizes, widths and constants; not on where the configuration takes the pulse path. Expects a configuration that
/// adc_problems() accepts.
AdcPlan adc_plan(const Config& config);

/// Frames of docs/adc.md section 6 in place of those of the pulse path.
void adc_phase_lengths(const AdcPlan& plan, Schedule& schedule);

/// Keys of the adc path that do not work together, each with the nearest legal value.
std::vector<Diagnostic> adc_problems(const Config& config);

/// Facts of group "adc", of a design on that path.
std::vector<Fact> adc_facts(const Design& design);

}  // namespace kvolt
