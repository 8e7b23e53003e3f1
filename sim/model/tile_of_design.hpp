// SPDX-License-Identifier: Apache-2.0
// What the physics of a tile is told of a design.
#pragma once

#include "gen/design/design.hpp"
#include "sim/model/tile_parameters.hpp"

namespace kvolt {

TileParameters tile_parameters(const Design& design);

}  // namespace kvolt
