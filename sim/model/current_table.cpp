// SPDX-License-Identifier: Apache-2.0
#include "sim/model/current_table.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <tuple>

#include "gen/support/integers.hpp"
#include "sim/model/tile_parameters.hpp"

namespace kvolt {

namespace {

/// Between the points a straight line, outside the last value.
double interpolated(const std::vector<CellPoint>& points, double volt) {
    if (volt <= points.front().volt) return points.front().ua;
    if (volt >= points.back().volt) return points.back().ua;
    const auto above = std::upper_bound(points.begin(), points.end(), volt,
                                        [](double value, const CellPoint& point) { return value < point.volt; });
    const CellPoint &a = *(above - 1), &b = *above;
    return a.ua + (b.ua - a.ua) * ((volt - a.volt) / (b.volt - a.volt));
}

std::vector<double> flat(const std::vector<CellPoint>& points) {
    std::vector<double> out;
    for (const auto& point : points) out.insert(out.end(), {point.volt, point.ua});
    return out;
}

}  // namespace

double cell_current(const TileParameters& p, double u) {
    if (!p.points.empty()) return interpolated(p.points, p.v_zero + u);
    if (p.linear) return p.c1 * u;
    return ((p.c3 * u + p.c2) * u + p.c1) * u + p.c0;
}

CurrentTable::CurrentTable(const TileParameters& p) : max_age_(p.decay_per_token == 0.0 ? 0 : std::max(p.max_age, 0)) {
    const auto levels = static_cast<std::size_t>(p.level_max) + 1;
    const auto ages = static_cast<std::size_t>(max_age_) + 1;
    row_ = ceil_div(levels, std::size_t{lane_count}) * lane_count;
    stride_ = ages + lane_count;
    by_age_.assign(ages * row_, 0.0);
    by_level_.assign(levels * stride_, 0.0);
    for (std::size_t age = 0; age < ages; ++age) {
        const double kept = std::exp(-p.decay_per_token * static_cast<double>(age));
        for (std::size_t level = 0; level < levels; ++level) {
            const double u = stored_deviation(p, static_cast<int>(level)) * kept;
            const double current = cell_current(p, u);
            by_age_[age * row_ + level] = current;
            by_level_[level * stride_ + (ages - 1 - age)] = current;
        }
    }
    // Behind the newest age: the same value again, which makes every lane equal where there is only one age.
    for (std::size_t level = 0; level < levels; ++level)
        std::fill_n(by_level_.begin() + static_cast<std::ptrdiff_t>(level * stride_ + ages), lane_count,
                    by_level_[level * stride_ + ages - 1]);
}

std::shared_ptr<const CurrentTable> current_table(const TileParameters& p) {
    const auto key = std::make_tuple(p.level_max, p.linear, p.c0, p.c1, p.c2, p.c3, p.v_max, p.v_zero,
                                     p.decay_per_token, p.max_age, flat(p.points));
    static std::mutex mutex;
    static std::map<decltype(key), std::weak_ptr<const CurrentTable>> tables;
    const std::lock_guard<std::mutex> lock(mutex);
    auto& slot = tables[key];
    auto table = slot.lock();
    if (!table) slot = table = std::make_shared<const CurrentTable>(p);
    return table;
}

}  // namespace kvolt
