// SPDX-License-Identifier: Apache-2.0
// Both kernel sets against the slow reference: equal to the last bit at every size, age pattern and kind of cell.
#include "sim/model/tile_physics.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "sim/model/tile_kernels.hpp"
#include "sim/model/tile_kernels_avx512.hpp"
#include "sim/model/tile_kernels_portable.hpp"
#include "sim/model/tile_parameters.hpp"
#include "tests/model/reference_tile.hpp"

namespace kvolt {
namespace {

using Random = std::mt19937_64;

int below(Random& random, int bound) { return static_cast<int>(random() % static_cast<std::uint64_t>(bound)); }

TileParameters paper_cell(int rows, int slots, int q_bits, int kv_bits, int out_bits) {
    TileParameters p;
    p.rows = rows;
    p.slots = slots;
    p.q_max = (1 << q_bits) - 1;
    p.level_max = (1 << kv_bits) - 1;
    p.code_max = (1 << (out_bits - 1)) - 1;
    p.c0 = 0.5214;
    p.c1 = 13.6123;
    p.c2 = -2.6204;
    p.c3 = 46.0548;
    p.v_max = 0.9;
    p.v_zero = 0.45;
    p.score_saturation = 80.0;
    p.output_saturation = 40.0;
    p.max_age = slots - 1;
    return p;
}

struct Operation {
    enum Kind { store, write_k_only, write_v_only, attend } kind;
    int slot = 0;
    std::vector<std::uint8_t> k, v, live;
    std::vector<std::uint16_t> q;
};

Operation draw(Random& random, const TileParameters& p, int next_slot) {
    Operation op;
    const int dice = below(random, 12);
    op.kind = dice < 5    ? Operation::store
              : dice == 5 ? Operation::write_k_only
              : dice == 6 ? Operation::write_v_only
                          : Operation::attend;
    op.slot = below(random, 8) == 0 ? below(random, p.slots) : next_slot;
    const int bias = below(random, p.level_max + 1);
    // The rows of a k column share a bias, a row of v has its own: so scores and outputs go beyond both clamps.
    const auto level = [&](int preferred) {
        return static_cast<std::uint8_t>(below(random, 2) == 0 ? preferred : below(random, p.level_max + 1));
    };
    for (int r = 0; r < p.rows; ++r) {
        op.k.push_back(level(bias));
        op.v.push_back(level(r * (p.level_max + 1) / p.rows));
        op.q.push_back(static_cast<std::uint16_t>(below(random, 3) == 0 ? below(random, 2) * p.q_max
                                                                        : below(random, p.q_max + 1)));
    }
    const int fill = below(random, 4) == 0 ? below(random, p.slots + 1) : p.slots;
    for (int c = 0; c < p.slots; ++c)
        op.live.push_back(below(random, 16) == 0 ? 0 : static_cast<std::uint8_t>(c < fill));
    return op;
}

void expect_same(const TilePhysics& tile, const test::ReferenceTile& reference) {
    ASSERT_EQ(tile.s(), reference.s);
    ASSERT_EQ(tile.phi(), reference.phi);
    ASSERT_EQ(tile.a(), reference.a);
    ASSERT_EQ(std::vector<int>(tile.codes().begin(), tile.codes().end()), reference.code);
}

void expect_planes(const TilePhysics& tile, const TileParameters& p) {
    std::vector<std::uint64_t> sign(4, ~std::uint64_t{0}), magnitude(4 * 15, ~std::uint64_t{0});
    tile.code_planes(sign.data(), magnitude.data());
    for (int r = 0; r < tile.row_words() * 64; ++r) {
        int size = 0;
        for (int b = 0; (p.code_max >> b) != 0; ++b)
            size |=
                static_cast<int>((magnitude[static_cast<std::size_t>(b * tile.row_words() + r / 64)] >> (r % 64)) & 1U)
                << b;
        const bool negative = ((sign[static_cast<std::size_t>(r / 64)] >> (r % 64)) & 1U) != 0;
        ASSERT_EQ(negative ? -size : size, r < p.rows ? tile.codes()[static_cast<std::size_t>(r)] : 0) << "row " << r;
        ASSERT_FALSE(negative && size == 0) << "row " << r;
    }
}

struct Coverage {
    int phi_zero = 0, phi_inside = 0, phi_one = 0, clipped_low = 0, clipped_high = 0, code_inside = 0;
};

/// Plays the same operations into the tile and the reference; the coverage says which clamps were met.
Coverage play(const TileParameters& p, const TileKernels& kernels, std::uint64_t seed, int operations) {
    Random random(seed);
    TilePhysics tile(p, kernels);
    test::ReferenceTile reference(p);
    Coverage met;
    int next = 0;
    for (int i = 0; i < operations; ++i) {
        const Operation op = draw(random, p, next);
        if (op.kind == Operation::store || op.kind == Operation::write_k_only) {
            tile.age_k();
            tile.write_k(op.slot, op.k.data());
            reference.grow_older(reference.k_age);
            reference.write(reference.k, reference.k_age, static_cast<std::size_t>(op.slot), op.k.data());
        }
        if (op.kind == Operation::store || op.kind == Operation::write_v_only) {
            tile.age_v();
            tile.write_v(op.slot, op.v.data());
            reference.grow_older(reference.v_age);
            reference.write(reference.v, reference.v_age, static_cast<std::size_t>(op.slot), op.v.data());
            next = (op.slot + 1) % p.slots;
        }
        if (op.kind != Operation::attend) continue;
        tile.score(op.q.data(), op.live.data());
        tile.weigh();
        reference.score(op.q.data(), op.live.data());
        reference.weigh();
        expect_same(tile, reference);
        expect_planes(tile, p);
        if (::testing::Test::HasFatalFailure()) return met;
        for (const double phi : tile.phi()) ++(phi == 0.0 ? met.phi_zero : phi == 1.0 ? met.phi_one : met.phi_inside);
        for (const double a : tile.a()) ++(a == -1.0 ? met.clipped_low : a == 1.0 ? met.clipped_high : met.code_inside);
    }
    return met;
}

std::vector<const TileKernels*> all_kernels() {
    std::vector<const TileKernels*> sets{&portable_kernels()};
    if (avx512_kernels() != nullptr) sets.push_back(avx512_kernels());
    return sets;
}

TEST(TilePhysics, EqualsTheReferenceAtEveryRowCountOfABlockAndAcrossBlocks) {
    for (const TileKernels* kernels : all_kernels())
        for (const int rows : {2,  3,  7,  8,  9,  15, 16, 17,  24,  25,  33,  40,  41,
                               48, 50, 57, 63, 64, 65, 72, 100, 128, 129, 192, 255, 256}) {
            SCOPED_TRACE(std::string(kernels->name) + " rows " + std::to_string(rows));
            play(paper_cell(rows, 19, 4, 3, 5), *kernels, static_cast<std::uint64_t>(rows), 40);
            if (HasFatalFailure()) return;
        }
}

TEST(TilePhysics, EqualsTheReferenceAtEverySlotCount) {
    for (const TileKernels* kernels : all_kernels())
        for (const int slots : {2, 5, 7, 8, 9, 16, 63, 64, 65, 127, 128, 129, 200, 255, 256}) {
            SCOPED_TRACE(std::string(kernels->name) + " slots " + std::to_string(slots));
            TileParameters p = paper_cell(12, slots, 4, 3, 5);
            p.decay_per_token = 1e-3;
            play(p, *kernels, static_cast<std::uint64_t>(slots), 3 * slots + 20);
            if (HasFatalFailure()) return;
        }
}

TEST(TilePhysics, EqualsTheReferenceAtEveryCombinationOfBits) {
    for (const TileKernels* kernels : all_kernels())
        for (int q_bits = 1; q_bits <= 8; ++q_bits)
            for (int kv_bits = 1; kv_bits <= 6; ++kv_bits)
                for (const int out_bits : {2, 5, 9}) {
                    SCOPED_TRACE(std::string(kernels->name) + " q " + std::to_string(q_bits) + " kv " +
                                 std::to_string(kv_bits));
                    TileParameters p = paper_cell(21, 10, q_bits, kv_bits, out_bits);
                    p.decay_per_token = (q_bits + kv_bits) % 2 == 0 ? 0.0 : 0.01;
                    play(p, *kernels, static_cast<std::uint64_t>(q_bits * 100 + kv_bits * 10 + out_bits), 40);
                    if (HasFatalFailure()) return;
                }
}

TEST(TilePhysics, EqualsTheReferenceWithOtherCellsRangesAndLeakage) {
    for (const TileKernels* kernels : all_kernels())
        for (const double decay : {0.0, 1.6e-4, 0.05, 5.0}) {
            SCOPED_TRACE(std::string(kernels->name) + " decay " + std::to_string(decay));
            TileParameters p = paper_cell(30, 20, 4, 3, 5);
            p.decay_per_token = decay;
            p.max_age = 50;
            p.v_max = 1.1;
            p.v_zero = 0.3;
            p.score_saturation = 33.0;
            p.output_saturation = 7.5;
            play(p, *kernels, 5, 150);
            p.linear = true;
            p.c1 = 19.3;
            p.max_age = 6;  // cells older than the table: clamped, and no longer one run of it
            play(p, *kernels, 6, 150);
            if (HasFatalFailure()) return;
        }
}

TEST(TilePhysics, RandomTokensOfThePaperTileMeetEveryClamp) {
    for (const TileKernels* kernels : all_kernels()) {
        TileParameters p = paper_cell(64, 64, 4, 3, 5);
        p.decay_per_token = 1.6e-4;
        p.max_age = 1023;
        const Coverage met = play(p, *kernels, 7, 400);
        EXPECT_GT(met.phi_zero, 1000);
        EXPECT_GT(met.phi_inside, 1000);
        EXPECT_GT(met.phi_one, 1000);
        EXPECT_GT(met.clipped_low, 20);
        EXPECT_GT(met.clipped_high, 20);
        EXPECT_GT(met.code_inside, 1000);
    }
}

TEST(TilePhysics, ANewTileHoldsLevelZeroOfAgeZero) {
    TileParameters p = paper_cell(4, 3, 2, 2, 5);
    p.decay_per_token = 0.1;
    for (const TileKernels* kernels : all_kernels()) {
        TilePhysics tile(p, *kernels);
        const std::vector<std::uint16_t> q{3, 0, 1, 2};
        const std::vector<std::uint8_t> live{1, 0, 1};
        tile.score(q.data(), live.data());
        const double expected = cell_current(p, 0.0 - p.v_zero) * 6 / 3;
        EXPECT_EQ(tile.s(), (std::vector<double>{expected, 0.0, expected}));
    }
}

TEST(TilePhysics, RoundsHalfACodeAwayFromZeroAndGivesZeroNoSign) {
    // One slot of phi = 1 (saturated) and a linear cell whose two levels are -+I: A = -+I / saturation, chosen to sit
    // on half codes.
    TileParameters p = paper_cell(2, 2, 1, 1, 5);
    p.linear = true;
    p.v_max = 2.0;
    p.v_zero = 1.0;
    p.c1 = 1.0;
    p.score_saturation = 1e-3;
    const std::vector<std::uint16_t> q{1, 1};
    const std::vector<std::uint8_t> live{1, 0}, high{1, 1}, both{0, 1};
    const auto codes = [&](double saturation) {
        p.output_saturation = saturation;
        TilePhysics tile(p);
        tile.write_k(0, high.data());
        tile.write_v(0, both.data());
        tile.score(q.data(), live.data());
        tile.weigh();
        return tile.codes();
    };
    EXPECT_EQ(codes(6.0), (std::vector<std::int16_t>{-3, 3}));     // 15 / 6 = 2.5
    EXPECT_EQ(codes(30.0), (std::vector<std::int16_t>{-1, 1}));    // 0.5
    EXPECT_EQ(codes(30.0001), (std::vector<std::int16_t>{0, 0}));  // just below
    EXPECT_EQ(codes(0.5), (std::vector<std::int16_t>{-15, 15}));   // clipped
    std::uint64_t sign = 1, magnitude[4] = {};
    TilePhysics idle(p);
    idle.score(q.data(), std::vector<std::uint8_t>{0, 0}.data());
    idle.weigh();
    idle.code_planes(&sign, magnitude);
    EXPECT_EQ(sign, 0U);
}

TEST(TilePhysics, RefusesSizesAndLevelsItCannotHold) {
    const auto with = [](auto change) {
        TileParameters p = paper_cell(8, 8, 4, 3, 5);
        change(p);
        return p;
    };
    EXPECT_THROW(TilePhysics(with([](auto& p) { p.rows = 1; })), std::invalid_argument);
    EXPECT_THROW(TilePhysics(with([](auto& p) { p.rows = 257; })), std::invalid_argument);
    EXPECT_THROW(TilePhysics(with([](auto& p) { p.slots = 1; })), std::invalid_argument);
    EXPECT_THROW(TilePhysics(with([](auto& p) { p.slots = 257; })), std::invalid_argument);
    EXPECT_THROW(TilePhysics(with([](auto& p) { p.q_max = 256; })), std::invalid_argument);
    EXPECT_THROW(TilePhysics(with([](auto& p) { p.level_max = 64; })), std::invalid_argument);
    EXPECT_THROW(TilePhysics(with([](auto& p) { p.code_max = 0; })), std::invalid_argument);
    EXPECT_THROW(TilePhysics(with([](auto& p) { p.score_saturation = 0; })), std::invalid_argument);
    EXPECT_THROW(TilePhysics(with([](auto& p) { p.decay_per_token = -1; })), std::invalid_argument);
    TilePhysics tile(paper_cell(2, 2, 4, 2, 5));
    const std::vector<std::uint8_t> good{3, 0}, bad{0, 4};
    EXPECT_NO_THROW(tile.write_k(1, good.data()));
    EXPECT_THROW(tile.write_k(1, bad.data()), std::invalid_argument);
    EXPECT_THROW(tile.write_v(1, bad.data()), std::invalid_argument);
    EXPECT_THROW(tile.write_v(2, good.data()), std::invalid_argument);
    EXPECT_THROW(tile.write_k(-1, good.data()), std::invalid_argument);
}

}  // namespace
}  // namespace kvolt
