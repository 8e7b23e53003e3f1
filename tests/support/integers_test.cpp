// SPDX-License-Identifier: Apache-2.0
#include "gen/support/integers.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace kvolt::test {
namespace {

TEST(Integers, WidthsHoldWhatTheySay) {
    EXPECT_EQ(bit_width(0), 0);
    EXPECT_EQ(bits_for(0), 1);
    for (std::uint64_t value = 1; value < 5000; ++value) {
        const int bits = bits_for(value);
        ASSERT_EQ(bits, bit_width(value));
        ASSERT_LT(value, std::uint64_t{1} << bits);
        ASSERT_GE(value, std::uint64_t{1} << (bits - 1));
    }
    EXPECT_EQ(bit_width(std::numeric_limits<std::uint64_t>::max()), 64);
    static_assert(bits_for(7) == 3 && bits_for(8) == 4, "a port of a constant width");
}

TEST(Integers, Clog2IsVerilogs) {
    const int expected[] = {0, 0, 1, 2, 2, 3, 3, 3, 3, 4};
    for (std::uint64_t count = 0; count < 10; ++count) EXPECT_EQ(clog2(count), expected[count]) << count;
    EXPECT_EQ(clog2(std::uint64_t{1} << 40), 40);
}

TEST(Integers, CeilDivRoundsUpAndDoesNotOverflow) {
    for (int a = 0; a < 60; ++a)
        for (int b = 1; b < 12; ++b) {
            const int q = ceil_div(a, b);
            ASSERT_GE(q * b, a);
            ASSERT_LT((q - 1) * b, a);
        }
    EXPECT_EQ(ceil_div(std::numeric_limits<int>::max(), 2), 1 << 30);
}

}  // namespace
}  // namespace kvolt::test
