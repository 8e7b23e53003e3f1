// SPDX-License-Identifier: Apache-2.0
// Config -> Design.
#pragma once

#include "gen/design/design.hpp"

namespace kvolt {

/// Derives everything, or throws InputError naming the keys that cannot work together and the nearest legal value.
Design elaborate(const Config& config);

}  // namespace kvolt
