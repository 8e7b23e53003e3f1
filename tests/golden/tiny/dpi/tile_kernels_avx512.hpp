// SPDX-License-Identifier: Apache-2.0
// The inner loops for AVX-512.
#pragma once

#include "tile_kernels.hpp"

namespace kvolt {

/// Null where the compiler or the processor lacks AVX-512 with VPOPCNTDQ.
const TileKernels* avx512_kernels();

}  // namespace kvolt
