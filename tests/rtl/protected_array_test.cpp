// SPDX-License-Identifier: Apache-2.0
// kv_protected_array and the small blocks around it: against plain integers.
#include <algorithm>
#include <vector>

#include "bench.hpp"

namespace kvolt::test {
namespace {

std::int64_t signed_value(std::uint64_t code, int width) {
    const auto high = std::int64_t{1} << (width - 1);
    return (static_cast<std::int64_t>(code) ^ high) - high;
}

class ChooseTest : public BlockTest {};

TEST_P(ChooseTest, GivesTheWordOfTheIndex) {
    const int choices = parameter("CHOICES"), width = parameter("WIDTH");
    Pin d = pin("d_i"), index = pin("index_i"), out = pin("d_o");
    for (int n = 0; n < 300; ++n) {
        std::vector<std::uint64_t> words;
        for (int i = 0; i < choices; ++i) {
            words.push_back(bits(width));
            d.set(i * width, width, words.back());
        }
        for (int i = 0; i < (1 << std::max(1, clog2(choices))); ++i) {
            index.drive(static_cast<std::uint64_t>(i));
            settle();
            ASSERT_EQ(out.value(), i < choices ? words[static_cast<std::size_t>(i)] : 0);
        }
    }
}

KVOLT_BLOCK_TEST(ChooseTest, "kv_choose");

class ShiftInTest : public BlockTest {};

TEST_P(ShiftInTest, PutsTheFirstWordLowest) {
    const int words = parameter("WORDS"), width = parameter("WIDTH");
    Pin load = pin("load_i"), d = pin("d_i"), q = pin("q_o");
    std::vector<std::uint64_t> given;
    for (int n = 0; n < 2000; ++n) {
        const bool loads = chance(0.6);
        const std::uint64_t word = bits(width);
        load.drive(loads);
        d.drive(word);
        clock();
        if (loads) given.push_back(word);
        if (given.size() < static_cast<std::size_t>(words)) continue;
        for (int i = 0; i < words; ++i)
            ASSERT_EQ(q.get(i * width, width), given[given.size() - static_cast<std::size_t>(words - i)]);
    }
}

KVOLT_BLOCK_TEST(ShiftInTest, "kv_shift_in");

class RoundScaleTest : public BlockTest {};

TEST_P(RoundScaleTest, RoundsHalfUpAndClamps) {
    const int in_bits = parameter("IN_BITS"), out_bits = parameter("OUT_BITS"), fraction = parameter("FRACTION");
    const std::int64_t factor = parameter("FACTOR"), one = std::int64_t{1} << fraction;
    const std::int64_t high = (std::int64_t{1} << (out_bits - 1)) - 1;
    Pin en = pin("en_i"), x = pin("x_i"), y = pin("y_o");
    std::vector<std::int64_t> given;
    long low_clips = 0, high_clips = 0;
    for (long n = 0; n < 30000; ++n) {
        const bool enabled = chance(0.8);
        // every value of the narrow ones; wide ones also with small magnitudes
        const std::uint64_t code =
            in_bits <= 12 ? static_cast<std::uint64_t>(n) & ((1U << in_bits) - 1)
                          : static_cast<std::uint64_t>(signed_value(bits(in_bits), in_bits) >> number(0, in_bits - 1)) &
                                ((std::uint64_t{1} << in_bits) - 1);
        en.drive(enabled);
        x.drive(code);
        clock();
        if (!enabled) continue;
        given.push_back(signed_value(code, in_bits));
        if (given.size() < 2) continue;
        const std::int64_t product = given[given.size() - 2] * factor + one / 2;
        const std::int64_t exact = product / one - (product % one < 0 ? 1 : 0);
        low_clips += exact < -high - 1;
        high_clips += exact > high;
        ASSERT_EQ(signed_value(y.value(), out_bits), std::clamp(exact, -high - 1, high)) << given[given.size() - 2];
    }
    if (GetParam().name == "clip") {
        EXPECT_GT(low_clips, 0);
        EXPECT_GT(high_clips, 0);
    }
}

KVOLT_BLOCK_TEST(RoundScaleTest, "kv_round_scale");

class ProtectedArrayTest : public BlockTest {
protected:
    int entries() const { return parameter("ENTRIES"); }
    int lanes() const { return parameter("LANES"); }
    std::int64_t current(std::uint64_t level) const {
        const int width = parameter("CURRENT_BITS");
        const auto table = static_cast<std::uint64_t>(parameter("TABLE"));
        return signed_value((table >> (level * static_cast<std::uint64_t>(width))) & ((1U << width) - 1), width);
    }
    /// Random level codes of a step into the pin, and back; entries that are not used hold anything.
    std::vector<std::uint64_t> give_levels() {
        const int width = parameter("KV_BITS");
        Pin level = pin("level_i");
        std::vector<std::uint64_t> levels;
        for (int i = 0; i < entries() * lanes(); ++i) {
            levels.push_back(bits(width));
            level.set(i * width, width, levels.back());
        }
        return levels;
    }
};

TEST_P(ProtectedArrayTest, SumsRowsAndTokens) {
    const int q_bits = parameter("Q_BITS"), phi_bits = parameter("PHI_BITS"), score_bits = parameter("SCORE_BITS");
    const int row_bits = parameter("ROW_BITS"), normalizers = parameter("NORMALIZERS");
    Pin load = pin("load_i"), value = pin("value_i"), first = pin("first_i"), used = pin("used_i"), q = pin("q_i");
    Pin phi = pin("phi_i"), shift = pin("shift_i"), score = pin("score_o"), row = pin("row_o");
    Pin row_valid = pin("row_valid_o");
    shift.drive(0);
    load.drive(0);
    reset();
    for (int token = 0; token < 300; ++token) {
        const int steps = static_cast<int>(number(1, 4));
        const std::uint64_t mask = token % 3 == 0 ? ~std::uint64_t{0} : bits(entries());
        used.drive(mask & ((std::uint64_t{1} << entries()) - 1));
        // ---- scores
        std::vector<std::int64_t> scores(static_cast<std::size_t>(entries()), 0);
        for (int s = 0; s < steps; ++s) {
            const auto levels = give_levels();
            load.drive(1);
            value.drive(0);
            first.drive(s == 0);
            for (int p = 0; p < lanes(); ++p) {
                const std::uint64_t code = token % 5 == 0 ? (1U << q_bits) - 1 : bits(q_bits);
                q.set(p * q_bits, q_bits, code);
                for (int e = 0; e < entries(); ++e)
                    scores[static_cast<std::size_t>(e)] +=
                        static_cast<std::int64_t>(code) * current(levels[static_cast<std::size_t>(e * lanes() + p)]);
            }
            clock();
            ASSERT_FALSE(row_valid.value());
        }
        load.drive(0);
        first.drive(0);
        for (int n = 0; n < 3; ++n) clock();
        for (int e = 0; e < entries(); ++e) {
            const int place = e % normalizers;
            if (e > 0 && place == 0) {
                shift.drive(1);
                clock();
                shift.drive(0);
            }
            settle();
            if ((mask >> e & 1) != 0) {
                ASSERT_EQ(signed_value(score.get(place * score_bits, score_bits), score_bits),
                          scores[static_cast<std::size_t>(e)]);
            }
        }
        // ---- weighing; rows follow their step by three cycles
        std::vector<std::int64_t> weights;
        for (int e = 0; e < entries(); ++e) {
            weights.push_back(static_cast<std::int64_t>(token % 5 == 0 ? (1U << phi_bits) - 1 : bits(phi_bits)));
            phi.set(e * phi_bits, phi_bits, static_cast<std::uint64_t>(weights.back()));
        }
        std::vector<std::vector<std::int64_t>> sums;
        for (int s = 0; s < steps + 3; ++s) {
            const auto levels = give_levels();
            load.drive(s < steps);
            value.drive(1);
            std::vector<std::int64_t> sum(static_cast<std::size_t>(lanes()), 0);
            for (int e = 0; e < entries(); ++e)
                for (int p = 0; p < lanes(); ++p)
                    if ((mask >> e & 1) != 0)
                        sum[static_cast<std::size_t>(p)] += weights[static_cast<std::size_t>(e)] *
                                                            current(levels[static_cast<std::size_t>(e * lanes() + p)]);
            sums.push_back(sum);
            // The flags of the entries may change right after the last step.
            if (s == steps) used.drive(bits(entries()));
            settle();
            ASSERT_EQ(row_valid.value(), s >= 3);
            if (s >= 3) {
                for (int p = 0; p < lanes(); ++p)
                    ASSERT_EQ(signed_value(row.get(p * row_bits, row_bits), row_bits),
                              sums[static_cast<std::size_t>(s - 3)][static_cast<std::size_t>(p)]);
            }
            edge();
        }
        value.drive(0);
        clock();
    }
}

KVOLT_BLOCK_TEST(ProtectedArrayTest, "kv_protected_array");

}  // namespace
}  // namespace kvolt::test
