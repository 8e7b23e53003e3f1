// SPDX-License-Identifier: Apache-2.0
// kv_retention_time: cohorts kept as lists of slots with the tick that began them.
#include <algorithm>
#include <deque>

#include "bench.hpp"

namespace kvolt::test {
namespace {

/// Tokens of one stay of the walk in one group.
struct Cohort {
    long stamp;
    int group;
    std::vector<int> slots;
};

/// Every stored slot is in exactly one cohort; the youngest is the last.
struct RetentionTimeModel {
    int group_slots = 1;
    long limit = 0, ticks = 0;
    int last = -1;
    std::deque<Cohort> cohorts;

    [[nodiscard]] bool expired(const Cohort& c) const { return limit > 0 && ticks - c.stamp > limit; }

    void admit(bool first, long new_limit) {
        if (!first) return;
        cohorts.clear();
        last = -1;
        limit = new_limit;
    }
    void write(int slot) {
        for (auto& c : cohorts) c.slots.erase(std::remove(c.slots.begin(), c.slots.end(), slot), c.slots.end());
        const bool goes_on =
            !cohorts.empty() && cohorts.back().group == slot / group_slots && slot > last && !expired(cohorts.back());
        if (!goes_on) cohorts.push_back({ticks, slot / group_slots, {}});
        cohorts.back().slots.push_back(slot);
        cohorts.erase(std::remove_if(cohorts.begin(), cohorts.end(), [](const auto& c) { return c.slots.empty(); }),
                      cohorts.end());
        last = slot;
    }
};

class RetentionTimeTest : public BlockTest {
protected:
    int slots() const { return parameter("SLOTS"); }
    int capacity() const { return slots() * parameter("TILES"); }

    void drive_pair(const std::string& tile, const std::string& slot, int index) {
        pin(tile).drive(static_cast<std::uint64_t>(index / slots()));
        pin(slot).drive(static_cast<std::uint64_t>(index % slots()));
    }

    /// Slots of a window of w, some left out: fewer than a group has, so that each group keeps one.
    std::vector<int> draw_usable(int w) {
        std::vector<int> usable;
        int left = parameter("GROUP") - 1;
        for (int slot = 0; slot < w; ++slot) {
            if (left > 0 && chance(0.1))
                --left;
            else
                usable.push_back(slot);
        }
        if (usable.empty()) usable.push_back(0);
        return usable;
    }
};

TEST_P(RetentionTimeTest, FindsEveryExpiredSlotAndNoOther) {
    Pin tick = pin("tick_i"), hold = pin("hold_o");
    Pin admit = pin("admit_i"), first = pin("first_i"), write = pin("write_i"), query = pin("query_i");
    Pin limit = pin("limit_i"), stored = pin("stored_i"), retained = pin("retained_o"), violation = pin("violation_o");
    admit.drive(0);
    tick.drive(0);
    reset();
    RetentionTimeModel model;
    model.group_slots = parameter("GROUP");
    std::vector<int> usable{0};
    std::size_t writes = 0;
    int youngest = 0, frontier = 0;
    std::vector<bool> holds(static_cast<std::size_t>(capacity()), false);
    const long most = (1L << parameter("AGE_BITS")) - 2;
    bool started = false;
    long violations = 0, all_expired = 0, partly = 0;
    long held_up = 0, spare = 0;
    double tick_rate = 0.5, write_rate = 0.8, first_rate = 0.001;
    for (int n = 0; n < 20000; ++n) {
        if (n % 300 == 0) {
            tick_rate = 0.1 + 0.9 * static_cast<double>(number(0, 10)) / 10;
            write_rate = 0.05 + 0.95 * static_cast<double>(number(0, 10)) / 10;
            first_rate = chance(0.5) ? 0.05 : 1.0 / (6 * capacity());
        }
        if (n == 10000) {
            reset();
            started = false;
            youngest = 0;
            frontier = 0;
            model.cohorts.clear();
            std::fill(holds.begin(), holds.end(), false);
        }
        // Time goes on between packets, now and then for long; the pointer then has time to follow.
        for (auto pause = chance(0.02) ? number(1, 2 * most) : chance(tick_rate) ? 1 : 0; pause > 0; --pause) {
            int expired = 0;
            for (const auto& cohort : model.cohorts) expired += model.expired(cohort) ? 1 : 0;
            drive_pair("tile_i", "slot_i", youngest);
            drive_pair("tile_d_i", "slot_d_i", youngest);
            drive_pair("frontier_tile_i", "frontier_slot_i", frontier);
            tick.drive(1);
            edge();
            tick.drive(0);
            ++model.ticks;
            int now_expired = 0;
            for (const auto& cohort : model.cohorts) now_expired += model.expired(cohort) ? 1 : 0;
            for (int i = 0; i <= now_expired - expired; ++i) {
                settle();
                ASSERT_EQ(hold.value(), 1U) << "tick " << model.ticks;
                edge();
            }
            settle();
            // The cohort that was overwritten last may have no slot left: the pointer then passes it too, once.
            if (hold.value() != 0) {
                ++spare;
                edge();
                settle();
            }
            ASSERT_EQ(hold.value(), 0U) << "tick " << model.ticks;
            held_up += now_expired > expired ? 1 : 0;
        }
        const bool admits = chance(0.8), starts = chance(first_rate), writes_now = chance(write_rate),
                   asks = !writes_now || chance(0.7);
        const bool fresh = starts || !started;
        const long limits[] = {number(1, std::min(most, 8L)), number(1, std::min(most, 2L * capacity())),
                               number(0, most)};
        const long new_limit = limits[number(0, 2)];
        std::vector<int> list = usable;
        if (fresh) list = draw_usable(static_cast<int>(number(1, capacity())));
        const int next = fresh ? list[0] : list[writes % list.size()];
        admit.drive(admits);
        first.drive(starts);
        write.drive(writes_now);
        query.drive(asks);
        limit.drive(static_cast<std::uint64_t>(new_limit));
        drive_pair("tile_i", "slot_i", youngest);
        drive_pair("tile_d_i", "slot_d_i", admits && writes_now ? next : youngest);
        drive_pair("frontier_tile_i", "frontier_slot_i", frontier);
        settle();
        edge();
        if (admits) {
            started = true;
            model.admit(fresh, new_limit);
            if (fresh) {
                usable = list;
                writes = 0;
                frontier = 0;
                std::fill(holds.begin(), holds.end(), false);
            }
            if (writes_now) {
                if (writes < usable.size()) frontier = next + 1;
                ++writes;
                youngest = next;
                holds[static_cast<std::size_t>(next)] = true;
                model.write(next);
            }
        }
        for (int i = 0; i < capacity(); ++i) stored.set_bit(i, holds[static_cast<std::size_t>(i)]);
        admit.drive(0);
        settle();
        if (!admits) continue;  // what a packet finds is what counts
        int old = 0, held = 0;
        for (const auto& cohort : model.cohorts) {
            for (const int slot : cohort.slots) {
                ++held;
                old += model.expired(cohort) ? 1 : 0;
                ASSERT_EQ(retained.bit(slot), !model.expired(cohort))
                    << "tick " << model.ticks << " slot " << slot << " stamp " << cohort.stamp << " limit "
                    << model.limit;
            }
        }
        ASSERT_EQ(violation.value() != 0, asks && old > 0);
        violations += violation.value() != 0 ? 1 : 0;
        all_expired += held > 0 && old == held ? 1 : 0;
        partly += old > 0 && old < held ? 1 : 0;
    }
    EXPECT_GT(violations, 100);
    EXPECT_GT(all_expired, 20);
    EXPECT_GT(partly, 100);
    EXPECT_GT(held_up, 100);
    EXPECT_LT(spare, model.ticks / 4);
}

KVOLT_BLOCK_TEST(RetentionTimeTest, "kv_retention_time");

}  // namespace
}  // namespace kvolt::test
