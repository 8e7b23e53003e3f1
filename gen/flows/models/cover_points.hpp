// SPDX-License-Identifier: Apache-2.0
// What a run should have met in the RTL, as cover properties that are put into the emitted modules when coverage is
// measured.
#pragma once

#include <vector>

#include "gen/design/design.hpp"
#include "gen/emit/emit.hpp"

namespace kvolt {

/// Adds the points to the modules they belong to; modules that are not in `files` are passed over.
void add_cover_points(const Design& design, std::vector<File>& files);

}  // namespace kvolt
