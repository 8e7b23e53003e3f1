// SPDX-License-Identifier: Apache-2.0
// An area report for programs.
#pragma once

#include <string>

#include "gen/flows/estimate/area.hpp"

namespace kvolt {

/// The same numbers, each with what it rests on.
std::string area_json(const Design& design, const AreaReport& report);

}  // namespace kvolt
