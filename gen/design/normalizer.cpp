// SPDX-License-Identifier: Apache-2.0
#include "gen/design/normalizer.hpp"

#include <fmt/format.h>

#include <cmath>

namespace kvolt {

const std::vector<const Normalizer*>& normalizers() {
    static const std::vector<const Normalizer*> table{
        &hardsigmoid_normalizer,
        &relu_normalizer,
        &sigmoid_normalizer,
        &consmax_normalizer,
    };
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

}  // namespace kvolt
