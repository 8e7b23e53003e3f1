// SPDX-License-Identifier: Apache-2.0
// The ports of a head, and what the top connects them to: one row each.
#pragma once

#include <string>
#include <vector>

#include "gen/emit/feature.hpp"

namespace kvolt {

/// In the order of the module; what features add stands behind the window (settings) and at the end.
std::vector<HeadPort> head_connections(const Design& design);

/// The ports alone.
std::vector<VerilogPort> head_ports(const Design& design);

}  // namespace kvolt
