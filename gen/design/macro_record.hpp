// SPDX-License-Identifier: Apache-2.0
// The tile macro as one record: pins of docs/machine.md section 2, and what a floorplan or a timing analyzer wants to
// know.
#pragma once

#include <string>
#include <vector>

#include "gen/design/design.hpp"
#include "gen/design/fact.hpp"

namespace kvolt {

/// Reads sizes and the configuration of `design`; areas, capacitances and delays are estimates, their reasoning is
/// beside each constant.
MacroRecord tile_record(const Design& design);

/// Those of the design's path.
std::vector<MacroRecord> macro_records(const Design& design);

/// "tile", "karray", "varray".
std::string short_name(const Design& design, const MacroRecord& macro);

/// Facts of group "macro".
std::vector<Fact> macro_facts(const Design& design);

}  // namespace kvolt
