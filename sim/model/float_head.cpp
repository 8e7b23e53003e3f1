// SPDX-License-Identifier: Apache-2.0
// The same formulas as the tile physics on reals: what an unquantized engine would compute.
#include "sim/model/float_head.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "gen/design/normalizer.hpp"
#include "sim/model/current_table.hpp"
#include "sim/model/retention.hpp"
#include "sim/model/slot_walk.hpp"
#include "sim/model/tile_parameters.hpp"

namespace kvolt {

struct FloatHead::State {
    TileParameters p;
    int tiles = 0, window = 0;
    int next_span = 0;          ///< window of the next sequence
    std::vector<int> next_bad;  ///< its bad slots
    SlotWalk walk;
    Retention retention;
    bool masks = false;  ///< tokens beyond the limit are left out
    int limit = 0;
    std::vector<double> k, v;  ///< deviation from the zero point when written, volt; slot by slot, rows each
    std::vector<double> kept;  ///< what leakage has left of it, by age
    std::vector<int> age;      ///< tokens since each slot was written
    std::vector<double> s, phi;
    // Protected tokens neither leak nor share the clip of a tile: the first ones of the sequence, deviations as above,
    // and of the window those younger than `newest`.
    int first_limit = 0, newest = 0, firsts = 0;
    std::vector<double> first_k, first_v;
    std::vector<double> exact;         ///< what they add
    const Normalizer* kind = nullptr;  ///< adc path
    NormalizerSetting setting;

    explicit State(const Design& design)
        : tiles(design.tiles),
          window(design.window),
          walk(design.tiles, design.slots),
          retention(design.window, std::max(design.retention.group_slots, 1)),
          masks(design.retention.masks),
          limit(design.config.retention.limit) {}
    [[nodiscard]] std::size_t rows() const { return static_cast<std::size_t>(p.rows); }
    void store(const double* k_volt, const double* v_volt);
    void score(const double* q);
    void add_exact(const double* q, const double* k_deviation, const double* v_deviation);
    [[nodiscard]] double weight(double score) const;
    [[nodiscard]] std::vector<double> weigh() const;
    [[nodiscard]] double kept_by(std::size_t slot) const {
        return kept[static_cast<std::size_t>(std::min(age[slot], p.max_age))];
    }
};

void FloatHead::State::store(const double* k_volt, const double* v_volt) {
    if (firsts < first_limit) {
        const auto base = static_cast<std::size_t>(firsts++) * rows();
        for (std::size_t r = 0; r < rows(); ++r) {
            first_k[base + r] = k_volt[r] - p.v_zero;
            first_v[base + r] = v_volt[r] - p.v_zero;
        }
        return;
    }
    for (auto& a : age) ++a;
    const auto slot = static_cast<std::size_t>(walk.store());
    retention.store(static_cast<int>(slot));
    const std::size_t base = slot * rows();
    for (std::size_t r = 0; r < rows(); ++r) {
        k[base + r] = k_volt[r] - p.v_zero;
        v[base + r] = v_volt[r] - p.v_zero;
    }
    age[slot] = 0;
}

double FloatHead::State::weight(double score) const {
    return std::clamp(kind != nullptr ? kind->formula(setting, score, walk.stored()) : score / p.score_saturation, 0.0,
                      1.0);
}

void FloatHead::State::add_exact(const double* q, const double* k_deviation, const double* v_deviation) {
    double score = 0;
    for (std::size_t r = 0; r < rows(); ++r) score += q[r] * cell_current(p, k_deviation[r]);
    const double w = weight(score);
    for (std::size_t r = 0; r < rows(); ++r) exact[r] += w * cell_current(p, v_deviation[r]) / p.output_saturation;
}

void FloatHead::State::score(const double* q) {
    std::fill(s.begin(), s.end(), 0.0);
    std::fill(phi.begin(), phi.end(), 0.0);
    exact.assign(rows(), 0.0);
    for (std::size_t c = 0; c < static_cast<std::size_t>(firsts); ++c)
        add_exact(q, first_k.data() + c * rows(), first_v.data() + c * rows());
    for (std::size_t c = 0; c < static_cast<std::size_t>(window); ++c) {
        if (!walk.live(static_cast<int>(c))) continue;
        const double g = kept_by(c);
        const double* u = k.data() + c * rows();
        if (age[c] < newest) {
            add_exact(q, u, v.data() + c * rows());
            continue;
        }
        for (std::size_t r = 0; r < rows(); ++r) s[c] += q[r] * cell_current(p, u[r] * g);
        phi[c] = weight(s[c]);
    }
}

std::vector<double> FloatHead::State::weigh() const {
    std::vector<double> total = exact, tile(rows());
    for (int index = 0; index < tiles; ++index) {
        std::fill(tile.begin(), tile.end(), 0.0);
        const auto first = static_cast<std::size_t>(index * p.slots);
        for (std::size_t c = first; c < first + static_cast<std::size_t>(p.slots); ++c) {
            if (phi[c] == 0.0) continue;
            const double g = kept_by(c);
            const double* u = v.data() + c * rows();
            for (std::size_t r = 0; r < rows(); ++r) tile[r] += phi[c] * cell_current(p, u[r] * g);
        }
        for (std::size_t r = 0; r < rows(); ++r) total[r] += std::clamp(tile[r] / p.output_saturation, -1.0, 1.0);
    }
    return total;
}

FloatHead::FloatHead(const Design& design) : state_(std::make_unique<State>(design)) {
    State& s = *state_;
    s.p = tile_parameters(design);
    s.next_span = design.window;
    s.walk.start(design.window, {});
    s.retention.start(s.limit);
    if (design.adc.on) {
        s.kind = &normalizer(design.adc.normalizer.kind);
        s.setting = design.adc.normalizer;
    }
    const auto window = static_cast<std::size_t>(design.window);
    s.k.assign(window * s.rows(), 0.0);
    s.v.assign(window * s.rows(), 0.0);
    s.age.assign(window, 0);
    s.first_limit = design.protect.first;
    s.newest = design.protect.newest;
    s.first_k.assign(static_cast<std::size_t>(s.first_limit) * s.rows(), 0.0);
    s.first_v = s.first_k;
    s.s.assign(window, 0.0);
    s.phi.assign(window, 0.0);
    for (int age = 0; age <= s.p.max_age; ++age) s.kept.push_back(std::exp(-s.p.decay_per_token * age));
}

FloatHead::~FloatHead() = default;

void FloatHead::set_window(int window) {
    if (window < 0 || window > state_->window)
        throw std::invalid_argument("float model: window outside 1..built window");
    state_->next_span = window == 0 ? state_->window : window;
}

void FloatHead::set_bad_slots(const std::vector<int>& slots) { state_->next_bad = slots; }

void FloatHead::start_sequence() {
    state_->walk.start(state_->next_span, state_->next_bad);
    state_->retention.start(state_->limit);
    state_->firsts = 0;
}

std::vector<double> FloatHead::step(const double* q, const double* k, const double* v) {
    state_->retention.admit();
    state_->store(k, v);
    if (state_->masks) state_->walk.hide([&](int slot) { return state_->retention.expired(slot); });
    state_->score(q);
    return state_->weigh();
}

const std::vector<double>& FloatHead::s() const { return state_->s; }

const std::vector<double>& FloatHead::phi() const { return state_->phi; }

}  // namespace kvolt
