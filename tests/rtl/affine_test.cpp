// SPDX-License-Identifier: Apache-2.0
// kv_affine against docs/machine.md section 4 in 64-bit integers.
#include <algorithm>

#include "bench.hpp"

namespace kvolt::test {
namespace {

class AffineTest : public BlockTest {
protected:
    std::int64_t extreme(int width) {
        const std::int64_t half = std::int64_t{1} << (width - 1);
        switch (number(0, 4)) {
            case 0:
                return half - 1;
            case 1:
                return -half;
            case 2:
                return 0;
            default:
                return number(-half, half - 1);
        }
    }
};

struct Result {
    std::int64_t word = 0;
    bool saturated = false;
};

Result affine(std::int64_t sum, std::int64_t scale, std::int64_t offset, int word_bits) {
    const std::int64_t scaled = sum * scale + 2048;
    const std::int64_t floored = scaled >= 0 ? scaled / 4096 : -((-scaled + 4095) / 4096);
    const std::int64_t high = (std::int64_t{1} << (word_bits - 1)) - 1, low = -high - 1, full = floored + offset;
    return {std::clamp(full, low, high), full < low || full > high};
}

TEST_P(AffineTest, ScalesRoundsOffsetsAndSaturates) {
    const int sum_bits = parameter("SUM_BITS"), word_bits = parameter("WORD_BITS");
    Pin sum = pin("sum_i"), scale = pin("scale_i"), offset = pin("offset_i"), word = pin("word_o"),
        saturated = pin("saturated_o");
    Pin product_en = pin("product_en_i"), word_en = pin("word_en_i"), blank = pin("blank_i");
    std::int64_t held_sum = 0, held_scale = 0;  // what the product register was made of
    bool has_product = false, has_word = false;
    Result expected;
    int clipped = 0;
    for (int n = 0; n < 40000; ++n) {
        const std::int64_t s = extreme(sum_bits), c = chance(0.2) ? 4096 : extreme(16),
                           o = chance(0.3) ? 0 : extreme(16);
        const bool take_product = chance(0.7), take_word = has_product && chance(0.7), blanks = chance(0.1);
        sum.set(0, sum_bits, static_cast<std::uint64_t>(s));
        scale.set(0, 16, static_cast<std::uint64_t>(c));
        offset.set(0, 16, static_cast<std::uint64_t>(o));
        product_en.drive(take_product);
        word_en.drive(take_word);
        blank.drive(blanks);
        settle();
        if (has_word) {
            const std::uint64_t mask = (std::uint64_t{1} << word_bits) - 1;
            ASSERT_EQ(word.value(), static_cast<std::uint64_t>(expected.word) & mask)
                << held_sum << " * " << held_scale;
            ASSERT_EQ(saturated.bit(0), expected.saturated);
        }
        edge();
        if (take_word) {
            expected = blanks ? Result{} : affine(held_sum, held_scale, o, word_bits);
            has_word = true;
            clipped += expected.saturated;
        }
        if (take_product) {
            held_sum = s;
            held_scale = c;
            has_product = true;
        }
    }
    if (word_bits < std::max(sum_bits + 4, 16)) {
        EXPECT_GT(clipped, 100);
    }
}

TEST_P(AffineTest, IdentityIsExact) {
    const int sum_bits = parameter("SUM_BITS"), word_bits = parameter("WORD_BITS");
    const std::int64_t half = std::int64_t{1} << (std::min(sum_bits, word_bits) - 1);
    pin("scale_i").drive(4096);
    pin("offset_i").drive(0);
    pin("blank_i").drive(0);
    pin("product_en_i").drive(1);
    pin("word_en_i").drive(1);
    for (std::int64_t s = -half; s < half; s += std::max<std::int64_t>(1, half / 500)) {
        pin("sum_i").set(0, sum_bits, static_cast<std::uint64_t>(s));
        clock();
        clock();
        ASSERT_EQ(pin("word_o").value(), static_cast<std::uint64_t>(s) & ((std::uint64_t{1} << word_bits) - 1));
        ASSERT_FALSE(pin("saturated_o").bit(0));
    }
}

KVOLT_BLOCK_TEST(AffineTest, "kv_affine");

}  // namespace
}  // namespace kvolt::test
