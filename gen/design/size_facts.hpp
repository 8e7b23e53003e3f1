// SPDX-License-Identifier: Apache-2.0
// Facts of what every design has: its name, sizes, packets, widths.
#pragma once

#include <vector>

#include "gen/design/design.hpp"
#include "gen/design/fact.hpp"

namespace kvolt {

std::vector<Fact> identity_facts(const Design& design);
std::vector<Fact> size_facts(const Design& design);
std::vector<Fact> stream_facts(const Design& design);
std::vector<Fact> width_facts(const Design& design);

}  // namespace kvolt
