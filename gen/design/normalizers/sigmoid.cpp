// SPDX-License-Identifier: Apache-2.0
// sigmoid: f = 1 / (1 + exp(-(y + bias))). A table of thresholds, so the code is the rounded formula exactly.
#include <cmath>

#include "gen/design/normalizer.hpp"

namespace kvolt {
namespace {

double formula(const NormalizerSetting& s, double score_ua, int) {
    return 1.0 / (1.0 + std::exp(-(score_ua / s.scale_ua + s.bias)));
}

/// Smallest u = x + 2^(in_bits-1) whose rounded code is at least `code`; 2^in_bits where there is none.
std::uint64_t threshold(const NormalizerSetting& s, int code) {
    const int middle = 1 << (s.in_bits - 1);
    int low = 0, high = 2 * middle;
    while (low < high) {
        const int u = (low + high) / 2;
        if (std::floor(s.p_max() * formula(s, (u - middle) * s.lsb_ua, 1) + 0.5) >= code)
            high = u;
        else
            low = u + 1;
    }
    return static_cast<std::uint64_t>(low);
}

std::vector<ModuleParameter> parameters(const NormalizerSetting& s) {
    std::vector<std::uint64_t> thresholds;
    for (int code = 1; code <= s.p_max(); ++code) thresholds.push_back(threshold(s, code));
    return {{"TABLE_BITS", std::to_string(s.p_max() * (s.in_bits + 1))},
            {"TABLE", table_literal(thresholds, s.in_bits + 1)}};
}

int latency_cycles(const NormalizerSetting& s) { return s.out_bits; }

double error_bound(const NormalizerSetting&) { return 0.5 + 1e-9; }

}  // namespace

const Normalizer sigmoid_normalizer{"sigmoid", "kv_norm_sigmoid", "1 / (1 + e^-(S / scale + bias))",
                                    false,     parameters,        latency_cycles,
                                    formula,   error_bound,       no_reciprocal};

}  // namespace kvolt
