// SPDX-License-Identifier: Apache-2.0
#include "sim/accuracy/softmax_fit.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/model/cell_curve.hpp"

namespace kvolt {
namespace {

constexpr int half_octaves = 17;  // 4 .. 1/64
constexpr double warmest_saturations = 4;

double product(const double* a, const double* b, std::size_t count) {
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) sum += a[i] * b[i];
    return sum;
}

}  // namespace

SoftmaxFit::SoftmaxFit(const Design& design, double temperature_ua, std::size_t others)
    : rows_(static_cast<std::size_t>(design.rows)),
      padded_((rows_ + CellCurve::cell_lanes - 1) / CellCurve::cell_lanes * CellCurve::cell_lanes),
      output_saturation_(design.config.analog.output_saturation_ua),
      oo_(others, 0.0) {
    const double warmest = warmest_saturations * design.config.analog.score_saturation_ua;
    for (int i = 0; i < (temperature_ua > 0 ? 1 : half_octaves); ++i) {
        Candidate candidate;
        candidate.temperature_ua = temperature_ua > 0 ? temperature_ua : warmest * std::exp2(-0.5 * i);
        candidate.yo.assign(others, 0.0);
        candidates_.push_back(candidate);
    }
}

/// exp((S - largest) / temperature) of one token for every candidate: two exponentials, as each temperature but the
/// first two is half of another.
void SoftmaxFit::exponentials(const std::vector<FloatHead::Seen>& seen, std::size_t token, double largest,
                              std::vector<double>& out) const {
    for (std::size_t i = 0; i < candidates_.size(); ++i)
        out[i] = i < 2 ? std::exp((seen[token].score_ua - largest) / candidates_[i].temperature_ua)
                       : out[i - 2] * out[i - 2];
}

void SoftmaxFit::add(const std::vector<FloatHead::Seen>& seen, const double* free,
                     const std::vector<const double*>& others) {
    if (seen.empty()) return;
    ++queries_;
    ff_ += product(free, free, rows_);
    for (std::size_t o = 0; o < others.size(); ++o) oo_[o] += product(others[o], others[o], rows_);
    double largest = -std::numeric_limits<double>::infinity();
    for (const auto& token : seen) largest = std::max(largest, token.score_ua);
    for (auto& candidate : candidates_) {
        candidate.y.assign(padded_, 0.0);
        candidate.weights = 0;
    }
    std::vector<double> weight(candidates_.size());
    for (std::size_t t = 0; t < seen.size(); ++t) {
        exponentials(seen, t, largest, weight);
        for (std::size_t i = 0; i < candidates_.size(); ++i) {
            candidates_[i].weights += weight[i];
            add_currents(weight[i], seen[t].v_ua, padded_, candidates_[i].y.data());
        }
    }
    for (auto& candidate : candidates_) {
        for (auto& y : candidate.y) y /= candidate.weights * output_saturation_;
        candidate.yy += product(candidate.y.data(), candidate.y.data(), rows_);
        candidate.yf += product(candidate.y.data(), free, rows_);
        for (std::size_t o = 0; o < others.size(); ++o)
            candidate.yo[o] += product(candidate.y.data(), others[o], rows_);
    }
}

SoftmaxFit::Fit SoftmaxFit::fit() const {
    const auto gain = [](const Candidate& c) { return c.yy > 0 ? c.yf / c.yy : 0.0; };
    // What a gain leaves of an error is least where it explains most.
    const auto& best = *std::max_element(candidates_.begin(), candidates_.end(),
                                         [&](const auto& a, const auto& b) { return gain(a) * a.yf < gain(b) * b.yf; });
    const double g = gain(best);
    const auto error = [&](double yo, double oo) { return std::max(0.0, g * g * best.yy - 2 * g * yo + oo); };
    Fit out;
    out.temperature_ua = best.temperature_ua;
    out.gain = g;
    out.queries = queries_;
    out.power = g * g * best.yy;
    out.free_power = ff_;
    out.free_error = error(best.yf, ff_);
    for (std::size_t o = 0; o < oo_.size(); ++o) out.other_error.push_back(error(best.yo[o], oo_[o]));
    return out;
}

}  // namespace kvolt
