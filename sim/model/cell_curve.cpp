// SPDX-License-Identifier: Apache-2.0
#include "sim/model/cell_curve.hpp"

#include <algorithm>

#include "sim/model/clones.hpp"
#include "sim/model/current_table.hpp"

namespace kvolt {
namespace {

constexpr std::size_t lanes = CellCurve::cell_lanes;

double sum_of(const double* lane) {
    return ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
}

KVOLT_CLONES double dot_cubic(const double* __restrict c, const double* __restrict weight, const double* __restrict u,
                              double kept, std::size_t count) {
    double lane[lanes] = {};
    for (std::size_t i = 0; i < count; i += lanes)
        for (std::size_t j = 0; j < lanes; ++j) {
            const double x = u[i + j] * kept;
            lane[j] += weight[i + j] * (((c[3] * x + c[2]) * x + c[1]) * x + c[0]);
        }
    return sum_of(lane);
}

KVOLT_CLONES void add_cubic(const double* __restrict c, double weight, const double* __restrict u, double kept,
                            std::size_t count, double* __restrict sum) {
    for (std::size_t i = 0; i < count; ++i) {
        const double x = u[i] * kept;
        sum[i] += weight * (((c[3] * x + c[2]) * x + c[1]) * x + c[0]);
    }
}

}  // namespace

KVOLT_CLONES double dot_currents(const double* __restrict weight, const double* __restrict current, std::size_t count) {
    double lane[lanes] = {};
    for (std::size_t i = 0; i < count; i += lanes)
        for (std::size_t j = 0; j < lanes; ++j) lane[j] += weight[i + j] * current[i + j];
    return sum_of(lane);
}

KVOLT_CLONES void add_currents(double weight, const double* __restrict current, std::size_t count,
                               double* __restrict sum) {
    for (std::size_t i = 0; i < count; ++i) sum[i] += weight * current[i];
}

double nearest_slope(const TileParameters& p) {
    constexpr int steps = 4096;
    double product = 0, square = 0;
    for (int i = 0; i < steps; ++i) {
        const double u = p.v_max * (i + 0.5) / steps - p.v_zero;
        product += u * cell_current(p, u);
        square += u * u;
    }
    return product / square;
}

CellCurve::CellCurve(const TileParameters& p) : kind_(Kind::cubic), c_{p.c0, p.c1, p.c2, p.c3} {
    if (p.points.empty()) {
        if (p.linear) kind_ = Kind::line;
        return;
    }
    kind_ = Kind::points;
    v_zero_ = p.v_zero;
    for (const auto& point : p.points) {
        volt_.push_back(point.volt);
        ua_.push_back(point.ua);
    }
    for (std::size_t i = 0; i + 1 < volt_.size(); ++i)
        slope_.push_back((ua_[i + 1] - ua_[i]) / (volt_[i + 1] - volt_[i]));
    low_ = volt_.front();
    high_ = volt_.back();
    low_ua_ = ua_.front();
    high_ua_ = ua_.back();
    const std::size_t grid = 4 * volt_.size();
    per_volt_ = static_cast<double>(grid) / (high_ - low_);
    for (std::size_t i = 0, piece = 0; i <= grid; ++i) {
        const double edge = low_ + static_cast<double>(i) / per_volt_;
        while (piece + 1 < slope_.size() && volt_[piece + 1] <= edge) ++piece;
        piece_at_.push_back(static_cast<int>(piece));
    }
}

double CellCurve::between_points(double volt) const {
    if (volt <= low_) return low_ua_;
    if (volt >= high_) return high_ua_;
    auto piece = static_cast<std::size_t>(piece_at_[static_cast<std::size_t>((volt - low_) * per_volt_)]);
    while (volt < volt_[piece]) --piece;  // an edge of the grid, rounded
    while (volt >= volt_[piece + 1]) ++piece;
    return ua_[piece] + slope_[piece] * (volt - volt_[piece]);
}

double CellCurve::current(double u) const {
    switch (kind_) {
        case Kind::line:
            return c_[1] * u;
        case Kind::cubic:
            return ((c_[3] * u + c_[2]) * u + c_[1]) * u + c_[0];
        case Kind::points:
            break;
    }
    return between_points(v_zero_ + u);
}

double CellCurve::dot(const double* weight, const double* u, double kept, std::size_t count) const {
    switch (kind_) {
        case Kind::line:
            return c_[1] * kept * dot_currents(weight, u, count);
        case Kind::cubic:
            return dot_cubic(c_, weight, u, kept, count);
        case Kind::points:
            break;
    }
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i)
        if (weight[i] != 0.0) sum += weight[i] * between_points(v_zero_ + u[i] * kept);
    return sum;
}

void CellCurve::add(double weight, const double* u, double kept, std::size_t count, double* sum) const {
    switch (kind_) {
        case Kind::line:
            return add_currents(weight * c_[1] * kept, u, count, sum);
        case Kind::cubic:
            return add_cubic(c_, weight, u, kept, count, sum);
        case Kind::points:
            break;
    }
    for (std::size_t i = 0; i < count; ++i) sum[i] += weight * between_points(v_zero_ + u[i] * kept);
}

}  // namespace kvolt
