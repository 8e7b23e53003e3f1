// SPDX-License-Identifier: Apache-2.0
// kv_popcount against counting, exhaustively where there are few inputs.
#include "bench.hpp"

namespace kvolt::test {
namespace {

class PopcountTest : public BlockTest {};

TEST_P(PopcountTest, CountsEveryLaneIndependently) {
    const int lanes = parameter("LANES"), inputs = parameter("INPUTS"), width = clog2(inputs + 1);
    Pin d = pin("d_i"), count = pin("count_o");
    const bool exhaustive = inputs <= 12;
    const int trials = exhaustive ? 1 << inputs : 3000;
    for (int trial = 0; trial < trials; ++trial) {
        std::vector<int> expected(static_cast<std::size_t>(lanes), 0);
        const double density = static_cast<double>(number(0, 10)) / 10;
        for (int t = 0; t < inputs; ++t) {
            for (int lane = 0; lane < lanes; ++lane) {
                const bool value = exhaustive && lane == 0 ? (trial >> t & 1) != 0 : chance(density);
                d.set_bit(t * lanes + lane, value);
                expected[static_cast<std::size_t>(lane)] += value;
            }
        }
        settle();
        for (int lane = 0; lane < lanes; ++lane) {
            int got = 0;
            for (int b = 0; b < width; ++b) got |= count.bit(b * lanes + lane) << b;
            ASSERT_EQ(got, expected[static_cast<std::size_t>(lane)]) << "lane " << lane;
        }
    }
}

KVOLT_BLOCK_TEST(PopcountTest, "kv_popcount");

}  // namespace
}  // namespace kvolt::test
