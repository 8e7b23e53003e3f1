// SPDX-License-Identifier: Apache-2.0
// kv_result_calibrated: a readout, a lane memory and a stream that pauses around it, and a list of words between them;
// kv_result_buffer the same without arithmetic.
#include <algorithm>
#include <deque>

#include "bench.hpp"

namespace kvolt::test {
namespace {

struct Beat {
    std::vector<std::int64_t> words;  ///< of the lanes in it
    int saturated = 0;
    bool last = false;
};

class ResultCalibratedTest : public BlockTest {
protected:
    int lanes() const { return parameter("LANES"); }
    int sum_bits() const { return parameter("SUM_BITS"); }
    int fraction() const { return parameter("FRACTION_BITS"); }
    int trim_bits() const { return parameter("TRIM_BITS"); }
    int word_bits() const { return parameter("WORD_BITS"); }
    int words() const { return parameter("DATA_BITS") / word_bits(); }
    int beats() const { return (lanes() + words() - 1) / words(); }

    std::vector<std::int64_t> random_numbers(int width) {
        const std::int64_t half = std::int64_t{1} << (width - 1);
        std::vector<std::int64_t> list;
        for (int lane = 0; lane < lanes(); ++lane) list.push_back(number(-half, half - 1));
        return list;
    }

    void drive_sum(const std::vector<std::int64_t>& sum) {
        Pin pins = pin("sum_i");
        for (int lane = 0; lane < lanes(); ++lane)
            pins.drive_sliced(lane, lanes(), sum_bits(), sum[static_cast<std::size_t>(lane)]);
    }

    std::deque<Beat> packet(const std::vector<std::int64_t>& sum) const {
        const std::int64_t high = (std::int64_t{1} << (word_bits() - 1)) - 1;
        const std::int64_t point = std::int64_t{1} << (12 + trim_bits() + fraction());
        std::deque<Beat> result(static_cast<std::size_t>(beats()));
        result.back().last = true;
        for (int lane = 0; lane < lanes(); ++lane) {
            const auto i = static_cast<std::size_t>(lane);
            Beat& beat = result[static_cast<std::size_t>(lane / words())];
            const std::int64_t fine = sum[i] * (std::int64_t{1} << fraction()) - lane_offset_[i];
            const std::int64_t scaled = fine * ((std::int64_t{1} << trim_bits()) + lane_trim_[i]) * scale_ + point / 2;
            const std::int64_t full = (scaled - ((scaled % point) + point) % point) / point + offset_;
            beat.words.push_back(std::clamp(full, -high - 1, high));
            beat.saturated += beat.words.back() != full;
        }
        return result;
    }

    void expect_beat(const Beat& beat) const {
        Pin data = pin("m_tdata_o");
        for (int w = 0; w * word_bits() < parameter("DATA_BITS"); ++w) {
            const int width = std::min(word_bits(), parameter("DATA_BITS") - w * word_bits());
            const auto index = static_cast<std::size_t>(w);
            const std::int64_t word = index < beat.words.size() ? beat.words[index] : 0;
            ASSERT_EQ(data.get(w * word_bits(), width),
                      static_cast<std::uint64_t>(word) & ((std::uint64_t{1} << width) - 1))
                << "word " << w;
        }
        ASSERT_EQ(pin("m_tlast_o").bit(0), beat.last);
    }

    void new_settings() {
        scale_ = chance(0.3) ? 4096 : number(-32768, 32767);
        offset_ = chance(0.3) ? 0 : number(-32768, 32767);
        pin("scale_i").set(0, 16, static_cast<std::uint64_t>(scale_));
        pin("offset_i").set(0, 16, static_cast<std::uint64_t>(offset_));
        lane_offset_ = random_numbers(sum_bits() + fraction());
        lane_trim_ = random_numbers(trim_bits());
    }

    void start() {
        for (const char* name : {"reserve_i", "sum_valid_i", "m_tready_i"}) pin(name).drive(0);
        reset();
        new_settings();
    }

    /// An edge, around which the lane memory looks up what is wanted.
    void edge_with_memory() {
        settle();
        const bool wanted = pin("beat_en_o").bit(0);
        const auto beat = static_cast<int>(pin("beat_o").value());
        edge();
        for (int w = 0; wanted && w < words(); ++w) {
            const int lane = beat * words() + w;
            const auto i = static_cast<std::size_t>(lane);
            const int width = sum_bits() + fraction();
            pin("lane_offset_i")
                .set(w * width, width, static_cast<std::uint64_t>(lane < lanes() ? lane_offset_[i] : 0));
            pin("lane_trim_i")
                .set(w * trim_bits(), trim_bits(), static_cast<std::uint64_t>(lane < lanes() ? lane_trim_[i] : 0));
        }
    }

    std::int64_t scale_ = 4096, offset_ = 0;
    std::vector<std::int64_t> lane_offset_, lane_trim_;
};

TEST_P(ResultCalibratedTest, DeliversEveryTokenInOrder) {
    Pin reserve = pin("reserve_i"), space = pin("space_o"), sum_valid = pin("sum_valid_i"),
        sum_ready = pin("sum_ready_o"), tvalid = pin("m_tvalid_o"), tready = pin("m_tready_i"),
        saturated = pin("saturated_o"), done = pin("token_done_o");
    start();
    const int flight = 4;               // cycles from a reservation to its sum
    std::deque<long> due;               // reservations whose sum is not there yet: when it will be
    std::vector<std::int64_t> waiting;  // sum in the accumulators, empty = none
    std::deque<Beat> expected;
    int tokens = 0, outstanding = 0, owed_flags = 0, full_cycles = 0;
    bool owed_done = false, stuck = false;
    double pace = 1, drain = 1;
    for (long n = 0; n < 15000; ++n) {
        if (n % 1000 == 0) {
            pace = chance(0.5) ? 1 : 0.1;
            drain = chance(0.4) ? 1 : chance(0.5) ? 0.5 : 0.05;
        }
        if (outstanding == 0 && chance(0.5)) new_settings();  // only between tokens
        if (waiting.empty() && !due.empty() && due.front() <= n) {
            due.pop_front();
            waiting = random_numbers(sum_bits());
            drive_sum(waiting);
        }
        ASSERT_FALSE(!waiting.empty() && !due.empty() && due.front() <= n) << "a sum would overwrite one that waits";
        sum_valid.drive(!waiting.empty());
        tready.drive(chance(drain));
        reserve.drive(0);
        settle();
        const bool reserves = space.bit(0) && n % 1000 < 950 && (outstanding > 0 || n % 1000 < 900) && chance(pace);
        reserve.drive(reserves);
        settle();
        ASSERT_EQ(saturated.value(), static_cast<std::uint64_t>(owed_flags));
        ASSERT_EQ(done.bit(0), owed_done);
        ASSERT_EQ(pin("busy_o").bit(0), outstanding > 0);
        owed_flags = 0;
        owed_done = false;
        if (tvalid.bit(0)) {
            ASSERT_FALSE(expected.empty());
            ASSERT_NO_FATAL_FAILURE(expect_beat(expected.front()));
            if (tready.bit(0)) {
                owed_flags = expected.front().saturated;
                owed_done = expected.front().last;
                outstanding -= owed_done;
                tokens += owed_done;
                expected.pop_front();
            }
        }
        ASSERT_TRUE(!stuck || tvalid.bit(0)) << "tvalid fell before it was accepted";
        stuck = tvalid.bit(0) && !tready.bit(0);
        full_cycles += !space.bit(0);
        if (sum_valid.bit(0) && sum_ready.bit(0)) {
            for (Beat& beat : packet(waiting)) expected.push_back(beat);
            waiting.clear();
        }
        if (reserves) {
            ++outstanding;
            due.push_back(n + flight);
        }
        edge_with_memory();
    }
    EXPECT_GT(tokens, 150);
    EXPECT_GT(full_cycles, 100);
}

TEST_P(ResultCalibratedTest, FirstBeatComesFourCyclesAfterTheSumAndTheOthersFollow) {
    start();
    pin("m_tready_i").drive(1);
    for (int trial = 0; trial < 5; ++trial) {
        pin("reserve_i").drive(1);
        edge_with_memory();
        pin("reserve_i").drive(0);
        const auto sum = random_numbers(sum_bits());
        drive_sum(sum);
        pin("sum_valid_i").drive(1);
        settle();
        ASSERT_TRUE(pin("sum_ready_o").bit(0));
        edge_with_memory();
        pin("sum_valid_i").drive(0);
        for (int wait = 0; wait < 3; ++wait) {
            settle();
            ASSERT_FALSE(pin("m_tvalid_o").bit(0));
            edge_with_memory();
        }
        for (const Beat& beat : packet(sum)) {
            settle();
            ASSERT_TRUE(pin("m_tvalid_o").bit(0));
            ASSERT_NO_FATAL_FAILURE(expect_beat(beat));
            edge_with_memory();
        }
        settle();
        ASSERT_FALSE(pin("m_tvalid_o").bit(0));
    }
}

KVOLT_BLOCK_TEST(ResultCalibratedTest, "kv_result_calibrated");

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
