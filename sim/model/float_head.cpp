// SPDX-License-Identifier: Apache-2.0
#include "sim/model/float_head.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>

#include "gen/design/normalizer.hpp"
#include "sim/model/cell_curve.hpp"
#include "sim/model/current_table.hpp"
#include "sim/model/log_reader.hpp"
#include "sim/model/retention.hpp"
#include "sim/model/slot_walk.hpp"
#include "sim/model/tile_of_design.hpp"
#include "sim/model/tile_parameters.hpp"
#include "sim/model/token_flow.hpp"

namespace kvolt {
namespace {

/// Columns of one array, `rows` cells each: stored deviations in volt, and their currents as written in microampere.
class Columns {
public:
    Columns(std::size_t count, std::size_t rows) : rows_(rows), u_(count * rows, 0.0), ua_(count * rows, 0.0) {}

    void write(std::size_t column, const double* volt, std::size_t rows, double v_zero, const CellCurve& curve) {
        for (std::size_t r = 0; r < rows; ++r) {
            u_[column * rows_ + r] = volt[r] - v_zero;
            ua_[column * rows_ + r] = curve.current(volt[r] - v_zero);
        }
    }
    [[nodiscard]] const double* ua(std::size_t column) const { return ua_.data() + column * rows_; }

    /// Sum over the rows of weight * current, with the share `kept` of each deviation left.
    [[nodiscard]] double dot(const CellCurve& curve, std::size_t column, double kept, const double* weight) const {
        if (kept == 1.0 || curve.proportional()) return kept * dot_currents(weight, ua(column), rows_);
        return curve.dot(weight, u_.data() + column * rows_, kept, rows_);
    }
    void add(const CellCurve& curve, std::size_t column, double kept, double weight, double* sum) const {
        if (kept == 1.0 || curve.proportional()) return add_currents(weight * kept, ua(column), rows_, sum);
        curve.add(weight, u_.data() + column * rows_, kept, rows_, sum);
    }

private:
    std::size_t rows_;  ///< padded
    std::vector<double> u_, ua_;
};

std::size_t padded(int rows) {
    constexpr std::size_t lanes = CellCurve::cell_lanes;
    return (static_cast<std::size_t>(rows) + lanes - 1) / lanes * lanes;
}

}  // namespace

struct FloatHead::State {
    TileParameters p;
    std::size_t rows, padded_rows;
    TokenFlow flow;
    CellCurve curve;
    Columns k, v;              ///< window slots
    Columns first_k, first_v;  ///< protected first tokens: they do not leak, nor do the newest ones
    std::vector<double> kept;  ///< what leakage leaves of a deviation, by age
    std::vector<std::int64_t> written;
    std::int64_t writes = 0;
    std::shared_ptr<const Design> clocked;  ///< the design, where it goes by time
    std::optional<LogReader> times;
    bool leaks_by_time = false;
    std::vector<LogReader::Write> written_at;
    LogReader::Query asked;
    const Normalizer* normalizer = nullptr;  ///< adc path
    NormalizerSetting setting;

    std::vector<double> q, s, phi, beside, sum, clipped_sum, unclipped_sum;
    std::vector<int> clips;
    std::vector<Seen> seen;

    State(const Design& d, FloatEffects effects)
        : p(tile_parameters(d)),
          rows(static_cast<std::size_t>(d.rows)),
          padded_rows(padded(d.rows)),
          flow(d),
          curve(effects.curve ? CellCurve(p) : CellCurve(nearest_slope(p))),
          k(static_cast<std::size_t>(d.window), padded_rows),
          v(k),
          first_k(static_cast<std::size_t>(d.protect.first), padded_rows),
          first_v(first_k),
          written(static_cast<std::size_t>(d.window), 0),
          q(padded_rows, 0.0),
          s(written.size(), 0.0),
          phi(written.size(), 0.0),
          sum(padded_rows, 0.0) {
        const bool leaks = effects.leakage && p.decay_per_token != 0.0;
        for (int age = 0; age <= (leaks ? p.max_age : 0); ++age) kept.push_back(std::exp(-p.decay_per_token * age));
        leaks_by_time = effects.leakage && p.by_time();
        written_at.resize(written.size());
        if (d.time.on()) clocked = std::make_shared<const Design>(d);
        if (!d.adc.on) return;
        normalizer = &kvolt::normalizer(d.adc.normalizer.kind);
        setting = d.adc.normalizer;
    }

    /// Share of a deviation that is left when K is scored, or V is weighed.
    [[nodiscard]] double kept_by(std::size_t slot, bool of_v) const {
        if (leaks_by_time) return p.left(of_v ? asked.weighed - written_at[slot].v : asked.scored - written_at[slot].k);
        const auto age = static_cast<std::size_t>(writes - written[slot]);
        return kept[std::min(age, kept.size() - 1)];
    }
    void touch(int slot) {
        written[static_cast<std::size_t>(slot)] = ++writes;
        if (times) written_at[static_cast<std::size_t>(slot)] = times->write(slot);
    }
    void admit(const RealToken& token);
    [[nodiscard]] double weight(double score) const {
        const double w = normalizer != nullptr ? normalizer->formula(setting, score, flow.slots().stored())
                                               : score / p.score_saturation;
        return std::clamp(w, 0.0, 1.0);
    }
    void store(const RealToken& token);
    void add_beside(double score, const double* v_ua);
    void score();
    void weigh();
};

void FloatHead::State::store(const RealToken& token) {
    const auto place = flow.store();
    auto &to_k = place.first < 0 ? k : first_k, &to_v = place.first < 0 ? v : first_v;
    const auto column = static_cast<std::size_t>(std::max(place.first, place.slot));
    to_k.write(column, token.k, rows, p.v_zero, curve);
    to_v.write(column, token.v, rows, p.v_zero, curve);
    if (place.first < 0) touch(place.slot);
}

/// Where the design goes by time, what was due before the packet comes before it.
void FloatHead::State::admit(const RealToken& token) {
    if (!clocked) {
        flow.admit(token.first);
        return;
    }
    if (!times) throw std::logic_error("float model: the design goes by time, and nobody says when things happen");
    const bool stores = token.k != nullptr && flow.next_in_arrays(token.first), queries = token.q != nullptr;
    if (!stores && !queries) {
        flow.admit(token.first, 0);  // the arrays do not see it
        return;
    }
    while (flow.owes(times->admission(stores, queries)))
        if (const int slot = flow.refresh_due(); slot >= 0) touch(slot);
    flow.admit(token.first, times->admission(stores, queries));
}

/// A token that is computed digitally: it does not share the clip of a tile.
void FloatHead::State::add_beside(double score, const double* v_ua) {
    add_currents(weight(score) / p.output_saturation, v_ua, padded_rows, beside.data());
    seen.push_back({score, v_ua});
}

void FloatHead::State::score() {
    std::fill(s.begin(), s.end(), 0.0);
    std::fill(phi.begin(), phi.end(), 0.0);
    beside.assign(padded_rows, 0.0);
    seen.clear();
    for (std::size_t i = 0; i < static_cast<std::size_t>(flow.firsts()); ++i)
        add_beside(dot_currents(q.data(), first_k.ua(i), padded_rows), first_v.ua(i));
    for (const int slot : flow.newest()) {
        const auto c = static_cast<std::size_t>(slot);
        add_beside(dot_currents(q.data(), k.ua(c), padded_rows), v.ua(c));
    }
    for (std::size_t c = 0; c < s.size(); ++c) {
        if (!flow.slots().live(static_cast<int>(c))) continue;
        s[c] = k.dot(curve, c, kept_by(c, false), q.data());
        phi[c] = weight(s[c]);
        seen.push_back({s[c], v.ua(c)});
    }
}

void FloatHead::State::weigh() {
    unclipped_sum.assign(beside.begin(), beside.begin() + static_cast<std::ptrdiff_t>(rows));
    clipped_sum = unclipped_sum;
    clips.assign(rows, 0);
    const auto slots = static_cast<std::size_t>(p.slots);
    for (std::size_t first = 0; first < phi.size(); first += slots) {
        std::fill(sum.begin(), sum.end(), 0.0);
        for (std::size_t c = first; c < first + slots; ++c)
            if (phi[c] != 0.0) v.add(curve, c, kept_by(c, true), phi[c], sum.data());
        for (std::size_t r = 0; r < rows; ++r) {
            const double a = sum[r] / p.output_saturation;
            unclipped_sum[r] += a;
            clipped_sum[r] += std::clamp(a, -1.0, 1.0);
            clips[r] += std::fabs(a) >= 1.0 ? 1 : 0;
        }
    }
}

FloatHead::FloatHead(const Design& design, FloatEffects effects) : state_(std::make_unique<State>(design, effects)) {}
FloatHead::~FloatHead() = default;
FloatHead::FloatHead(FloatHead&&) noexcept = default;

void FloatHead::set(const HeadSettings& settings) { state_->flow.set(settings); }

void FloatHead::follow(const HeadLog& log) {
    if (!state_->clocked) return;
    state_->times.emplace(*state_->clocked, log);
    state_->flow.set_first_tick(log.first_tick);
}

const std::vector<double>& FloatHead::step(const RealToken& token) {
    State& s = *state_;
    s.admit(token);
    if (token.k != nullptr) s.store(token);
    s.clipped_sum.clear();
    if (token.q != nullptr) {
        std::copy_n(token.q, s.rows, s.q.begin());
        s.flow.look();
        if (s.times) s.asked = s.times->query();
        s.score();
        s.weigh();
    }
    if (const int slot = s.flow.refresh(); slot >= 0) s.touch(slot);
    return s.clipped_sum;
}

const std::vector<double>& FloatHead::output() const { return state_->clipped_sum; }
const std::vector<double>& FloatHead::unclipped() const { return state_->unclipped_sum; }
const std::vector<int>& FloatHead::clipped() const { return state_->clips; }
const std::vector<double>& FloatHead::s() const { return state_->s; }
const std::vector<double>& FloatHead::phi() const { return state_->phi; }
const std::vector<FloatHead::Seen>& FloatHead::seen() const { return state_->seen; }

}  // namespace kvolt
