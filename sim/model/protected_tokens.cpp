// SPDX-License-Identifier: Apache-2.0
#include "sim/model/protected_tokens.hpp"

#include <algorithm>
#include <cmath>

#include "sim/model/current_table.hpp"
#include "sim/model/normalizer_model.hpp"
#include "sim/model/tile_of_design.hpp"
#include "sim/model/tile_parameters.hpp"

namespace kvolt {
namespace {

/// floor(value * gain / one + 1/2) for one a power of two, without relying on arithmetic shifts.
std::int64_t scaled(std::int64_t value, std::int64_t gain, std::int64_t one) {
    const std::int64_t doubled = value * gain + one / 2;
    return doubled >= 0 ? doubled / one : -((-doubled + one - 1) / one);
}

std::int64_t power_of_two(int exponent) { return std::int64_t{1} << exponent; }

std::int64_t gain_of(double ratio, int fraction, std::int64_t most) {
    const double exact = std::floor(ratio * std::ldexp(1.0, fraction) + 0.5);
    return static_cast<std::int64_t>(std::min(exact, static_cast<double>(most)));
}

/// clamp(S / saturation, 0, 1) in phi codes.
std::function<std::int64_t(std::int64_t)> pulse_weight(const Design& d, double score_ua) {
    const std::int64_t p_max = d.protect.phi_max, one = power_of_two(d.protect.score_scale.fraction);
    const double ratio = static_cast<double>(p_max) * score_ua / d.config.analog.score_saturation_ua;
    const std::int64_t gain = gain_of(ratio, d.protect.score_scale.fraction, p_max * one);
    return [=](std::int64_t score) { return score <= 0 ? 0 : std::min(scaled(score, gain, one), p_max); };
}

/// The score in codes of the converters, without their clipping of single arrays, then the configured normalizer.
std::function<std::int64_t(std::int64_t)> adc_weight(const Design& d, double score_ua) {
    const std::int64_t one = power_of_two(d.protect.score_scale.fraction), half = power_of_two(d.adc.score_bits - 1);
    const std::int64_t gain = gain_of(score_ua / d.adc.lsb_ua, d.protect.score_scale.fraction, 2 * half * one);
    const auto normalize = normalizer_function(d.adc.normalizer);
    return [=](std::int64_t score) {
        const std::int64_t code = std::clamp(scaled(score, gain, one), -half, half - 1);
        return static_cast<std::int64_t>(normalize(static_cast<int>(code), 0));
    };
}

}  // namespace

ProtectedTokens::ProtectedTokens(const Design& d)
    : rows_(static_cast<std::size_t>(d.rows)),
      first_limit_(static_cast<std::size_t>(d.protect.first)),
      newest_limit_(d.protect.newest) {
    const auto parameters = tile_parameters(d);
    const double unit = d.protect.unit_ua;
    for (int level = 0; level <= d.level_max; ++level) {
        const double deviation = level * parameters.v_max / d.level_max - parameters.v_zero;
        current_.push_back(static_cast<std::int64_t>(std::floor(cell_current(parameters, deviation) / unit + 0.5)));
    }
    const double score_ua = unit / d.q_max;
    weight_of_ = d.adc.on ? adc_weight(d, score_ua) : pulse_weight(d, score_ua);
    row_one_ = power_of_two(d.protect.row_scale.fraction);
    const double lsb = unit * (d.code_max / d.config.analog.output_saturation_ua) / d.protect.phi_max;
    row_gain_ = gain_of(lsb, d.protect.row_scale.fraction, row_one_ * (d.protect.contribution_max + 1));
}

void ProtectedTokens::start_sequence(int window) {
    first_.clear();
    newest_.clear();
    span_ = window;
}

bool ProtectedTokens::keep_first(const std::uint8_t* k, const std::uint8_t* v) {
    if (first_.size() == first_limit_) return false;
    first_.push_back({-1, {k, k + rows_}, {v, v + rows_}});
    return true;
}

void ProtectedTokens::keep_newest(int slot, const std::uint8_t* k, const std::uint8_t* v) {
    newest_.push_back({slot, {k, k + rows_}, {v, v + rows_}});
    if (static_cast<int>(newest_.size()) > std::min(newest_limit_, span_)) newest_.pop_front();
}

std::vector<int> ProtectedTokens::hidden_slots() const {
    std::vector<int> slots;
    for (const auto& token : newest_) slots.push_back(token.slot);
    return slots;
}

std::int64_t ProtectedTokens::weight(const Kept& token, const std::uint16_t* q) const {
    std::int64_t score = 0;
    for (std::size_t r = 0; r < rows_; ++r) score += q[r] * current_[token.k[r]];
    return weight_of_(score);
}

std::vector<std::int32_t> ProtectedTokens::contributions(const std::uint16_t* q) const {
    std::vector<std::int64_t> sum(rows_, 0);
    for (const auto* tokens : {&first_, &newest_})
        for (const auto& token : *tokens) {
            const std::int64_t phi = weight(token, q);
            for (std::size_t r = 0; r < rows_; ++r) sum[r] += phi * current_[token.v[r]];
        }
    std::vector<std::int32_t> lsb;
    for (const std::int64_t value : sum) lsb.push_back(static_cast<std::int32_t>(scaled(value, row_gain_, row_one_)));
    return lsb;
}

}  // namespace kvolt
