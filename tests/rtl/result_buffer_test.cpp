// SPDX-License-Identifier: Apache-2.0
// kv_result_buffer: sums in, words beat by beat out, behind a readout and before a consumer that take their time.
#include <deque>

#include "bench.hpp"

namespace kvolt::test {
namespace {

class ResultBufferTest : public BlockTest {};

TEST_P(ResultBufferTest, GivesOutEveryWordOfEverySumInOrder) {
    const int lanes = parameter("LANES"), width = parameter("SUM_BITS"), words = parameter("WORDS");
    const int beats = (lanes + words - 1) / words;
    for (const char* name : {"reserve_i", "sum_valid_i", "operand_ready_i"}) pin(name).drive(0);
    reset();
    std::deque<std::vector<std::int64_t>> held;
    int beat = 0, next_beat = 0, owed = 0, sums = 0;
    bool pending = false;
    std::vector<std::int64_t> sum;
    for (int n = 0; n < 6000; ++n) {
        const double pace = n % 1000 < 500 ? 1 : 0.2;
        pin("reserve_i").drive(0);
        pin("operand_ready_i").drive(chance(pace));
        if (!pending && owed > 0 && chance(0.5)) {
            sum.clear();
            const std::int64_t half = std::int64_t{1} << (width - 1);
            for (int lane = 0; lane < lanes; ++lane) {
                sum.push_back(number(-half, half - 1));
                pin("sum_i").drive_sliced(lane, lanes, width, sum.back());
            }
            pending = true;
        }
        pin("sum_valid_i").drive(pending);
        settle();
        ASSERT_EQ(pin("busy_o").bit(0), owed > 0 || !held.empty());
        const bool reserves = pin("space_o").bit(0) && owed == 0 && chance(0.7);
        pin("reserve_i").drive(reserves);
        settle();
        if (pin("load_o").bit(0)) {
            ASSERT_EQ(pin("beat_o").value(), static_cast<std::uint64_t>(next_beat));
            next_beat = (next_beat + 1) % beats;
        }
        if (pin("operand_valid_o").bit(0)) {
            ASSERT_FALSE(held.empty());
            for (int w = 0; w < words; ++w) {
                const int lane = beat * words + w;
                ASSERT_EQ(pin("operand_o").sliced(w, words, width),
                          lane < lanes ? held.front()[static_cast<std::size_t>(lane)] : 0);
            }
            ASSERT_EQ(pin("operand_last_o").bit(0), beat == beats - 1);
            if (pin("operand_ready_i").bit(0) && ++beat == beats) {
                beat = 0;
                held.pop_front();
            }
        }
        if (pending && pin("sum_ready_o").bit(0)) {
            held.push_back(sum);
            pending = false;
            --owed;
            ++sums;
        }
        owed += reserves;
        edge();
    }
    EXPECT_GT(sums, 40);
}

KVOLT_BLOCK_TEST(ResultBufferTest, "kv_result_buffer");

}  // namespace
}  // namespace kvolt::test
