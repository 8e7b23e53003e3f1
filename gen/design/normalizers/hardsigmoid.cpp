// SPDX-License-Identifier: Apache-2.0
// hardsigmoid: f = clamp(y, 0, 1). One constant multiplier.
#include <algorithm>
#include <cmath>

#include "gen/design/normalizer.hpp"
#include "gen/support/integers.hpp"

namespace kvolt {
namespace {

// The largest code times half an LSB of the multiplier stays below 2^-6 of a phi code.
int fraction(const NormalizerSetting& s) { return s.in_bits + 4; }

std::vector<ModuleParameter> parameters(const NormalizerSetting& s) {
    const auto one = std::uint64_t{1} << fraction(s);
    // From p_max on, every positive code saturates.
    const auto multiplier = rounded(s.p_max() * s.lsb_ua / s.scale_ua * static_cast<double>(one),
                                    static_cast<std::uint64_t>(s.p_max()) * one);
    const int bits = bits_for(multiplier);
    return {{"FRACTION", std::to_string(fraction(s))},
            {"MULTIPLIER_BITS", std::to_string(bits)},
            {"MULTIPLIER", literal(bits, multiplier)}};
}

int latency_cycles(const NormalizerSetting&) { return 2; }

double formula(const NormalizerSetting& s, double score_ua, int) { return std::clamp(score_ua / s.scale_ua, 0.0, 1.0); }

double error_bound(const NormalizerSetting&) { return 0.5 + 1.0 / 64; }

double default_scale_ua(double saturation_ua, int) { return saturation_ua; }

}  // namespace

const Normalizer hardsigmoid_normalizer{"hardsigmoid",
                                        "kv_norm_hardsigmoid",
                                        "clamp(S / scale, 0, 1): what the pulse path does in the analog domain",
                                        false,
                                        parameters,
                                        latency_cycles,
                                        formula,
                                        error_bound,
                                        no_reciprocal,
                                        default_scale_ua,
                                        nullptr};

}  // namespace kvolt
