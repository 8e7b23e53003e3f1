// SPDX-License-Identifier: Apache-2.0
// kv_event_counter: a sum that stops at 2^WIDTH - 1 and can start again without losing an event.
#include <algorithm>

#include "bench.hpp"

namespace kvolt::test {
namespace {

class EventCounterTest : public BlockTest {};

TEST_P(EventCounterTest, CountsStopsAndClears) {
    const int width = parameter("WIDTH"), incr_bits = parameter("INCR_BITS");
    Pin clear = pin("clear_i"), incr = pin("incr_i"), count = pin("count_o");
    reset();
    const std::uint64_t most = (std::uint64_t{1} << width) - 1;
    std::uint64_t expected = 0;
    int clears = 0, full = 0;
    for (int n = 0; n < 5000; ++n) {
        const bool wipe = chance(0.01);
        const std::uint64_t events = chance(0.5) ? bits(incr_bits) : 0;
        clear.drive(wipe);
        incr.drive(events);
        settle();
        ASSERT_EQ(count.value(), expected);
        edge();
        full += expected == most && events > 0 && !wipe;
        expected = std::min((wipe ? 0 : expected) + events, most);
        clears += wipe;
    }
    EXPECT_GT(clears, 10);
    EXPECT_EQ(full > 0, width < 10);
}

KVOLT_BLOCK_TEST(EventCounterTest, "kv_event_counter");

}  // namespace
}  // namespace kvolt::test
