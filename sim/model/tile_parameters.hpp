// SPDX-License-Identifier: Apache-2.0
// What the physics of a tile needs to know.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "gen/config/imperfections.hpp"

namespace kvolt {

/// Plain numbers the physics needs; everything comes from the Design (or, in the DPI macro, from the shell's
/// parameters).
struct TileParameters {
    int rows = 0, slots = 0;
    int q_max = 0, level_max = 0, code_max = 0;
    bool linear = false;
    double c0 = 0, c1 = 0, c2 = 0, c3 = 0;  ///< microampere; the linear cell uses c1 as its slope
    std::vector<CellPoint> points;          ///< the table cell: current over v_zero + deviation; else empty
    double v_max = 0, v_zero = 0;           ///< volt
    double score_saturation = 0, output_saturation = 0;  ///< microampere
    double decay_per_token = 0;
    /// Leakage by time instead, where tau_cycles is above 0: time constant in clock cycles, and another of a part.
    double tau_cycles = 0, tau2_cycles = 0, fraction2 = 0;
    int max_age = 0;  ///< ages at or above it are clamped to it (a live slot never reaches it: window)
    Imperfections imperfections;
    TileIdentity id;                ///< whose imperfections
    int columns_per_converter = 1;  ///< K columns that share a comparator
    int rows_per_converter = 1;     ///< outputs that share one

    [[nodiscard]] bool by_time() const { return tau_cycles > 0; }
    /// Share of a deviation that is left after so many cycles, of a cell that leaks `rate` times as fast as it should.
    [[nodiscard]] double left(std::int64_t cycles, double rate = 1.0) const {
        const double aged = static_cast<double>(cycles) * rate;
        const double first = std::exp(-(aged / tau_cycles));
        return fraction2 == 0.0 ? first : (1.0 - fraction2) * first + fraction2 * std::exp(-(aged / tau2_cycles));
    }
};

}  // namespace kvolt
