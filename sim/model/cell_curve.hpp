// SPDX-License-Identifier: Apache-2.0
// The current of a cell over its stored deviation, for many cells at a time and any deviation: what the float model
// computes with, where the golden one has a table of its few levels.
#pragma once

#include <cstddef>
#include <vector>

#include "sim/model/tile_parameters.hpp"

namespace kvolt {

/// Slope in microampere per volt of the line through zero that comes closest to the cell's current: least squares over
/// all stored voltages from 0 to v_max alike. 19.2 for the paper's cubic cell, whose authors quote 19.3.
double nearest_slope(const TileParameters& parameters);

/// I(u) of docs/numeric.md. Counts of cells are padded to a multiple of `cell_lanes` by the caller.
class CellCurve {
public:
    static constexpr std::size_t cell_lanes = 8;

    /// The configured cell.
    explicit CellCurve(const TileParameters& parameters);
    /// I = slope * u.
    explicit CellCurve(double slope) : kind_(Kind::line), c_{0, slope, 0, 0} {}

    [[nodiscard]] double current(double u) const;
    /// Current is proportional to the deviation: what leakage leaves of the one it leaves of the other.
    [[nodiscard]] bool proportional() const { return kind_ == Kind::line; }

    /// Sum of weight[i] * I(u[i] * kept).
    [[nodiscard]] double dot(const double* weight, const double* u, double kept, std::size_t count) const;
    /// sum[i] += weight * I(u[i] * kept).
    void add(double weight, const double* u, double kept, std::size_t count, double* sum) const;

private:
    enum class Kind { line, cubic, points };
    [[nodiscard]] double between_points(double volt) const;

    Kind kind_;
    double c_[4] = {};
    // Measured cells: straight pieces, found through a fine uniform grid.
    double v_zero_ = 0, low_ = 0, high_ = 0, low_ua_ = 0, high_ua_ = 0, per_volt_ = 0;
    std::vector<double> volt_, ua_, slope_;
    std::vector<int> piece_at_;
};

/// Sum of weight[i] * current[i], and sum[i] += weight * current[i], over padded counts.
double dot_currents(const double* weight, const double* current, std::size_t count);
void add_currents(double weight, const double* current, std::size_t count, double* sum);

}  // namespace kvolt
