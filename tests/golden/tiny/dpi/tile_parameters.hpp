// SPDX-License-Identifier: Apache-2.0
// What the physics of a tile needs to know.
#pragma once

#include <vector>

#include "imperfections.hpp"

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
    int max_age = 0;  ///< ages at or above it are clamped to it (a live slot never reaches it: window)
    Imperfections imperfections;
    TileIdentity id;                ///< whose imperfections
    int columns_per_converter = 1;  ///< K columns that share a comparator
    int rows_per_converter = 1;     ///< outputs that share one
};

}  // namespace kvolt
