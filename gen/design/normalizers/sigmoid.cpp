// SPDX-License-Identifier: Apache-2.0
// sigmoid: f = 1 / (1 + exp(-(y + bias))). A table of thresholds, so the code is the rounded formula exactly.
#include <cmath>

#include "gen/design/normalizer.hpp"

namespace kvolt {
namespace {

double formula(const NormalizerSetting& s, double score_ua, int) {
    return 1.0 / (1.0 + std::exp(-(score_ua / s.scale_ua + s.bias)));
}

std::vector<ModuleParameter> parameters(const NormalizerSetting& s) { return threshold_parameters(s, formula); }

int latency_cycles(const NormalizerSetting& s) { return s.out_bits; }

double error_bound(const NormalizerSetting&) { return 0.5 + 1e-9; }

double default_scale_ua(double saturation_ua, int) { return saturation_ua / 8; }

}  // namespace

const Normalizer sigmoid_normalizer{"sigmoid",
                                    "kv_norm_sigmoid",
                                    "1 / (1 + e^-(S / scale + bias))",
                                    false,
                                    parameters,
                                    latency_cycles,
                                    formula,
                                    error_bound,
                                    no_reciprocal,
                                    default_scale_ua,
                                    nullptr};

}  // namespace kvolt
