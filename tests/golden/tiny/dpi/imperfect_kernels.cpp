// SPDX-License-Identifier: Apache-2.0
#include "imperfect_kernels.hpp"

#include "clones.hpp"
#include "current_table.hpp"
#include "draws.hpp"
#include "tile_parameters.hpp"

namespace kvolt {
namespace {

KVOLT_CLONES void linear(double c1, const double* __restrict deviation, const double* __restrict gain,
                         const double* __restrict offset, double* __restrict current, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) current[i] = gain[i] * (c1 * deviation[i]) + offset[i];
}

KVOLT_CLONES void cubic(double c0, double c1, double c2, double c3, const double* __restrict deviation,
                        const double* __restrict gain, const double* __restrict offset, double* __restrict current,
                        std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        const double u = deviation[i];
        current[i] = gain[i] * (((c3 * u + c2) * u + c1) * u + c0) + offset[i];
    }
}

}  // namespace

KVOLT_CLONES void decay_cells(double* __restrict deviation, const double* __restrict kept, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) deviation[i] *= kept[i];
}

void cell_currents(const TileParameters& p, const CellLine& cells, std::size_t count) {
    if (!p.points.empty()) {
        for (std::size_t i = 0; i < count; ++i)
            cells.current[i] = cells.gain[i] * cell_current(p, cells.deviation[i]) + cells.offset[i];
    } else if (p.linear) {
        linear(p.c1, cells.deviation, cells.gain, cells.offset, cells.current, count);
    } else {
        cubic(p.c0, p.c1, p.c2, p.c3, cells.deviation, cells.gain, cells.offset, cells.current, count);
    }
}

KVOLT_CLONES void add_weighted(double weight, const double* __restrict current, std::size_t lanes,
                               double* __restrict out) {
    for (std::size_t i = 0; i < lanes; ++i) out[i] += weight * current[i];
}

KVOLT_CLONES void draw_noise(double sigma, std::uint64_t prefix, std::size_t count, double* __restrict out) {
    for (std::size_t i = 0; i < count; ++i) out[i] = sigma * draw_normal(prefix, i);
}

}  // namespace kvolt
