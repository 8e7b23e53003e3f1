// SPDX-License-Identifier: Apache-2.0
// docs/numeric.md written down cell by cell: slow, obvious, and sharing no code with the library but the parameter
// struct.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "sim/model/tile_parameters.hpp"
#include "tests/model/reference_cells.hpp"

namespace kvolt::test {

struct ReferenceTile {
    explicit ReferenceTile(const TileParameters& parameters)
        : p(parameters),
          k(cells(), 0),
          v(cells(), 0),
          k_age(slots(), 0),
          v_age(slots(), 0),
          s(slots(), 0.0),
          phi(slots(), 0.0),
          a(rows(), 0.0),
          code(rows(), 0),
          k_cells(parameters, 0),
          v_cells(parameters, 1) {}

    TileParameters p;
    std::vector<std::uint8_t> k, v;  ///< level of cell (row, slot) at [slot * rows + row]
    std::vector<int> k_age, v_age;
    std::vector<double> s, phi, a;
    std::vector<int> code;
    ReferenceCells k_cells, v_cells;  ///< what counts where there are imperfections

    [[nodiscard]] std::size_t rows() const { return static_cast<std::size_t>(p.rows); }
    [[nodiscard]] std::size_t slots() const { return static_cast<std::size_t>(p.slots); }
    [[nodiscard]] std::size_t cells() const { return rows() * slots(); }

    void grow_older(std::vector<int>& ages) {
        for (auto& age : ages) ++age;
        (&ages == &k_age ? k_cells : v_cells).grow_older();
    }
    void write(std::vector<std::uint8_t>& array, std::vector<int>& ages, std::size_t slot, const std::uint8_t* levels,
               bool lasts = false) {
        (&array == &k ? k_cells : v_cells).write(slot, levels, lasts);
        for (std::size_t r = 0; r < rows(); ++r) array[slot * rows() + r] = levels[r];
        ages[slot] = 0;
    }

    [[nodiscard]] double current(int level, int age) const {
        const int counted = age < p.max_age ? age : p.max_age;
        const double u = (level * p.v_max / p.level_max - p.v_zero) * std::exp(-p.decay_per_token * counted);
        return reference_shape(p, u);
    }

    void score_imperfect(const std::uint16_t* q, const std::uint8_t* live) {
        for (std::size_t c = 0; c < slots(); ++c) {
            double charge = 0.0;
            for (std::size_t r = 0; r < rows(); ++r)
                if (q[r] != 0) charge = charge + k_cells.current(r, c) * q[r];
            s[c] = live[c] != 0 ? k_cells.read(charge / p.q_max, c, p.columns_per_converter) : 0.0;
        }
        k_cells.end_read();
    }

    void score_ideal(const std::uint16_t* q, const std::uint8_t* live) {
        for (std::size_t c = 0; c < slots(); ++c) {
            double charge = 0.0;
            for (int level = 0; level <= p.level_max; ++level) {
                int n = 0;
                for (std::size_t r = 0; r < rows(); ++r)
                    if (k[c * rows() + r] == level) n += q[r];
                charge = charge + current(level, k_age[c]) * n;
            }
            s[c] = live[c] != 0 ? charge / p.q_max : 0.0;
        }
    }

    void score(const std::uint16_t* q, const std::uint8_t* live) {
        if (p.imperfections.any())
            score_imperfect(q, live);
        else
            score_ideal(q, live);
        for (std::size_t c = 0; c < slots(); ++c) {
            phi[c] = s[c] / p.score_saturation;
            if (phi[c] < 0.0) phi[c] = 0.0;
            if (phi[c] > 1.0) phi[c] = 1.0;
        }
    }

    void weigh() {
        const bool imperfect = p.imperfections.any();
        for (std::size_t r = 0; r < rows(); ++r) {
            double charge = 0.0;
            for (std::size_t c = 0; c < slots(); ++c)
                if (phi[c] != 0.0)
                    charge =
                        charge + phi[c] * (imperfect ? v_cells.current(r, c) : current(v[c * rows() + r], v_age[c]));
            if (imperfect) charge = v_cells.read(charge, r, p.rows_per_converter);
            a[r] = charge / p.output_saturation;
            if (a[r] < -1.0) a[r] = -1.0;
            if (a[r] > 1.0) a[r] = 1.0;
            const int size = static_cast<int>(std::floor(std::fabs(a[r]) * p.code_max + 0.5));
            code[r] = a[r] < 0.0 ? -size : size;
        }
        v_cells.end_read();
    }
};

}  // namespace kvolt::test
