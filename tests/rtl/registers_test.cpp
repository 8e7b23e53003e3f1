// SPDX-License-Identifier: Apache-2.0
// What register blocks are made of: kv_reg_field, kv_reg_pulse, kv_irq, kv_soft_reset, kv_sequence_start, kv_hold.
#include "bench.hpp"

namespace kvolt::test {
namespace {

class RegFieldTest : public BlockTest {};

TEST_P(RegFieldTest, TakesLegalValuesByteByByte) {
    const int width = parameter("WIDTH");
    Pin write = pin("write_i"), data = pin("data_i"), mask = pin("mask_i"), value = pin("value_o"),
        legal = pin("legal_o");
    write.drive(0);
    reset();
    std::uint64_t expected = static_cast<std::uint64_t>(parameter("RESET"));
    int refused = 0, taken = 0;
    for (int n = 0; n < 8000; ++n) {
        std::uint64_t bytes = 0;
        for (int i = 0; i < 4; ++i) bytes |= chance(0.7) ? std::uint64_t{0xFF} << (8 * i) : 0;
        const std::uint64_t all = (std::uint64_t{1} << width) - 1, bits_written = bytes & all;
        std::uint64_t written = bits(width);
        if (chance(0.3))
            written = static_cast<std::uint64_t>(parameter(chance(0.5) ? "MIN" : "MAX") + number(-1, 1)) & all;
        data.drive(written);
        mask.drive(bits_written);
        const std::uint64_t next = (expected & ~bits_written) | (written & bits_written);
        auto number_value = static_cast<std::int64_t>(next);
        if (parameter("SIGNED") != 0 && (next >> (width - 1)) != 0) number_value -= std::int64_t{1} << width;
        const bool allowed = number_value >= parameter("MIN") && number_value <= parameter("MAX");
        settle();
        ASSERT_EQ(value.value(), expected);
        ASSERT_EQ(legal.bit(0), allowed) << number_value;
        const bool writes = allowed && chance(0.5);
        write.drive(writes);
        settle();
        edge();
        if (writes) expected = next;
        taken += writes;
        refused += !allowed;
    }
    EXPECT_GT(taken, 500);
    const bool everything = parameter("MAX") - static_cast<std::int64_t>(parameter("MIN")) + 1 == std::int64_t{1}
                                                                                                      << width;
    EXPECT_EQ(refused == 0, everything);
}

KVOLT_BLOCK_TEST(RegFieldTest, "kv_reg_field");

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
    for (const char* name : {"start_i", "admit_i", "token_first_i"}) pin(name).drive(0);
    reset();
    bool requested = false;
    int marked = 0;
    for (int n = 0; n < 5000; ++n) {
        const bool start = chance(0.1), admit = chance(0.3), first = chance(0.2);
        pin("start_i").drive(start);
        pin("admit_i").drive(admit);
        pin("token_first_i").drive(first);
        settle();
        ASSERT_EQ(pin("first_o").bit(0), requested || first);
        edge();
        marked += requested && admit;
        if (admit) requested = false;
        if (start) requested = true;
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
