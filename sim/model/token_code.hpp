// SPDX-License-Identifier: Apache-2.0
// Codes of real inputs.
#pragma once

namespace kvolt {

/// Code of a real input: clamp(round_half_even(value / full_scale * max), 0, max).
int code_of(double value, double full_scale, int max);

}  // namespace kvolt
