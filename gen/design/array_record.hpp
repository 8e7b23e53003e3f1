// SPDX-License-Identifier: Apache-2.0
// The array macros of the adc path as records, as macro_record.hpp has the tile.
#pragma once

#include "gen/design/design.hpp"

namespace kvolt {

/// The arrays of the adc path: pins of docs/adc.md section 5.
MacroRecord k_array_record(const Design& design);
MacroRecord v_array_record(const Design& design);

}  // namespace kvolt
