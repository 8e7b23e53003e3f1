// SPDX-License-Identifier: Apache-2.0
#include "gen/design/normalizer.hpp"

#include <fmt/format.h>

#include <cmath>

namespace kvolt {

const std::vector<const Normalizer*>& normalizers() {
#define KVOLT_RECORD(kind) &kind##_normalizer,
    static const std::vector<const Normalizer*> table{KVOLT_NORMALIZERS(KVOLT_RECORD)};
#undef KVOLT_RECORD
    return table;
}

const Normalizer& normalizer(NormalizerKind kind) { return *normalizers()[static_cast<std::size_t>(kind)]; }

std::uint64_t rounded(double value, std::uint64_t maximum) {
    const double whole = std::floor(value + 0.5);
    if (!(whole > 0)) return 0;
    return whole < static_cast<double>(maximum) ? static_cast<std::uint64_t>(whole) : maximum;
}

std::string literal(int bits, std::uint64_t value) { return fmt::format("{}'d{}", bits, value); }

std::string table_literal(const std::vector<std::uint64_t>& words, int bits) {
    const std::size_t total = words.size() * static_cast<std::size_t>(bits);
    std::vector<unsigned> digits((total + 3) / 4, 0);
    for (std::size_t position = 0; position < total; ++position) {
        const std::uint64_t bit =
            (words[position / static_cast<std::size_t>(bits)] >> (position % static_cast<std::size_t>(bits))) & 1U;
        digits[position / 4] |= static_cast<unsigned>(bit << (position % 4));
    }
    std::string text = fmt::format("{}'h", total);
    for (std::size_t i = digits.size(); i-- > 0;) text += "0123456789abcdef"[digits[i]];
    return text;
}

ReciprocalPlan no_reciprocal(const NormalizerSetting&) { return {}; }

std::vector<ModuleParameter> parameters_of(const ReciprocalPlan& plan) {
    return {{"NUMERATOR_BITS", std::to_string(plan.numerator_bits)},
            {"NUMERATOR", literal(plan.numerator_bits, plan.numerator)},
            {"RECIP_BITS", std::to_string(plan.recip_bits)},
            {"MAXIMUM", literal(plan.recip_bits, plan.maximum)}};
}

namespace {

/// Smallest u = x + 2^(in_bits-1) whose rounded code is at least `code`; 2^in_bits where there is none.
std::uint64_t threshold(const NormalizerSetting& s, double (*formula)(const NormalizerSetting&, double, int),
                        int code) {
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

}  // namespace

std::vector<ModuleParameter> threshold_parameters(const NormalizerSetting& s,
                                                  double (*formula)(const NormalizerSetting&, double, int)) {
    std::vector<std::uint64_t> thresholds;
    for (int code = 1; code <= s.p_max(); ++code) thresholds.push_back(threshold(s, formula, code));
    return {{"TABLE_BITS", std::to_string(s.p_max() * (s.in_bits + 1))},
            {"TABLE", table_literal(thresholds, s.in_bits + 1)}};
}

}  // namespace kvolt
