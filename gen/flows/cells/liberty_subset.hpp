// SPDX-License-Identifier: Apache-2.0
// Smaller copies of a Liberty file: mapping reads it once per module, so it gets no more than it uses.
#pragma once

#include <functional>
#include <string>

#include "gen/flows/cells/liberty.hpp"

namespace kvolt {

/// The library with only the cells for which `keep` is true. Without `power`: no power, leakage, or supply pin groups
/// either.
std::string liberty_subset(const LibertyFile& file, const std::function<bool(const std::string& cell)>& keep,
                           bool power);

}  // namespace kvolt
