// SPDX-License-Identifier: Apache-2.0
// What register blocks are made of: kv_reg_field, kv_reg_range, kv_reg_pulse, kv_irq, kv_soft_reset, kv_sequence_start,
// kv_hold.
#include "bench.hpp"

namespace kvolt::test {
namespace {

std::uint64_t ones(int width) { return (std::uint64_t{1} << width) - 1; }

class RegTest : public BlockTest {
protected:
    /// Bytes of a write that byte strobes select.
    std::uint64_t drawn_mask() {
        std::uint64_t bytes = 0;
        for (int i = 0; i < 4; ++i) bytes |= chance(0.7) ? std::uint64_t{0xFF} << (8 * i) : 0;
        return bytes;
    }
};

class RegFieldTest : public RegTest {};

TEST_P(RegFieldTest, TakesWhatIsWrittenByteByByte) {
    const int width = parameter("WIDTH");
    Pin write = pin("write_i"), data = pin("data_i"), mask = pin("mask_i"), value = pin("value_o");
    write.drive(0);
    reset();
    auto expected = static_cast<std::uint64_t>(parameter("RESET"));
    for (int n = 0; n < 8000; ++n) {
        const std::uint64_t bytes = drawn_mask() & ones(width), written = bits(width);
        const bool writes = chance(0.5);
        write.drive(writes);
        data.drive(written);
        mask.drive(bytes);
        settle();
        ASSERT_EQ(value.value(), expected);
        edge();
        if (writes) expected = (expected & ~bytes) | (written & bytes);
    }
}

KVOLT_BLOCK_TEST(RegFieldTest, "kv_reg_field");

class RegRangeTest : public RegTest {};

// A write is legal where a number of all its bits is, as far as they are written.
TEST_P(RegRangeTest, JudgesAllBitsThatAreWritten) {
    const int width = parameter("WIDTH"), span = parameter("SPAN");
    const auto least = static_cast<std::int64_t>(parameter("MIN")), most = static_cast<std::int64_t>(parameter("MAX"));
    const bool is_signed = parameter("SIGNED") != 0;
    int legal = 0, out_of_range = 0, truncated = 0;
    for (int n = 0; n < 20000; ++n) {
        const std::uint64_t held = bits(width), bytes = chance(0.5) ? ones(span) : drawn_mask() & ones(span);
        std::uint64_t written = bits(span);
        if (chance(0.3))
            written = static_cast<std::uint64_t>((chance(0.5) ? least : most) + number(-1, 1)) & ones(span);
        pin("value_i").drive(held);
        pin("data_i").drive(written);
        pin("mask_i").drive(bytes);
        settle();
        const std::uint64_t low = bytes & ones(width);
        auto kept = static_cast<std::int64_t>((held & ~low) | (written & low));
        if (is_signed && (kept >> (width - 1)) != 0) kept -= std::int64_t{1} << width;
        const bool in_range = kept >= least && kept <= most;
        const bool whole = ((static_cast<std::uint64_t>(kept) ^ written) & bytes & ~ones(width)) == 0;
        ASSERT_EQ(pin("legal_o").bit(0), in_range && whole) << kept << " from " << written;
        legal += in_range && whole;
        out_of_range += !in_range;
        truncated += in_range && !whole;
    }
    EXPECT_GT(legal, 500);
    EXPECT_EQ(truncated > 0, span > width);
    EXPECT_EQ(out_of_range > 0, most - least + 1 < std::int64_t{1} << width);
}

KVOLT_BLOCK_TEST(RegRangeTest, "kv_reg_range");

class RegPulseTest : public BlockTest {};

TEST_P(RegPulseTest, PulsesOnceForEveryOneWritten) {
    const int width = parameter("WIDTH");
    pin("write_i").drive(0);
    reset();
    std::uint64_t expected = 0;
    for (int n = 0; n < 2000; ++n) {
        const bool writes = chance(0.4);
        const std::uint64_t data = bits(width), mask = bits(width);
        pin("write_i").drive(writes);
        pin("data_i").drive(data);
        pin("mask_i").drive(mask);
        settle();
        ASSERT_EQ(pin("pulse_o").value(), expected);
        edge();
        expected = writes ? data & mask : 0;
    }
}

KVOLT_BLOCK_TEST(RegPulseTest, "kv_reg_pulse");

class IrqTest : public BlockTest {};

TEST_P(IrqTest, RemembersUntilClearedAndLosesNothing) {
    const int width = parameter("WIDTH");
    for (const char* name : {"event_i", "write_i", "enable_i"}) pin(name).drive(0);
    reset();
    std::uint64_t status = 0;
    bool line = false;
    int collisions = 0;
    for (int n = 0; n < 5000; ++n) {
        const std::uint64_t events = chance(0.2) ? bits(width) : 0, enable = bits(width), data = bits(width),
                            mask = bits(width);
        const bool writes = chance(0.2);
        pin("event_i").drive(events);
        pin("enable_i").drive(enable);
        pin("write_i").drive(writes);
        pin("data_i").drive(data);
        pin("mask_i").drive(mask);
        settle();
        ASSERT_EQ(pin("status_o").value(), status);
        ASSERT_EQ(pin("irq_o").bit(0), line);
        edge();
        const std::uint64_t cleared = writes ? data & mask : 0;
        collisions += (cleared & events) != 0;
        line = (status & enable) != 0;
        status = (status & ~cleared) | events;
    }
    EXPECT_GT(collisions, 10);
}

KVOLT_BLOCK_TEST(IrqTest, "kv_irq");

class SoftResetTest : public BlockTest {};

TEST_P(SoftResetTest, FollowsResetAndAddsItsOwn) {
    const int cycles = parameter("CYCLES");
    Pin rst = pin("rst_ni"), request = pin("request_i"), out = pin("rst_no");
    request.drive(0);
    reset();
    int high_edges = 0;  // edges since the release, or since the last request
    long requests = 0;
    for (int n = 0; n < 5000; ++n) {
        const bool requests_now = chance(0.1);
        if (chance(0.02)) {
            rst.drive(0);
            settle();
            ASSERT_FALSE(out.bit(0)) << "no clock edge is needed to assert";
            rst.drive(1);
            high_edges = 0;
        }
        request.drive(requests_now);
        settle();
        ASSERT_EQ(out.bit(0), high_edges >= cycles);
        edge();
        high_edges = requests_now ? 0 : high_edges + 1;
        requests += requests_now;
    }
    EXPECT_GT(requests, 100);
}

KVOLT_BLOCK_TEST(SoftResetTest, "kv_soft_reset");

class SequenceStartTest : public BlockTest {};

TEST_P(SequenceStartTest, MarksExactlyTheNextToken) {
    for (const char* name : {"start_i", "restart_i", "admit_i", "token_first_i"}) pin(name).drive(0);
    reset();
    bool requested = false;
    int marked = 0;
    for (int n = 0; n < 5000; ++n) {
        const bool start = chance(0.1), restart = chance(0.1), admit = chance(0.3), first = chance(0.2);
        pin("start_i").drive(start);
        pin("restart_i").drive(restart);
        pin("admit_i").drive(admit);
        pin("token_first_i").drive(first);
        settle();
        ASSERT_EQ(pin("first_o").bit(0), requested || first);
        edge();
        marked += requested && admit;
        if (admit) requested = false;
        if (start || restart) requested = true;
    }
    EXPECT_GT(marked, 100);
}

KVOLT_BLOCK_TEST(SequenceStartTest, "kv_sequence_start");

class HoldTest : public BlockTest {};

TEST_P(HoldTest, ChangesOnlyWhenEnabled) {
    const int width = parameter("WIDTH");
    Pin d = pin("d_i"), q = pin("q_o"), en = pin("en_i");
    std::vector<bool> held;
    for (int n = 0; n < 2000; ++n) {
        std::vector<bool> word;
        for (int i = 0; i < width; ++i) {
            word.push_back(chance(0.5));
            d.set_bit(i, word.back());
        }
        const bool enabled = chance(0.4);
        en.drive(enabled);
        settle();
        for (std::size_t i = 0; i < held.size(); ++i) ASSERT_EQ(q.bit(static_cast<int>(i)), held[i]);
        edge();
        if (enabled) held = word;
    }
}

KVOLT_BLOCK_TEST(HoldTest, "kv_hold");

}  // namespace
}  // namespace kvolt::test
