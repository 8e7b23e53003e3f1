// SPDX-License-Identifier: Apache-2.0
// kv_time_base: ticks as far apart as the setting was at the tick before.
#include <algorithm>

#include "bench.hpp"

namespace kvolt::test {
namespace {

class TimeBaseTest : public BlockTest {};

TEST_P(TimeBaseTest, TicksEverySoManyCycles) {
    Pin cycles = pin("cycles_i"), tick = pin("tick_o");
    const auto most = std::min<std::int64_t>((std::int64_t{1} << parameter("TICK_BITS")) - 1, 40);
    cycles.drive(5);
    reset();
    long next = 1, now = 0, length_of_next = 0, ticks = 0, wide = 0;
    for (int n = 0; n < 5000; ++n) {
        const auto length = number(1, most);
        cycles.drive(static_cast<std::uint64_t>(length));
        settle();
        ASSERT_EQ(tick.value(), now == next ? 1U : 0U) << "cycle " << now;
        ticks += now == next ? 1 : 0;
        wide += length == most ? 1 : 0;
        // the setting is read in the cycle before the tick
        if (now == next) next = now + length_of_next;
        if (now + 1 == next) length_of_next = length;
        edge();
        ++now;
    }
    EXPECT_GT(ticks, 100);
    EXPECT_GT(wide, 10);
}

KVOLT_BLOCK_TEST(TimeBaseTest, "kv_time_base");

}  // namespace
}  // namespace kvolt::test
