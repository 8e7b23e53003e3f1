// SPDX-License-Identifier: Apache-2.0
// An area report for people.
#pragma once

#include <string>

#include "gen/flows/estimate/area.hpp"

namespace kvolt {

/// Tables and sentences.
std::string area_text(const Design& design, const AreaReport& report);

}  // namespace kvolt
