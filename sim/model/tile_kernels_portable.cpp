// SPDX-License-Identifier: Apache-2.0
// The inner loops in plain C++: what every processor runs that has nothing better.
#include "sim/model/tile_kernels_portable.hpp"

#include <algorithm>

// GCC on x86-64 compiles these loops twice and the loader picks; AVX2 brings a population count instruction and no
// fused multiply-add.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define KVOLT_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define KVOLT_CLONES
#endif

namespace kvolt {
namespace {

double clamp(double x, double low, double high) { return x < low ? low : (x > high ? high : x); }

KVOLT_CLONES void score(TileState& t, const std::uint64_t* q_planes, const std::uint64_t* live) {
    AllCurrents all;
    find_currents(t, live, all);
    t.active = {};
    for (int g = 0; g < t.groups; ++g) {
        const int first = g * lane_count;
        const int lanes = std::min(lane_count, t.p.slots - first);
        const auto live8 = static_cast<unsigned>(live[first / 64] >> (first % 64)) & 0xFFU;
        double sum[lane_count] = {};
        if (live8 != 0) {
            const GroupCurrents& currents = all[static_cast<std::size_t>(g)];
            for (int l = 0; l < t.levels; ++l) {
                std::int64_t n[lane_count] = {};
                for (int w = 0; w < t.row_words; ++w) {
                    const Line64& mask = t.k_line(g, l, w);
                    for (int b = 0; b < t.q_bits; ++b)
                        for (int j = 0; j < lane_count; ++j)
                            n[j] += static_cast<std::int64_t>(
                                        __builtin_popcountll(mask.word[j] & q_planes[b * t.row_words + w]))
                                    << b;
                }
                const double* current = currents.data + static_cast<std::size_t>(l) * currents.stride;
                for (int j = 0; j < lane_count; ++j) sum[j] += current[j] * static_cast<double>(n[j]);
            }
        }
        for (int j = 0; j < lanes; ++j) {
            const double s = ((live8 >> j) & 1U) != 0 ? sum[j] / t.p.q_max : 0.0;
            t.s[static_cast<std::size_t>(first + j)] = s;
            const double phi = clamp(s / t.p.score_saturation, 0.0, 1.0);
            t.phi[static_cast<std::size_t>(first + j)] = phi;
            t.active[static_cast<std::size_t>(first / 64)] |= static_cast<std::uint64_t>(phi != 0.0)
                                                              << (first % 64 + j);
        }
    }
}

KVOLT_CLONES void weigh(TileState& t) {
    for (int block = 0; block < t.row_words; ++block) {
        const int rows = std::min(64, t.p.rows - block * 64);
        double sum[64] = {};
        double product[64];
        for (int w = 0; w < t.slot_words; ++w) {
            for (std::uint64_t active = t.active[static_cast<std::size_t>(w)]; active != 0; active &= active - 1) {
                const auto c = static_cast<std::size_t>(w * 64 + __builtin_ctzll(active));
                const double* current = v_currents(t, c);
                for (int l = 0; l < t.levels; ++l) product[l] = t.phi[c] * current[l];
                const Line8& level =
                    t.v_level[c * static_cast<std::size_t>(t.row_words) + static_cast<std::size_t>(block)];
                for (int r = 0; r < rows; ++r)
                    sum[r] += product[level.byte[static_cast<std::size_t>(r % 8 * 8 + r / 8)]];
            }
        }
        for (int r = 0; r < rows; ++r) {
            const double a = clamp(sum[r] / t.p.output_saturation, -1.0, 1.0);
            // Truncation of a non-negative number is its floor, without a library call.
            const int magnitude = static_cast<int>((a < 0 ? -a : a) * t.p.code_max + 0.5);
            t.a[static_cast<std::size_t>(block * 64 + r)] = a;
            t.codes[static_cast<std::size_t>(block * 64 + r)] =
                static_cast<std::int16_t>(a < 0 ? -magnitude : magnitude);
        }
    }
}

void code_planes(const TileState& t, std::uint64_t* sign, std::uint64_t* magnitude) {
    for (int w = 0; w < t.row_words; ++w) sign[w] = 0;
    for (int w = 0; (1 << (w / t.row_words)) <= t.p.code_max; ++w) magnitude[w] = 0;
    for (int r = 0; r < t.p.rows; ++r) {
        const int code = t.codes[static_cast<std::size_t>(r)];
        const auto size = static_cast<unsigned>(code < 0 ? -code : code);
        sign[r / 64] |= static_cast<std::uint64_t>(code < 0) << (r % 64);
        for (int b = 0; (size >> b) != 0; ++b)
            magnitude[b * t.row_words + r / 64] |= static_cast<std::uint64_t>((size >> b) & 1U) << (r % 64);
    }
}

}  // namespace

void find_currents(TileState& t, const std::uint64_t* live, AllCurrents& currents) {
    const CurrentTable& table = *t.table;
    for (int group = 0; group < t.groups; ++group) {
        const int first = group * lane_count;
        if (((live[first / 64] >> (first % 64)) & 0xFFU) == 0) continue;
        GroupCurrents& found = currents[static_cast<std::size_t>(group)];
        const std::int64_t oldest = t.k_now - t.k_written[static_cast<std::size_t>(first)];
        if (t.p.by_time()) {
            double* own = t.out_of_order.data() + group * lane_count * t.levels;
            found = {own, lane_count};
            for (int j = 0; j < std::min(lane_count, t.p.slots - first); ++j) {
                const double left = t.p.left(t.cycle - t.k_at[static_cast<std::size_t>(first + j)]);
                for (int l = 0; l < t.levels; ++l)
                    own[l * lane_count + j] = cell_current(t.p, stored_deviation(t.p, l) * left);
            }
        } else if (table.max_age() == 0) {
            found = {table.run(0), table.run_stride()};
        } else if (t.k_in_order[static_cast<std::size_t>(group)] != 0 && oldest <= table.max_age()) {
            found = {table.run(static_cast<int>(oldest)), table.run_stride()};
        } else {
            double* own = t.out_of_order.data() + group * lane_count * t.levels;
            found = {own, lane_count};
            for (int j = 0; j < std::min(lane_count, t.p.slots - first); ++j) {
                const std::int64_t age = t.k_now - t.k_written[static_cast<std::size_t>(first + j)];
                const double* current = table.of_age(static_cast<int>(std::min<std::int64_t>(age, table.max_age())));
                for (int l = 0; l < t.levels; ++l) own[l * lane_count + j] = current[l];
            }
        }
    }
}

const TileKernels& portable_kernels() {
    static const TileKernels kernels{"portable", score, weigh, code_planes};
    return kernels;
}

}  // namespace kvolt
