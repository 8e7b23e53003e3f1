// SPDX-License-Identifier: Apache-2.0
// The inner loops with AVX-512: population counts of eight columns at a time, and products looked up by level with one
// permutation per eight rows. No fused multiply-add (see docs/numeric.md): products and sums are separate intrinsics
// and contraction is off.
#include "tile_kernels_avx512.hpp"

#if defined(__x86_64__) && defined(__GNUC__)

// GCC's own intrinsics start from an "undefined" vector and warn about it when inlined (GCC bug 105593).
#pragma GCC diagnostic ignored "-Wuninitialized"
#if !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#include <immintrin.h>

#include <algorithm>

#include "tile_kernels_portable.hpp"

#define KVOLT_AVX512 __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx512vpopcntdq,bmi")))

namespace kvolt {
namespace {

/// Bits of the lanes of group `g` that exist.
KVOLT_AVX512 __mmask8 lanes_of(int count, int g) {
    const int lanes = std::min(lane_count, count - g * lane_count);
    return static_cast<__mmask8>((1U << lanes) - 1U);
}

KVOLT_AVX512 __m512d clamped(__m512d x, double low, double high) {
    return _mm512_min_pd(_mm512_max_pd(x, _mm512_set1_pd(low)), _mm512_set1_pd(high));
}

/// Sum of q over the rows that hold one level, for the eight columns of a line. Horner: twice the higher planes plus
/// this one.
template <int Bits>
KVOLT_AVX512 inline __m512i bucket(__m512i cells, const __m512i* plane) {
    __m512i sum = _mm512_popcnt_epi64(_mm512_and_si512(cells, plane[Bits - 1]));
    for (int b = Bits - 2; b >= 0; --b)
        sum = _mm512_add_epi64(_mm512_add_epi64(sum, sum), _mm512_popcnt_epi64(_mm512_and_si512(cells, plane[b])));
    return sum;
}

/// `Words` blocks of 64 rows (0: as many as the tile has), `Bits` planes of q.
template <int Words, int Bits>
KVOLT_AVX512 void score_planes(TileState& t, const std::uint64_t* q_planes, const std::uint64_t* live) {
    AllCurrents all;
    find_currents(t, live, all);
    std::array<std::uint64_t, 4> active{};
    const int words = Words == 0 ? t.row_words : Words;
    const __m512d q_max = _mm512_set1_pd(t.p.q_max);
    const __m512d saturation = _mm512_set1_pd(t.p.score_saturation);
    __m512i plane[4][Bits];
    for (int w = 0; w < words; ++w)
        for (int b = 0; b < Bits; ++b) plane[w][b] = _mm512_set1_epi64(static_cast<long long>(q_planes[b * words + w]));
    for (int g = 0; g < t.groups; ++g) {
        const int first = g * lane_count;
        const auto live8 = static_cast<__mmask8>(live[first / 64] >> (first % 64));
        __m512d sum = _mm512_setzero_pd();
        if (live8 != 0) {
            const GroupCurrents& currents = all[static_cast<std::size_t>(g)];
            const Line64* mask = t.k_mask.data() + g * t.levels * words;
            const double* current = currents.data;
            for (int l = 0; l < t.levels; ++l, current += currents.stride) {
                __m512i n = _mm512_setzero_si512();
                for (int w = 0; w < words; ++w, ++mask)
                    n = _mm512_add_epi64(n, bucket<Bits>(_mm512_load_si512(mask), plane[w]));
                sum = _mm512_add_pd(sum, _mm512_mul_pd(_mm512_loadu_pd(current), _mm512_cvtepi64_pd(n)));
            }
        }
        const __m512d s = _mm512_maskz_div_pd(live8, sum, q_max);
        const __m512d phi = clamped(_mm512_div_pd(s, saturation), 0.0, 1.0);
        const __mmask8 lanes = lanes_of(t.p.slots, g);
        _mm512_mask_storeu_pd(t.s.data() + first, lanes, s);
        _mm512_mask_storeu_pd(t.phi.data() + first, lanes, phi);
        active[static_cast<std::size_t>(first / 64)] |=
            static_cast<std::uint64_t>(_mm512_cmp_pd_mask(phi, _mm512_setzero_pd(), _CMP_NEQ_OQ)) << (first % 64);
    }
    t.active = active;
}

template <int Bits>
void score_bits(TileState& t, const std::uint64_t* q_planes, const std::uint64_t* live) {
    if (t.row_words == 1) return score_planes<1, Bits>(t, q_planes, live);
    score_planes<0, Bits>(t, q_planes, live);
}

void score(TileState& t, const std::uint64_t* q_planes, const std::uint64_t* live) {
    switch (t.q_bits) {
        case 1:
            return score_bits<1>(t, q_planes, live);
        case 2:
            return score_bits<2>(t, q_planes, live);
        case 3:
            return score_bits<3>(t, q_planes, live);
        case 4:
            return score_bits<4>(t, q_planes, live);
        case 5:
            return score_bits<5>(t, q_planes, live);
        case 6:
            return score_bits<6>(t, q_planes, live);
        case 7:
            return score_bits<7>(t, q_planes, live);
        default:
            return score_bits<8>(t, q_planes, live);
    }
}

/// A and codes of eight rows from their sums.
KVOLT_AVX512 inline void finish(TileState& t, int row, __m512d sum) {
    const __mmask8 lanes = lanes_of(t.p.rows, row / lane_count);
    const __m512d a = clamped(_mm512_div_pd(sum, _mm512_set1_pd(t.p.output_saturation)), -1.0, 1.0);
    const __m512d size =
        _mm512_add_pd(_mm512_mul_pd(_mm512_abs_pd(a), _mm512_set1_pd(t.p.code_max)), _mm512_set1_pd(0.5));
    const __m512i magnitude = _mm512_cvttpd_epi64(size);
    const __mmask8 negative = _mm512_cmp_pd_mask(a, _mm512_setzero_pd(), _CMP_LT_OQ);
    const __m512i code = _mm512_mask_sub_epi64(magnitude, negative, _mm512_setzero_si512(), magnitude);
    _mm512_mask_storeu_pd(t.a.data() + row, lanes, a);
    _mm_mask_storeu_epi16(t.codes.data() + row, lanes, _mm512_cvtepi64_epi16(code));
}

/// `Vectors` eights of rows of one block; `Wide`: 16 levels instead of 8.
template <int Vectors, bool Wide>
KVOLT_AVX512 void weigh_block(TileState& t, int block) {
    __m512d sum[Vectors];
    for (int i = 0; i < Vectors; ++i) sum[i] = _mm512_setzero_pd();
    for (int w = 0; w < t.slot_words; ++w) {
        for (std::uint64_t active = t.active[static_cast<std::size_t>(w)]; active != 0; active &= active - 1) {
            const auto c = static_cast<std::size_t>(w * 64 + __builtin_ctzll(active));
            const double* current = v_currents(t, c);
            const __m512d phi = _mm512_set1_pd(t.phi[c]);
            const __m512d low = _mm512_mul_pd(phi, _mm512_loadu_pd(current));
            const __m512d high = Wide ? _mm512_mul_pd(phi, _mm512_loadu_pd(current + lane_count)) : low;
            const auto line = c * static_cast<std::size_t>(t.row_words) + static_cast<std::size_t>(block);
            const std::uint8_t* levels = t.v_level[line].byte.data();
#pragma GCC unroll 8
            for (int i = 0; i < Vectors; ++i) {  // a permutation reads the low 3 (4) bits of each 64-bit lane
                const __m512i level = _mm512_loadu_si512(levels + i);
                const __m512d product =
                    Wide ? _mm512_permutex2var_pd(low, level, high) : _mm512_permutexvar_pd(level, low);
                sum[i] = _mm512_add_pd(sum[i], product);
            }
        }
    }
#pragma GCC unroll 8
    for (int i = 0; i < Vectors; ++i) finish(t, block * 64 + i * lane_count, sum[i]);
}

template <bool Wide>
void weigh_levels(TileState& t) {
    for (int block = 0; block < t.row_words; ++block) {
        switch ((std::min(64, t.p.rows - block * 64) + lane_count - 1) / lane_count) {
            case 1:
                weigh_block<1, Wide>(t, block);
                break;
            case 2:
                weigh_block<2, Wide>(t, block);
                break;
            case 3:
                weigh_block<3, Wide>(t, block);
                break;
            case 4:
                weigh_block<4, Wide>(t, block);
                break;
            case 5:
                weigh_block<5, Wide>(t, block);
                break;
            case 6:
                weigh_block<6, Wide>(t, block);
                break;
            case 7:
                weigh_block<7, Wide>(t, block);
                break;
            default:
                weigh_block<8, Wide>(t, block);
                break;
        }
    }
}

void weigh(TileState& t) {
    if (t.levels <= 8) return weigh_levels<false>(t);
    if (t.levels <= 16) return weigh_levels<true>(t);
    portable_kernels().weigh(t);  // 32 and 64 levels do not fit a permutation
}

KVOLT_AVX512 void code_planes(const TileState& t, std::uint64_t* sign, std::uint64_t* magnitude) {
    for (int w = 0; w < t.row_words; ++w) {
        std::uint64_t negative = 0, planes[15] = {};
        for (int half = 0; half < 2; ++half) {
            const int row = w * 64 + half * 32;
            if (row >= t.p.rows) break;
            const int rows = std::min(32, t.p.rows - row);
            const auto lanes = static_cast<__mmask32>((std::uint64_t{1} << rows) - 1);
            const __m512i code = _mm512_maskz_loadu_epi16(lanes, t.codes.data() + row);
            const __m512i size = _mm512_abs_epi16(code);
            negative |= static_cast<std::uint64_t>(_mm512_movepi16_mask(code)) << (half * 32);
            for (int b = 0; (t.p.code_max >> b) != 0; ++b)
                planes[b] |= static_cast<std::uint64_t>(
                                 _mm512_test_epi16_mask(size, _mm512_set1_epi16(static_cast<short>(1 << b))))
                             << (half * 32);
        }
        sign[w] = negative;
        for (int b = 0; (t.p.code_max >> b) != 0; ++b) magnitude[b * t.row_words + w] = planes[b];
    }
}

}  // namespace

const TileKernels* avx512_kernels() {
    static const TileKernels kernels{"avx512", score, weigh, code_planes};
    static const bool supported = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                                  __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
                                  __builtin_cpu_supports("avx512vpopcntdq") && __builtin_cpu_supports("bmi");
    return supported ? &kernels : nullptr;
}

}  // namespace kvolt

#else

namespace kvolt {
const TileKernels* avx512_kernels() { return nullptr; }
}  // namespace kvolt

#endif
