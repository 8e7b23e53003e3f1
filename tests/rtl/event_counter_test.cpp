// SPDX-License-Identifier: Apache-2.0
// kv_event_counter: a sum modulo 2^WIDTH that can start again without losing an event.
#include "bench.hpp"

namespace kvolt::test {
namespace {

class EventCounterTest : public BlockTest {};

TEST_P(EventCounterTest, CountsWrapsAndClears) {
    const int width = parameter("WIDTH"), incr_bits = parameter("INCR_BITS");
    Pin clear = pin("clear_i"), incr = pin("incr_i"), count = pin("count_o");
    reset();
    const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
    std::uint64_t expected = 0;
    int clears = 0;
    for (int n = 0; n < 5000; ++n) {
        const bool wipe = chance(0.01);
        const std::uint64_t events = chance(0.5) ? bits(incr_bits) : 0;
        clear.drive(wipe);
        incr.drive(events);
        settle();
        ASSERT_EQ(count.value(), expected);
        edge();
        expected = ((wipe ? 0 : expected) + events) & mask;
        clears += wipe;
    }
    EXPECT_GT(clears, 10);
}

KVOLT_BLOCK_TEST(EventCounterTest, "kv_event_counter");

}  // namespace
}  // namespace kvolt::test
