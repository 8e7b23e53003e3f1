// SPDX-License-Identifier: Apache-2.0
// Inner loops over the cells of an imperfect array. Lanes are independent cells or columns, so every instruction set
// gives the same bits (contraction is off).
#pragma once

#include <cstddef>
#include <cstdint>

#include "kvolt/analog.hpp"

namespace kvolt {

struct CellArrays {
    double* deviation;
    const double* kept;
    const double* gain;
    const double* offset;
    double* current;
};

/// deviation *= kept, `times` times.
void decay_cells(const CellArrays& cells, std::size_t count, int times);
/// current = gain * f(deviation) + offset.
void cell_currents(const TileParameters& parameters, const CellArrays& cells, std::size_t count);
/// Both at once, for one token.
void decay_and_currents(const TileParameters& parameters, const CellArrays& cells, std::size_t count);
/// out[lane] += weight * current[lane].
void add_weighted(double weight, const double* current, std::size_t lanes, double* out);
/// out[i] = sigma * normal draw i of the prefix.
void draw_noise(double sigma, std::uint64_t prefix, std::size_t count, double* out);

}  // namespace kvolt
