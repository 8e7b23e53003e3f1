// SPDX-License-Identifier: Apache-2.0
// Cell current for every stored level and age: all the transcendental arithmetic of a tile, done once per set of
// parameters.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "sim/model/tile_parameters.hpp"

namespace kvolt {

/// Lanes of one vector of doubles; slots are scored in groups of this many.
inline constexpr int lane_count = 8;

/// I(level, age) in microampere, in the two orders the inner loops read it. Immutable once made, so threads share it.
class CurrentTable {
public:
    explicit CurrentTable(const TileParameters& parameters);

    /// Oldest age held; older cells count as this old. 0 without leakage, where age does not matter.
    [[nodiscard]] int max_age() const { return max_age_; }

    /// Currents of all levels at one age, padded to a multiple of lane_count.
    [[nodiscard]] const double* of_age(int age) const { return by_age_.data() + static_cast<std::size_t>(age) * row_; }

    /// Lane j of level l at run(age)[l * run_stride() + j] is I(l, age - j): neighboring slots, written one after
    /// another. Without leakage every lane is I(l, 0). Valid for age - 7 >= 0 or, for the lanes that exist, age - j >=
    /// 0.
    [[nodiscard]] const double* run(int age) const { return by_level_.data() + (max_age_ - age); }
    [[nodiscard]] std::size_t run_stride() const { return stride_; }

private:
    int max_age_;
    std::size_t row_, stride_;
    std::vector<double> by_age_, by_level_;
};

/// The table of these parameters; tiles with equal physics share one.
std::shared_ptr<const CurrentTable> current_table(const TileParameters& parameters);

/// Deviation in volt of a level as written.
inline double stored_deviation(const TileParameters& p, int level) {
    return static_cast<double>(level) * p.v_max / static_cast<double>(p.level_max) - p.v_zero;
}

/// Cell current in microampere; docs/numeric.md. `deviation` is the stored voltage minus the zero point, in volt.
double cell_current(const TileParameters& parameters, double deviation);

}  // namespace kvolt
