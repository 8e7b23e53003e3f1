// SPDX-License-Identifier: Apache-2.0
// Inner loops over the cells of an imperfect array. Lanes are independent cells or columns, so every instruction set
// gives the same bits (contraction is off).
#pragma once

#include <cstddef>
#include <cstdint>

#include "tile_parameters.hpp"

namespace kvolt {

/// Some cells side by side.
struct CellLine {
    const double* deviation;
    const double* gain;
    const double* offset;
    double* current;
};

/// deviation *= kept: one token.
void decay_cells(double* deviation, const double* kept, std::size_t count);
/// current = gain * f(deviation) + offset.
void cell_currents(const TileParameters& parameters, const CellLine& cells, std::size_t count);
/// out[lane] += weight * current[lane].
void add_weighted(double weight, const double* current, std::size_t lanes, double* out);
/// out[i] = sigma * normal draw i of the prefix.
void draw_noise(double sigma, std::uint64_t prefix, std::size_t count, double* out);

}  // namespace kvolt
