// SPDX-License-Identifier: Apache-2.0
// docs/imperfections.md written down cell by cell: slow, obvious, and sharing no code with the library but the
// parameter struct. Nothing is cached: every number is drawn again whenever it is needed.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "sim/model/tile_parameters.hpp"

namespace kvolt::test {

/// Current of an ideal cell.
inline double reference_shape(const TileParameters& p, double u) {
    if (!p.points.empty()) {
        const double volt = p.v_zero + u;
        double ua = p.points[0].ua;
        for (std::size_t i = 0; i + 1 < p.points.size(); ++i) {
            const CellPoint a = p.points[i], b = p.points[i + 1];
            if (volt >= a.volt && volt < b.volt) ua = a.ua + (b.ua - a.ua) * ((volt - a.volt) / (b.volt - a.volt));
            if (volt >= b.volt) ua = b.ua;
        }
        return ua;
    }
    if (p.linear) return p.c1 * u;
    double i = p.c3 * u;
    i = i + p.c2;
    i = i * u;
    i = i + p.c1;
    i = i * u;
    return i + p.c0;
}

class ReferenceCells {
public:
    /// `array`: 0 = K, 1 = V.
    ReferenceCells(const TileParameters& parameters, int array)
        : p(parameters), array_(array), written_(cells(), stored(0)), age_(cells(), 0), writes_(cells(), 0) {}

    static double normal(std::uint64_t bits) {
        double sum = 0;
        for (std::uint64_t word = 0; word < 3; ++word)
            for (int piece = 0; piece < 4; ++piece)
                sum += static_cast<double>(fold(bits, word) >> (16 * piece) & 0xFFFF);
        return (sum - 12 * 65535 / 2) / 65536;
    }

    void grow_older() {
        for (auto& age : age_) ++age;
    }

    void write(std::size_t slot, const std::uint8_t* levels, bool lasts) {
        for (std::size_t r = 0; r < rows(); ++r) {
            const std::size_t cell = slot * rows() + r;
            if (!lasts) ++writes_[cell];
            written_[cell] = stored(levels[r]);
            age_[cell] = 0;
            const double sigma = p.imperfections.write_noise_v;
            if (sigma > 0) written_[cell] = written_[cell] + sigma * normal(draw(4, writes_[cell], cell));
        }
    }

    [[nodiscard]] double current(std::size_t row, std::size_t slot) const {
        const std::size_t cell = slot * rows() + row;
        const auto& e = p.imperfections;
        const double gain = 1.0 + e.gain_mismatch * normal(draw(0, 0, cell));
        const double offset = e.offset_mismatch_ua * normal(draw(1, 0, cell));
        return gain * reference_shape(p, deviation(cell)) + offset;
    }

    /// A charge as reader `index` sees it, `shared` readers to a converter.
    [[nodiscard]] double read(double charge, std::size_t index, int shared) const {
        const auto& e = p.imperfections;
        const std::size_t converter = index / static_cast<std::size_t>(shared);
        double seen = charge + e.read_noise_ua * normal(draw(5, reads_, index));
        if (array_ == 1) seen = seen * (1.0 + e.lane_gain * normal(draw(7, 0, converter)));
        return seen + e.comparator_offset_ua * normal(draw(6, 0, converter));
    }
    void end_read() { ++reads_; }

private:
    static std::uint64_t fold(std::uint64_t hash, std::uint64_t value) {
        std::uint64_t z = (hash ^ value) + 11400714819323198485ULL;
        z ^= z >> 30;
        z *= 13787848793156543929ULL;
        z ^= z >> 27;
        z *= 10723151780598845931ULL;
        z ^= z >> 31;
        return z;
    }

    [[nodiscard]] std::uint64_t draw(std::uint64_t purpose, std::uint64_t count, std::uint64_t index) const {
        std::uint64_t hash = fold(0, p.imperfections.seed);
        for (const int part : {p.id.head, p.id.tile, p.id.group, array_})
            hash = fold(hash, static_cast<std::uint64_t>(part));
        for (const std::uint64_t part : {purpose, count, index}) hash = fold(hash, part);
        return hash;
    }

    [[nodiscard]] std::size_t rows() const { return static_cast<std::size_t>(p.rows); }
    [[nodiscard]] std::size_t cells() const { return rows() * static_cast<std::size_t>(p.slots); }
    [[nodiscard]] double stored(int level) const { return level * p.v_max / p.level_max - p.v_zero; }

    [[nodiscard]] double deviation(std::size_t cell) const {
        const std::uint64_t bits = draw(3, 0, cell);
        if (std::ldexp(static_cast<double>(bits >> 32), -32) < p.imperfections.stuck_cells)
            return stored(
                static_cast<int>(((bits & 0xFFFFFFFFULL) * static_cast<std::uint64_t>(p.level_max + 1)) >> 32));
        double spread = 1.0 + p.imperfections.leakage_spread * normal(draw(2, 0, cell));
        if (spread < 0) spread = 0;
        double u = written_[cell];
        for (int i = 0; i < age_[cell]; ++i) u = u * std::exp(-(p.decay_per_token * spread));
        return u;
    }

    TileParameters p;
    int array_;
    std::uint64_t reads_ = 0;
    std::vector<double> written_;
    std::vector<int> age_;
    std::vector<std::uint64_t> writes_;
};

}  // namespace kvolt::test
