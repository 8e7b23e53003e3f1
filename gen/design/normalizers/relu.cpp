// SPDX-License-Identifier: Apache-2.0
// relu: f = max(y, 0) * 2^-shift / L. One multiplier; its factor is divided by L once per token (kv_reciprocal).
#include <algorithm>
#include <cmath>

#include "gen/design/normalizer.hpp"
#include "gen/support/integers.hpp"

namespace kvolt {
namespace {

// The factor is rounded twice, before and after the division.
int fraction(const NormalizerSetting& s) { return s.in_bits + 5; }

ReciprocalPlan reciprocal(const NormalizerSetting& s) {
    const auto one = std::uint64_t{1} << fraction(s);
    ReciprocalPlan plan;
    plan.maximum = static_cast<std::uint64_t>(s.p_max()) * one;
    plan.numerator = rounded(std::ldexp(s.p_max() * s.lsb_ua / s.scale_ua, fraction(s) - s.shift),
                             plan.maximum * static_cast<std::uint64_t>(s.window));
    plan.numerator_bits = std::max(bits_for(plan.numerator), bits_for(static_cast<std::uint64_t>(s.window)));
    plan.recip_bits = bits_for(plan.maximum);
    plan.cycles = plan.numerator_bits + 4;
    return plan;
}

std::vector<ModuleParameter> parameters(const NormalizerSetting& s) {
    return {{"RECIP_BITS", std::to_string(reciprocal(s).recip_bits)}, {"FRACTION", std::to_string(fraction(s))}};
}

int latency_cycles(const NormalizerSetting&) { return 2; }

double formula(const NormalizerSetting& s, double score_ua, int live) {
    return live == 0 ? 0.0 : std::ldexp(std::max(score_ua / s.scale_ua, 0.0), -s.shift) / live;
}

double error_bound(const NormalizerSetting&) { return 0.5 + 1.0 / 32; }

/// f reaches 1 where the window is full.
double default_scale_ua(double saturation_ua, int window) { return saturation_ua / window; }

}  // namespace

const Normalizer relu_normalizer{"relu",
                                 "kv_norm_relu",
                                 "max(S, 0) / scale x 2^-shift / live slots",
                                 true,
                                 parameters,
                                 latency_cycles,
                                 formula,
                                 error_bound,
                                 reciprocal,
                                 default_scale_ua,
                                 nullptr};

}  // namespace kvolt
