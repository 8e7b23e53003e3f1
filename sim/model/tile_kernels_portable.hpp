// SPDX-License-Identifier: Apache-2.0
// The inner loops for any processor.
#pragma once

#include "sim/model/tile_kernels.hpp"

namespace kvolt {

const TileKernels& portable_kernels();

}  // namespace kvolt
