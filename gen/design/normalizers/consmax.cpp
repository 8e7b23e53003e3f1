// SPDX-License-Identifier: Apache-2.0
// consmax: f = exp(y - beta) / gamma = 2^t. A constant multiplier makes t, a table 2^fraction(t), a shift the rest.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gen/design/normalizer.hpp"
#include "gen/support/integers.hpp"

namespace kvolt {
namespace {

const double log2_e = 1.0 / std::log(2.0);

// Rounding of slope and offset moves t by less than 2^-(out_bits + 3) for every code.
int fraction(const NormalizerSetting& s) { return s.in_bits + s.out_bits + 2; }

std::int64_t fixed(const NormalizerSetting& s, double value) {
    return static_cast<std::int64_t>(std::floor(std::ldexp(value, fraction(s)) + 0.5));
}

std::string signed_literal(int bits, std::int64_t value) {
    const auto mask = bits == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
    return literal(bits, static_cast<std::uint64_t>(value) & mask);
}

std::vector<ModuleParameter> parameters(const NormalizerSetting& s) {
    const std::int64_t slope = fixed(s, s.lsb_ua / s.scale_ua * log2_e);
    const std::int64_t offset = fixed(s, std::log2(s.p_max() / s.gamma) - s.beta * log2_e);
    const auto magnitude = static_cast<std::uint64_t>((slope << (s.in_bits - 1)) + std::abs(offset));
    // The octave needs room for out_bits + 1 and its sign even where no code reaches that far.
    const int bits =
        std::max(bits_for(magnitude) + 1, fraction(s) + bits_for(static_cast<std::uint64_t>(s.out_bits)) + 3);
    std::vector<std::uint64_t> entries;
    for (int i = 0; i <= s.p_max(); ++i) {
        const double power = std::exp2((i + 0.5) / (s.p_max() + 1));
        entries.push_back(static_cast<std::uint64_t>(std::floor(std::ldexp(power, s.out_bits + 3) + 0.5)));
    }
    const int entry_bits = s.out_bits + 4;
    return {{"FRACTION", std::to_string(fraction(s))},
            {"T_BITS", std::to_string(bits)},
            {"SLOPE", signed_literal(bits, slope)},
            {"OFFSET", signed_literal(bits, offset)},
            {"TABLE_BITS", std::to_string((s.p_max() + 1) * entry_bits)},
            {"TABLE", table_literal(entries, entry_bits)}};
}

int latency_cycles(const NormalizerSetting&) { return 3; }

double formula(const NormalizerSetting& s, double score_ua, int) {
    return std::exp(score_ua / s.scale_ua - s.beta) / s.gamma;
}

double error_bound(const NormalizerSetting&) { return 1.0; }

double default_scale_ua(double saturation_ua, int) { return saturation_ua / 8; }

/// Beyond this the slope is no fixed point number, and a mistake of units.
std::optional<SettingProblem> problem(const NormalizerSetting& s) {
    const double slope = s.lsb_ua / s.scale_ua;
    if (slope <= 16) return {};
    return SettingProblem{"normalizer.scale_ua",
                          fmt::format("one score code of {} uA multiplies the weight by e^{:.0f}", s.lsb_ua, slope),
                          fmt::format("allowed 1/16 of a score code or more, nearest legal value {}", s.lsb_ua / 16)};
}

}  // namespace

const Normalizer consmax_normalizer{"consmax",
                                    "kv_norm_consmax",
                                    "e^(S / scale - beta) / gamma with constants learned in training",
                                    false,
                                    parameters,
                                    latency_cycles,
                                    formula,
                                    error_bound,
                                    no_reciprocal,
                                    default_scale_ua,
                                    problem};

}  // namespace kvolt
