// SPDX-License-Identifier: Apache-2.0
#include "sim/model/adc_head.hpp"

#include <algorithm>

#include "sim/model/score_code.hpp"
#include "sim/model/tile_of_design.hpp"
#include "sim/model/tile_parameters.hpp"

namespace kvolt {

AdcArrays::AdcArrays(const Design& design, int head)
    : rows_(design.rows),
      array_rows_(design.adc.array_rows),
      groups_((design.rows + design.adc.array_rows - 1) / design.adc.array_rows),
      tiles_(design.tiles),
      slots_(design.slots),
      adc_bits_(design.adc.scores.bits),
      phi_max_((1 << design.adc.phi_bits) - 1),
      lsb_ua_(design.adc.lsb_ua),
      imperfect_(design.config.analog.any()),
      normalize_(normalizer_function(design.adc.normalizer)),
      s_(static_cast<std::size_t>(design.window), 0.0),
      phi_(static_cast<std::size_t>(design.window), 0.0) {
    auto parameters = tile_parameters(design);
    parameters.rows = array_rows_;
    arrays_.reserve(static_cast<std::size_t>(tiles_ * groups_));
    for (int t = 0; t < tiles_; ++t)
        for (int g = 0; g < groups_; ++g) {
            parameters.id = {head, t, g};
            arrays_.emplace_back(parameters);
        }
}

void AdcArrays::store(int slot, const std::uint8_t* k, const std::uint8_t* v, std::int64_t k_cycle,
                      std::int64_t v_cycle) {
    for (auto& a : arrays_) {
        a.age_k();
        a.age_v();
    }
    // Rows of the last group beyond the head dimension hold level 0.
    std::vector<std::uint8_t> levels(static_cast<std::size_t>(groups_ * array_rows_), 0);
    std::copy_n(k, rows_, levels.begin());
    for (int g = 0; g < groups_; ++g) {
        auto& target = array(slot / slots_, g);
        target.at(k_cycle);
        target.write_k(slot % slots_, levels.data() + g * array_rows_);
    }
    std::copy_n(v, rows_, levels.begin());
    for (int g = 0; g < groups_; ++g) {
        auto& target = array(slot / slots_, g);
        target.at(v_cycle);
        target.write_v(slot % slots_, levels.data() + g * array_rows_);
    }
}

void AdcArrays::convert(int t, const std::vector<std::uint16_t>& q, const SlotWalk& window) {
    const int first = t * slots_;
    std::vector<std::uint8_t> mask(static_cast<std::size_t>(slots_));
    for (int c = 0; c < slots_; ++c) mask[static_cast<std::size_t>(c)] = window.live(first + c) ? 1 : 0;
    std::vector<int> x(static_cast<std::size_t>(slots_), 0);
    std::fill_n(s_.begin() + first, slots_, 0.0);
    for (int g = 0; g < groups_; ++g) {
        auto& a = array(t, g);
        a.score(q.data() + g * array_rows_, mask.data());
        for (int c = 0; c < slots_; ++c) {
            const double score = a.s()[static_cast<std::size_t>(c)];
            x[static_cast<std::size_t>(c)] += score_code(score, lsb_ua_, adc_bits_);
            s_[static_cast<std::size_t>(first + c)] += score;
        }
    }
    for (int c = 0; c < slots_; ++c) {
        const int p = window.live(first + c) ? normalize_(x[static_cast<std::size_t>(c)], window.stored()) : 0;
        phi_[static_cast<std::size_t>(first + c)] = static_cast<double>(p) / phi_max_;
    }
}

void AdcArrays::weigh(int t, std::vector<std::int32_t>& codes, AnalogOutput* analog) {
    for (int g = 0; g < groups_; ++g) {
        auto& a = array(t, g);
        a.weigh(phi_.data() + t * slots_);
        const int first = g * array_rows_, end = std::min(first + array_rows_, rows_);
        for (int r = first; r < end; ++r)
            codes[static_cast<std::size_t>(r)] += a.codes()[static_cast<std::size_t>(r - first)];
        if (analog != nullptr)
            analog->add(a.a(), static_cast<std::size_t>(first), static_cast<std::size_t>(end - first));
    }
}

std::vector<std::int32_t> AdcArrays::attend(const std::uint16_t* q, const SlotWalk& window, AnalogOutput* analog,
                                            std::int64_t scored, std::int64_t weighed) {
    std::vector<std::uint16_t> padded(static_cast<std::size_t>(groups_ * array_rows_), 0);
    std::copy_n(q, rows_, padded.begin());
    std::vector<std::int32_t> codes(static_cast<std::size_t>(rows_), 0);
    for (int t = 0; t < tiles_; ++t) {
        for (int g = 0; g < groups_; ++g) array(t, g).at(scored);
        convert(t, padded, window);
        for (int g = 0; g < groups_; ++g) array(t, g).at(weighed);
        const auto& live = window.live_words(t);
        if (imperfect_ || (live[0] | live[1] | live[2] | live[3]) != 0)
            weigh(t, codes, analog);  // otherwise exactly zero
    }
    return codes;
}

}  // namespace kvolt
