// SPDX-License-Identifier: Apache-2.0
// Facts of what a design has only where the configuration asks for it.
#pragma once

#include <vector>

#include "gen/design/design.hpp"
#include "gen/design/fact.hpp"

namespace kvolt {

std::vector<Fact> retention_facts(const Design& design);
std::vector<Fact> refresh_facts(const Design& design);
std::vector<Fact> repair_facts(const Design& design);
std::vector<Fact> calibration_facts(const Design& design);

}  // namespace kvolt
