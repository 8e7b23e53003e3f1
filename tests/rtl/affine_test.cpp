// SPDX-License-Identifier: Apache-2.0
// kv_affine, with lanes as they come and calibrated, against docs/machine.md section 4 in 64-bit integers.
#include <algorithm>

#include "bench.hpp"

namespace kvolt::test {
namespace {

struct Operand {
    std::int64_t sum = 0, lane_offset = 0, trim = 0, scale = 0;
};

struct Result {
    std::int64_t word = 0;
    bool saturated = false;
};

class AffineTest : public BlockTest {
protected:
    int sum_bits() const { return parameter("SUM_BITS"); }
    bool calibrated() const { return parameter("CALIBRATED") != 0; }
    int fraction() const { return parameter("FRACTION_BITS"); }
    int trim_bits() const { return parameter("TRIM_BITS"); }
    int word_bits() const { return parameter("WORD_BITS"); }

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

    Result affine(const Operand& o, std::int64_t offset) const {
        const std::int64_t point = std::int64_t{1} << (calibrated() ? 12 + trim_bits() + fraction() : 12);
        const std::int64_t value = calibrated() ? o.sum * (std::int64_t{1} << fraction()) - o.lane_offset : o.sum;
        const std::int64_t gain = calibrated() ? ((std::int64_t{1} << trim_bits()) + o.trim) * o.scale : o.scale;
        const std::int64_t exact = value * gain + point / 2;
        const std::int64_t floored = exact >= 0 ? exact / point : -((-exact + point - 1) / point);
        const std::int64_t high = (std::int64_t{1} << (word_bits() - 1)) - 1, low = -high - 1, full = floored + offset;
        return {std::clamp(full, low, high), full < low || full > high};
    }

    void drive(const Operand& o) const {
        pin("sum_i").set(0, sum_bits(), static_cast<std::uint64_t>(o.sum));
        pin("lane_offset_i").set(0, sum_bits() + fraction(), static_cast<std::uint64_t>(o.lane_offset));
        pin("lane_trim_i").set(0, trim_bits(), static_cast<std::uint64_t>(o.trim));
        pin("scale_i").set(0, 16, static_cast<std::uint64_t>(o.scale));
    }
};

TEST_P(AffineTest, CorrectsScalesRoundsOffsetsAndSaturates) {
    Pin difference_en = pin("difference_en_i"), product_en = pin("product_en_i"), word_en = pin("word_en_i");
    Pin blank = pin("blank_i"), offset = pin("offset_i"), word = pin("word_o"), saturated = pin("saturated_o");
    Operand first, second;  // what the difference and the product register were made of
    bool has_first = false, has_second = false, has_word = false;
    Result expected;
    int clipped = 0;
    for (int n = 0; n < 40000; ++n) {
        const Operand operand{extreme(sum_bits()), extreme(sum_bits() + fraction()), extreme(trim_bits()),
                              chance(0.2) ? 4096 : extreme(16)};
        const std::int64_t o = chance(0.3) ? 0 : extreme(16);
        const bool take_first = chance(0.7), take_second = (has_first || !calibrated()) && chance(0.7);
        const bool take_word = has_second && chance(0.7), blanks = chance(0.1);
        drive(operand);
        offset.set(0, 16, static_cast<std::uint64_t>(o));
        difference_en.drive(take_first);
        product_en.drive(take_second);
        word_en.drive(take_word);
        blank.drive(blanks);
        settle();
        if (has_word) {
            const std::uint64_t mask = (std::uint64_t{1} << word_bits()) - 1;
            ASSERT_EQ(word.value(), static_cast<std::uint64_t>(expected.word) & mask);
            ASSERT_EQ(saturated.bit(0), expected.saturated);
        }
        edge();
        if (take_word) {
            expected = blanks ? Result{} : affine(second, o);
            has_word = true;
            clipped += expected.saturated;
        }
        if (take_second) {
            second = calibrated() ? first : operand;
            has_second = true;
        }
        if (take_first) {
            first = operand;
            has_first = true;
        }
    }
    if (word_bits() < std::max(sum_bits() + 4, 16)) {
        EXPECT_GT(clipped, 100);
    }
}

TEST_P(AffineTest, LanesAsTheyComeAtTheIdentityGiveTheSum) {
    const std::int64_t half = std::int64_t{1} << (std::min(sum_bits(), word_bits()) - 1);
    for (const char* name : {"difference_en_i", "product_en_i", "word_en_i"}) pin(name).drive(1);
    pin("offset_i").drive(0);
    pin("blank_i").drive(0);
    for (std::int64_t s = -half; s < half; s += std::max<std::int64_t>(1, half / 500)) {
        drive({s, 0, 0, 4096});
        for (int i = 0; i < (calibrated() ? 3 : 2); ++i) clock();
        ASSERT_EQ(pin("word_o").value(), static_cast<std::uint64_t>(s) & ((std::uint64_t{1} << word_bits()) - 1));
        ASSERT_FALSE(pin("saturated_o").bit(0));
    }
}

KVOLT_BLOCK_TEST(AffineTest, "kv_affine");

}  // namespace
}  // namespace kvolt::test
