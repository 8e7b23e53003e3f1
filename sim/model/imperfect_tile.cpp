// SPDX-License-Identifier: Apache-2.0
#include "sim/model/imperfect_tile.hpp"

#include <algorithm>
#include <cmath>

#include "gen/support/integers.hpp"
#include "sim/model/current_table.hpp"
#include "sim/model/imperfect_kernels.hpp"
#include "sim/model/tile_parameters.hpp"

namespace kvolt {
namespace {

constexpr double two_to_32 = 4294967296.0;

}  // namespace

ImperfectArray::ImperfectArray(const TileParameters& p, DrawArray array)
    : p_(p),
      by_row_(array == DrawArray::k),
      majors_(by_row_ ? p.rows : p.slots),
      minors_(by_row_ ? p.slots : p.rows),
      lanes_(ceil_div(minors_, lane_count) * lane_count),
      stream_(draw_stream(p.imperfections.seed, p.id, array)),
      leaks_(p.decay_per_token != 0.0 || p.by_time()),
      written_at_(static_cast<std::size_t>(p.slots), 0),
      left_(static_cast<std::size_t>(p.slots), 1.0),
      aged_(static_cast<std::size_t>(lanes_), 0.0),
      writes_(static_cast<std::size_t>(p.slots), 0),
      lane_gain_(static_cast<std::size_t>(lanes_), 1.0),
      comparator_(static_cast<std::size_t>(lanes_), 0.0),
      noise_(static_cast<std::size_t>(lanes_), 0.0),
      line_(static_cast<std::size_t>(lanes_), 0.0) {
    const auto cells = static_cast<std::size_t>(majors_) * static_cast<std::size_t>(lanes_);
    deviation_.assign(cells, 0.0);
    kept_.assign(cells, 1.0);
    gain_.assign(cells, 0.0);
    offset_.assign(cells, 0.0);
    current_.assign(cells, 0.0);
    stuck_.assign(cells, 0);
    draw_cells();
    draw_readers();
    refresh(0, cells, 1);
}

std::size_t ImperfectArray::place(int row, int slot) const {
    return by_row_ ? static_cast<std::size_t>(row) * static_cast<std::size_t>(lanes_) + static_cast<std::size_t>(slot)
                   : static_cast<std::size_t>(slot) * static_cast<std::size_t>(lanes_) + static_cast<std::size_t>(row);
}

/// What is drawn once, number `index`: the size of the imperfection times a normal; 0.0 where it is off.
double ImperfectArray::drawn(Imperfection imperfection, int index) const {
    const double sigma = p_.imperfections.*row_of(imperfection).size;
    return sigma == 0.0 ? 0.0
                        : sigma * draw_normal(draw_prefix(stream_, imperfection), static_cast<std::uint64_t>(index));
}

void ImperfectArray::draw_cells() {
    const double stuck_share = p_.imperfections.stuck_cells * two_to_32;
    const std::uint64_t stuck_prefix = draw_prefix(stream_, Imperfection::stuck_cells);
    for (int slot = 0; slot < p_.slots; ++slot) {
        for (int row = 0; row < p_.rows; ++row) {
            const int cell = slot * p_.rows + row;
            const std::size_t at = place(row, slot);
            gain_[at] = 1.0 + drawn(Imperfection::gain_mismatch, cell);
            offset_[at] = drawn(Imperfection::offset_mismatch_ua, cell);
            const double rate = std::max(1.0 + drawn(Imperfection::leakage_spread, cell), 0.0);
            kept_[at] = p_.by_time() ? rate : std::exp(-(p_.decay_per_token * rate));
            deviation_[at] = stored_deviation(p_, 0);
            const std::uint64_t bits = draw_bits(stuck_prefix, static_cast<std::uint64_t>(cell));
            if (static_cast<double>(bits >> 32) < stuck_share) {
                const auto levels = static_cast<std::uint64_t>(p_.level_max) + 1;
                deviation_[at] = stored_deviation(p_, static_cast<int>((bits & 0xFFFFFFFFu) * levels >> 32));
                kept_[at] = p_.by_time() ? 0.0 : 1.0;
                stuck_[at] = 1;
            }
        }
    }
}

void ImperfectArray::draw_readers() {
    const int shared = by_row_ ? p_.columns_per_converter : p_.rows_per_converter;
    for (int i = 0; i < minors_; ++i)
        comparator_[static_cast<std::size_t>(i)] = drawn(Imperfection::comparator_offset_ua, i / shared);
    if (by_row_) return;  // an output has a gain, a score has none of its own
    for (int i = 0; i < minors_; ++i)
        lane_gain_[static_cast<std::size_t>(i)] = 1.0 + drawn(Imperfection::lane_gain, i / shared);
}

/// Cells from `at` on, their currents to be written to `current`.
CellLine ImperfectArray::line_of(std::size_t at, double* current) const {
    return {deviation_.data() + at, gain_.data() + at, offset_.data() + at, current};
}

void ImperfectArray::age() {
    if (leaks_ && !p_.by_time()) ++pending_;
}

/// Ages the cells up to now.
void ImperfectArray::settle() {
    for (; pending_ > 0; --pending_) decay_cells(deviation_.data(), kept_.data(), deviation_.size());
}

/// Currents of `count` cells, `stride` apart.
void ImperfectArray::refresh(std::size_t first, std::size_t count, std::size_t stride) {
    if (stride == 1) return cell_currents(p_, line_of(first, current_.data() + first), count);
    for (std::size_t i = 0; i < count; ++i)
        current_[first + i * stride] =
            gain_[first + i * stride] * cell_current(p_, deviation_[first + i * stride]) + offset_[first + i * stride];
}

void ImperfectArray::write(int slot, const std::uint8_t* levels, bool lasts) {
    settle();
    written_at_[static_cast<std::size_t>(slot)] = cycle_;
    auto& writes = writes_[static_cast<std::size_t>(slot)];
    if (!lasts) ++writes;
    const double sigma = p_.imperfections.write_noise_v;
    const std::uint64_t prefix = draw_prefix(stream_, Imperfection::write_noise_v, writes);
    for (int row = 0; row < p_.rows; ++row) {
        const std::size_t at = place(row, slot);
        if (stuck_[at] != 0) continue;
        const double exact = stored_deviation(p_, levels[row]);
        deviation_[at] = sigma == 0.0
                             ? exact
                             : exact + sigma * draw_normal(prefix, static_cast<std::uint64_t>(slot * p_.rows + row));
    }
    if (!leaks_)
        refresh(place(0, slot), static_cast<std::size_t>(p_.rows), by_row_ ? static_cast<std::size_t>(lanes_) : 1);
}

/// Deviations of the cells of one major index, as old as they are.
void ImperfectArray::age_line(int major) {
    const std::size_t at = static_cast<std::size_t>(major) * static_cast<std::size_t>(lanes_);
    const bool alike = p_.imperfections.leakage_spread == 0.0;
    for (int minor = 0; minor < minors_; ++minor) {
        const auto m = static_cast<std::size_t>(minor);
        const auto slot = static_cast<std::size_t>(by_row_ ? minor : major);
        const double left = stuck_[at + m] != 0 ? 1.0
                            : alike             ? left_[slot]
                                                : p_.left(cycle_ - written_at_[slot], kept_[at + m]);
        aged_[m] = deviation_[at + m] * left;
    }
}

void ImperfectArray::sum(const double* weight, double* out) {
    if (p_.by_time())
        for (std::size_t slot = 0; slot < left_.size(); ++slot) left_[slot] = p_.left(cycle_ - written_at_[slot]);
    while (pending_ > 1) {
        decay_cells(deviation_.data(), kept_.data(), deviation_.size());
        --pending_;
    }
    const auto lanes = static_cast<std::size_t>(lanes_);
    std::fill_n(out, lanes, 0.0);
    // The last token's leakage, currents and sum go line by line: each is in the nearest cache but once.
    for (int major = 0; major < majors_; ++major) {
        const std::size_t at = static_cast<std::size_t>(major) * lanes;
        if (pending_ == 1) decay_cells(deviation_.data() + at, kept_.data() + at, lanes);
        if (weight[major] == 0.0) continue;
        if (p_.by_time()) {
            age_line(major);
            cell_currents(p_, {aged_.data(), gain_.data() + at, offset_.data() + at, line_.data()}, lanes);
        } else if (leaks_) {
            cell_currents(p_, line_of(at, line_.data()), lanes);
        }
        add_weighted(weight[major], leaks_ ? line_.data() : current_.data() + at, lanes, out);
    }
    pending_ = 0;
}

void ImperfectArray::add_read(double* out) {
    const auto lanes = static_cast<std::size_t>(lanes_);
    const double sigma = p_.imperfections.read_noise_ua;
    if (sigma != 0.0)
        draw_noise(sigma, draw_prefix(stream_, Imperfection::read_noise_ua, reads_), lanes, noise_.data());
    ++reads_;
    for (std::size_t i = 0; i < lanes; ++i) out[i] = (out[i] + noise_[i]) * lane_gain_[i] + comparator_[i];
}

ImperfectTile::ImperfectTile(const TileParameters& p)
    : k(p, DrawArray::k),
      v(p, DrawArray::v),
      p_(p),
      weight_(static_cast<std::size_t>(p.rows), 0.0),
      sum_(static_cast<std::size_t>(std::max(k.lanes(), v.lanes())), 0.0) {}

void ImperfectTile::score(const std::uint16_t* q, const std::uint64_t* live, std::vector<double>& s,
                          std::vector<double>& phi) {
    std::copy_n(q, p_.rows, weight_.begin());
    k.sum(weight_.data(), sum_.data());
    for (auto& sum : sum_) sum /= p_.q_max;
    k.add_read(sum_.data());
    for (std::size_t c = 0; c < s.size(); ++c) {
        s[c] = (live[c / 64] >> (c % 64) & 1) != 0 ? sum_[c] : 0.0;
        phi[c] = std::clamp(s[c] / p_.score_saturation, 0.0, 1.0);
    }
}

void ImperfectTile::weigh(const std::vector<double>& phi, std::vector<double>& a, std::vector<std::int16_t>& codes) {
    v.sum(phi.data(), sum_.data());
    v.add_read(sum_.data());
    for (std::size_t r = 0; r < a.size(); ++r) {
        a[r] = std::clamp(sum_[r] / p_.output_saturation, -1.0, 1.0);
        const int size = static_cast<int>(std::fabs(a[r]) * p_.code_max + 0.5);  // floor of a non-negative number
        codes[r] = static_cast<std::int16_t>(a[r] < 0 ? -size : size);
    }
}

}  // namespace kvolt
