// SPDX-License-Identifier: Apache-2.0
// Exact softmax attention of the same tokens, at the temperature and gain that come closest to a softmax-free output.
#pragma once

#include <cstddef>
#include <vector>

#include "gen/design/design.hpp"
#include "sim/model/float_head.hpp"

namespace kvolt {

/// y = sum of w_c * I(v_c) / output_saturation with w = softmax(S / temperature) over the tokens that a query saw. The
/// softmax-free weights of an engine are not normalized to a sum of 1, so one gain per head stands between the two.
class SoftmaxFit {
public:
    /// `temperature_ua`: score that is one unit of the exponent; 0 = the best of half octaves from 4 score saturations
    /// down to 1/64 of one. `others`: outputs that it is compared with.
    SoftmaxFit(const Design& design, double temperature_ua, std::size_t others);

    /// One query: what it saw, the softmax-free output of `rows` values, and the others.
    void add(const std::vector<FloatHead::Seen>& seen, const double* free, const std::vector<const double*>& others);

    /// Sums over everything added, for the best temperature and, with it, the gain that makes the least error.
    struct Fit {
        double temperature_ua = 0, gain = 0;
        std::size_t queries = 0;
        double power = 0;                 ///< of gain * y
        double free_power = 0;            ///< of the softmax-free output
        double free_error = 0;            ///< of the softmax-free output minus gain * y
        std::vector<double> other_error;  ///< of each other minus gain * y
    };
    [[nodiscard]] Fit fit() const;

private:
    struct Candidate {
        double temperature_ua = 0;
        double yy = 0;           ///< sum of y * y
        double yf = 0;           ///< of y * softmax-free
        std::vector<double> yo;  ///< of y * each other
        std::vector<double> y;   ///< of one query
        double weights = 0;
    };
    void exponentials(const std::vector<FloatHead::Seen>& seen, std::size_t token, double largest,
                      std::vector<double>& out) const;

    std::size_t rows_, padded_;
    double output_saturation_;
    std::vector<Candidate> candidates_;
    std::size_t queries_ = 0;
    double ff_ = 0;
    std::vector<double> oo_;
};

}  // namespace kvolt
