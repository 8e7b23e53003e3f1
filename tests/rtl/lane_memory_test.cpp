// SPDX-License-Identifier: Apache-2.0
// kv_lane_memory against two arrays; kv_reg_remote against one line.
#include "bench.hpp"

namespace kvolt::test {
namespace {

class LaneMemoryTest : public BlockTest {};

TEST_P(LaneMemoryTest, RemembersEveryLaneAndGivesThemBeatByBeat) {
    const int lanes = parameter("LANES"), words = parameter("WORDS");
    const int offset_bits = parameter("OFFSET_BITS"), trim_bits = parameter("TRIM_BITS");
    const int beats = (lanes + words - 1) / words;
    for (const char* name : {"write_offset_i", "write_trim_i", "beat_en_i", "lane_i", "beat_i"}) pin(name).drive(0);
    reset();
    std::vector<std::uint64_t> offset(static_cast<std::size_t>(lanes), 0), trim = offset;
    std::vector<std::uint64_t> beat_offset(static_cast<std::size_t>(words)), beat_trim = beat_offset;
    int last_lane = -1;
    std::uint64_t lane_offset = 0, lane_trim = 0;
    bool has_beat = false;
    for (int n = 0; n < 4000; ++n) {
        const int lane = static_cast<int>(number(0, lanes - 1)), beat = static_cast<int>(number(0, beats - 1));
        const bool write_offset = chance(0.5), write_trim = chance(0.3), look = chance(0.6);
        const std::uint64_t o = bits(offset_bits), t = bits(trim_bits);
        pin("lane_i").drive(static_cast<std::uint64_t>(lane));
        pin("write_offset_i").drive(write_offset);
        pin("write_trim_i").drive(write_trim);
        pin("offset_i").set(0, offset_bits, o);
        pin("trim_i").set(0, trim_bits, t);
        pin("beat_en_i").drive(look);
        pin("beat_i").drive(static_cast<std::uint64_t>(beat));
        settle();
        if (last_lane >= 0) {
            ASSERT_EQ(pin("lane_offset_o").get(0, offset_bits), lane_offset) << "lane " << last_lane;
            ASSERT_EQ(pin("lane_trim_o").get(0, trim_bits), lane_trim) << "lane " << last_lane;
        }
        for (int w = 0; has_beat && w < words; ++w) {
            const auto i = static_cast<std::size_t>(w);
            ASSERT_EQ(pin("beat_offset_o").get(w * offset_bits, offset_bits), beat_offset[i]) << "word " << w;
            ASSERT_EQ(pin("beat_trim_o").get(w * trim_bits, trim_bits), beat_trim[i]) << "word " << w;
        }
        edge();
        const auto at = static_cast<std::size_t>(lane);
        last_lane = lane;
        lane_offset = offset[at];
        lane_trim = trim[at];
        for (int w = 0; look && w < words; ++w) {
            const bool exists = beat * words + w < lanes;
            const auto from = static_cast<std::size_t>(exists ? beat * words + w : 0);
            beat_offset[static_cast<std::size_t>(w)] = exists ? offset[from] : 0;
            beat_trim[static_cast<std::size_t>(w)] = exists ? trim[from] : 0;
        }
        has_beat = has_beat || look;
        if (write_offset) offset[at] = o;
        if (write_trim) trim[at] = t;
    }
}

KVOLT_BLOCK_TEST(LaneMemoryTest, "kv_lane_memory");

class RegRemoteTest : public BlockTest {};

TEST_P(RegRemoteTest, SetsTheWrittenBitsOfTheValueElsewhere) {
    const int width = parameter("WIDTH");
    for (const char* name : {"write_i", "data_i", "mask_i", "value_i"}) pin(name).drive(0);
    reset();
    bool owed = false;
    std::uint64_t expected = 0;
    for (int n = 0; n < 2000; ++n) {
        const bool write = chance(0.4);
        const std::uint64_t data = bits(width), mask = chance(0.3) ? (std::uint64_t{1} << width) - 1 : bits(width),
                            value = bits(width);
        pin("write_i").drive(write);
        pin("data_i").set(0, width, data);
        pin("mask_i").set(0, width, mask);
        pin("value_i").set(0, width, value);
        settle();
        ASSERT_EQ(pin("set_o").bit(0), owed);
        if (owed) {
            ASSERT_EQ(pin("data_o").get(0, width), expected);
        }
        edge();
        owed = write;
        expected = (value & ~mask) | (data & mask);
    }
}

KVOLT_BLOCK_TEST(RegRemoteTest, "kv_reg_remote");

}  // namespace
}  // namespace kvolt::test
