// SPDX-License-Identifier: Apache-2.0
#include "best_kernels.hpp"

#include "tile_kernels_avx512.hpp"
#include "tile_kernels_portable.hpp"

namespace kvolt {

const TileKernels& best_kernels() {
    const TileKernels* wide = avx512_kernels();
    return wide != nullptr ? *wide : portable_kernels();
}

}  // namespace kvolt
