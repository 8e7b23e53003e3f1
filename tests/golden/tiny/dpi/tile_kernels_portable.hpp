// SPDX-License-Identifier: Apache-2.0
// The inner loops for any processor.
#pragma once

#include "tile_kernels.hpp"

namespace kvolt {

const TileKernels& portable_kernels();

}  // namespace kvolt
