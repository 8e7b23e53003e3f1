// SPDX-License-Identifier: Apache-2.0
// Timing of a ramp, common to its record and to what is printed of it.
#pragma once

#include "gen/design/design.hpp"

namespace kvolt {

/// Constants of kv_ramp_control, and of the delay between it and the latches.
struct RampTiming {
    int lead = 0;   ///< steps run ahead of the ramp
    int tail = 0;   ///< last step of a pass to its codes
    int delay = 0;  ///< of the steps, where the synchronizer takes longer than the normalizer
};

/// Codes are counted.
RampTiming counted_ramp(const Conversion& conversion);

/// Steps are normalized on their way to the latches, which then hold phi codes.
RampTiming normalized_ramp(const Conversion& conversion, int normalizer_cycles);

}  // namespace kvolt
