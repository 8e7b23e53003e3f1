// SPDX-License-Identifier: Apache-2.0
// The inner loops for this processor.
#pragma once

#include "tile_kernels.hpp"

namespace kvolt {

/// The fastest set for this processor.
const TileKernels& best_kernels();

}  // namespace kvolt
