// SPDX-License-Identifier: Apache-2.0
// Timing of successive approximation, common to its record and to what is printed of it.
#pragma once

#include "gen/design/design.hpp"

namespace kvolt {

/// kv_sar_control.TIMEOUT: twice the time an answer takes, and a little.
int compare_timeout(const Conversion& conversion);

}  // namespace kvolt
