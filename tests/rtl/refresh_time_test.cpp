// SPDX-License-Identifier: Apache-2.0
// kv_refresh_time with kv_shadow in it: cycle by cycle beside a sequencer that admits at random, which slots are
// written again after which ticks, and with which levels.
#include <algorithm>
#include <vector>

#include "bench.hpp"

namespace kvolt::test {
namespace {

class RefreshTimeTest : public BlockTest {
protected:
    int slots() const { return parameter("SLOTS"); }
    int capacity() const { return slots() * parameter("TILES"); }
    int width() const { return parameter("WIDTH"); }

    void drive_pair(const std::string& tile, const std::string& slot, int index) {
        pin(tile).drive(static_cast<std::uint64_t>(index / slots()));
        pin(slot).drive(static_cast<std::uint64_t>(index % slots()));
    }
    int read_pair(const std::string& tile, const std::string& slot) {
        return static_cast<int>(pin(tile).value()) * slots() + static_cast<int>(pin(slot).value());
    }
    void drive_levels(std::uint64_t seed) {
        Pin levels = pin("levels_i");
        for (int b = 0; b < width(); ++b) levels.set_bit(b, word_bit(seed, b));
    }
    static bool word_bit(std::uint64_t seed, int bit) {
        return ((seed * 0x9E3779B97F4A7C15ULL + static_cast<std::uint64_t>(bit) * 0xBF58476D1CE4E5B9ULL) >> 40 & 1) !=
               0;
    }
};

TEST_P(RefreshTimeTest, WritesTheNextSlotAgainEverySoManyTicks) {
    Pin tick = pin("tick_i"), packet = pin("packet_i"), grant = pin("grant_i"), released = pin("released_i");
    Pin first = pin("first_i"), write = pin("write_i"), window = pin("window_i"), period = pin("period_i");
    Pin live = pin("stored_i"), hold = pin("hold_o"), ready = pin("ready_o"), active = pin("active_o");
    Pin levels = pin("levels_o");
    const int most = (1 << parameter("PERIOD_BITS")) - 1;
    for (Pin* p : {&tick, &packet, &grant, &released}) p->drive(0);
    reset();
    std::vector<std::uint64_t> stored(static_cast<std::size_t>(capacity()), 0);  // 0: not live
    // the sequence: its settings, ticks since its first write, slots owed, the slot whose turn it is
    int w = 1, p = 0, ticks = 0, owed = 0, turn = 0, youngest = 0, at = 0, since = 0;
    bool started = false, any = false, taken = true, admitted = false, refreshed = false;
    std::uint64_t seed = 1;
    long refreshes = 0, skipped = 0, several = 0, packets = 0;
    double tick_rate = 0.2, admit_rate = 0.3;
    for (int n = 0; n < 40000; ++n) {
        if (n % 500 == 0) {
            tick_rate = chance(0.3) ? 0.02 : 0.3;
            admit_rate = chance(0.3) ? 0.02 : 0.5;
        }
        settle();
        // slots that hold nothing are passed without an admission
        while (owed > 0 && stored[static_cast<std::size_t>(turn)] == 0 && (ready.value() != 0 || hold.value() == 0)) {
            ++skipped;
            turn = (turn + 1) % w;
            --owed;
        }
        // no more slots than the block counts, lest some are forgotten
        const bool ticks_now = chance(tick_rate) && owed < capacity();
        const bool may = !admitted && taken && (owed == 0 || ready.value() != 0) && chance(admit_rate);
        const bool grants = may && ready.value() != 0, sends = may && owed == 0 && !grants;
        const bool releases = !taken && !admitted && chance(0.5);
        const bool starts = chance(0.02), writes = chance(0.7);
        ASSERT_EQ(hold.value() != 0, owed > 0) << "cycle " << n;
        ASSERT_EQ(active.value() != 0, refreshed);
        const int new_w = static_cast<int>(number(1, capacity())), new_p = static_cast<int>(number(0, most));
        tick.drive(ticks_now);
        packet.drive(sends);
        grant.drive(grants);
        released.drive(releases);
        first.drive(starts);
        write.drive(writes);
        window.drive(static_cast<std::uint64_t>(new_w));
        period.drive(static_cast<std::uint64_t>(new_p));
        drive_pair("tile_i", "slot_i", youngest);
        settle();
        ASSERT_EQ(read_pair("tile_o", "slot_o"), refreshed ? at : youngest);
        if (refreshed && !taken) {
            for (int b = 0; b < width(); ++b)
                ASSERT_EQ(levels.bit(b), word_bit(stored[static_cast<std::size_t>(at)], b)) << "bit " << b;
        }
        edge();
        admitted = may;
        taken = !may && (taken || releases);
        bool due = false;
        const bool opens = sends && (starts || !started);
        if (ticks_now && any && !opens && p > 0 && ++ticks == p) {
            ticks = 0;
            due = true;
        }
        if (sends) {
            ++packets;
            refreshed = false;
            if (opens) {
                started = true;
                any = false;
                w = new_w;
                p = new_p;
                turn = 0;
                stored.assign(stored.size(), 0);
            }
            if (writes) {
                if (!any) ticks = 0;
                any = true;
                youngest = static_cast<int>(number(0, w - 1));
                stored[static_cast<std::size_t>(youngest)] = ++seed;
            }
            drive_levels(writes ? seed : 0);
        } else if (grants) {
            ++refreshes;
            several += owed > 1 ? 1 : 0;
            refreshed = true;
            at = turn;
            turn = (turn + 1) % w;
            --owed;
        }
        for (int i = 0; i < capacity(); ++i) live.set_bit(i, stored[static_cast<std::size_t>(i)] != 0);
        owed += due ? 1 : 0;
        since = owed > 0 && ready.value() == 0 && taken ? since + 1 : 0;
        ASSERT_LT(since, 4 + 2 * capacity()) << "nothing is done for what is due";
    }
    EXPECT_GT(refreshes, 100);
    EXPECT_GT(packets, 1000);
    EXPECT_GT(several, 0);
    EXPECT_GT(skipped, 0);
}

KVOLT_BLOCK_TEST(RefreshTimeTest, "kv_refresh_time");

}  // namespace
}  // namespace kvolt::test
