// SPDX-License-Identifier: Apache-2.0
// kv_result: a readout that takes its time on one side, a stream that pauses on the other, a lane memory beside it
// where lanes are calibrated, and a list of words between them.
#include <algorithm>
#include <deque>
#include <optional>
#include <utility>

#include "bench.hpp"

namespace kvolt::test {
namespace {

struct Beat {
    std::vector<std::int64_t> words;  ///< of the lanes in it
    int saturated = 0;
    bool last = false;
};

class ResultTest : public BlockTest {
protected:
    int lanes() const { return parameter("LANES"); }
    int sum_bits() const { return parameter("SUM_BITS"); }
    bool calibrated() const { return parameter("CALIBRATED") != 0; }
    int fraction() const { return parameter("FRACTION_BITS"); }
    int trim_bits() const { return parameter("TRIM_BITS"); }
    int word_bits() const { return parameter("WORD_BITS"); }
    int words() const { return parameter("WORDS"); }
    int beats() const { return (lanes() + words() - 1) / words(); }
    int latency() const { return calibrated() ? 4 : 3; }

    std::vector<std::int64_t> random_numbers(int width) {
        const std::int64_t half = std::int64_t{1} << (width - 1);
        std::vector<std::int64_t> list;
        for (int lane = 0; lane < lanes(); ++lane) list.push_back(number(-half, half - 1));
        return list;
    }
    std::vector<std::int64_t> random_sum() { return random_numbers(sum_bits()); }

    void drive_sum(const std::vector<std::int64_t>& sum) {
        Pin pins = pin("sum_i");
        for (int lane = 0; lane < lanes(); ++lane) {
            pins.drive_sliced(lane, lanes(), sum_bits(), sum[static_cast<std::size_t>(lane)]);
        }
    }

    /// The beats of a token, in exact rational arithmetic: floor(c * g / 2^F + 1/2) + offset, clipped.
    std::deque<Beat> packet(const std::vector<std::int64_t>& sum) const { return packet(sum, {scale_, offset_}); }
    std::deque<Beat> packet(const std::vector<std::int64_t>& sum, std::pair<std::int64_t, std::int64_t> setting) const {
        const auto [scale, offset] = setting;
        const std::int64_t high = (std::int64_t{1} << (word_bits() - 1)) - 1;
        const std::int64_t point = std::int64_t{1} << (calibrated() ? 12 + trim_bits() + fraction() : 12);
        std::deque<Beat> result(static_cast<std::size_t>(beats()));
        result.back().last = true;
        for (int lane = 0; lane < lanes(); ++lane) {
            const auto i = static_cast<std::size_t>(lane);
            Beat& beat = result[static_cast<std::size_t>(lane / words())];
            const std::int64_t value =
                calibrated() ? sum[i] * (std::int64_t{1} << fraction()) - lane_offset_[i] : sum[i];
            const std::int64_t gain = calibrated() ? ((std::int64_t{1} << trim_bits()) + lane_trim_[i]) * scale : scale;
            const std::int64_t scaled = value * gain + point / 2;
            const std::int64_t full = (scaled - ((scaled % point) + point) % point) / point + offset;
            beat.words.push_back(std::clamp(full, -high - 1, high));
            beat.saturated += beat.words.back() != full;
        }
        return result;
    }

    /// The words of the beat are those on the pins.
    bool seen(const Beat& beat) const {
        for (std::size_t w = 0; w < beat.words.size(); ++w) {
            const auto mask = (std::uint64_t{1} << word_bits()) - 1;
            const auto word = static_cast<std::uint64_t>(beat.words[w]) & mask;
            if (pin("m_tdata_o").get(static_cast<int>(w) * word_bits(), word_bits()) != word) return false;
        }
        return true;
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

    /// Registers, which may be written in any cycle.
    void new_setting() {
        scale_ = chance(0.3) ? 4096 : number(-32768, 32767);
        offset_ = chance(0.3) ? 0 : number(-32768, 32767);
        pin("scale_i").set(0, 16, static_cast<std::uint64_t>(scale_));
        pin("offset_i").set(0, 16, static_cast<std::uint64_t>(offset_));
    }

    /// Those and the lanes, which change only between tokens.
    void new_settings() {
        new_setting();
        lane_offset_ = random_numbers(sum_bits() + fraction());
        lane_trim_ = random_numbers(trim_bits());
    }

    void start() {
        for (const char* name : {"reserve_i", "sum_valid_i", "m_tready_i"}) pin(name).drive(0);
        reset();
        new_settings();
    }

    /// An edge, around which the lane memory looks up what is wanted; lanes that are not calibrated see noise.
    void edge_with_memory() {
        settle();
        const bool wanted = pin("beat_en_o").bit(0);
        const auto beat = static_cast<int>(pin("beat_o").value());
        edge();
        const int width = sum_bits() + fraction();
        for (int w = 0; (wanted || !calibrated()) && w < words(); ++w) {
            const int lane = beat * words() + w;
            const auto i = static_cast<std::size_t>(lane);
            const std::int64_t offset = lane < lanes() ? lane_offset_[i] : 0, trim = lane < lanes() ? lane_trim_[i] : 0;
            pin("lane_offset_i").set(w * width, width, calibrated() ? static_cast<std::uint64_t>(offset) : bits(width));
            pin("lane_trim_i")
                .set(w * trim_bits(), trim_bits(), calibrated() ? static_cast<std::uint64_t>(trim) : bits(trim_bits()));
        }
    }

    std::int64_t scale_ = 4096, offset_ = 0;
    std::vector<std::int64_t> lane_offset_, lane_trim_;
};

TEST_P(ResultTest, DeliversEveryTokenInOrder) {
    Pin reserve = pin("reserve_i"), space = pin("space_o"), sum_valid = pin("sum_valid_i"),
        sum_ready = pin("sum_ready_o");
    Pin tvalid = pin("m_tvalid_o"), tready = pin("m_tready_i"), saturated = pin("saturated_o"),
        done = pin("token_done_o");
    start();
    const int flight = 4;               // cycles from a reservation to its sum
    std::deque<long> due;               // reservations whose sum is not there yet: when it will be
    std::vector<std::int64_t> waiting;  // sum in the accumulators, empty = none
    std::deque<Beat> expected;
    int tokens = 0, outstanding = 0, clipped = 0, owed_flags = 0, full_cycles = 0;
    bool owed_done = false, stuck = false;
    double pace = 1, drain = 1;
    for (long n = 0; n < 25000; ++n) {
        if (n % 1000 == 0) {
            pace = chance(0.5) ? 1 : 0.1;
            drain = chance(0.4) ? 1 : chance(0.5) ? 0.5 : 0.05;
        }
        if (outstanding == 0 && chance(0.5)) new_settings();
        if (waiting.empty() && !due.empty() && due.front() <= n) {
            due.pop_front();
            waiting = random_sum();
            drive_sum(waiting);
        }
        ASSERT_FALSE(!waiting.empty() && !due.empty() && due.front() <= n) << "a sum would overwrite one that waits";
        const bool may_reserve =
            outstanding > 0 || n % 1000 < 900;  // now and then run dry, so that the registers change
        sum_valid.drive(!waiting.empty());
        tready.drive(chance(drain));
        reserve.drive(0);
        settle();
        const bool reserves = space.bit(0) && may_reserve && n % 1000 < 950 && chance(pace);
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
                clipped += owed_flags;
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
    EXPECT_GT(tokens, 300);
    EXPECT_GT(full_cycles, 100);
    if (word_bits() < 16) {
        EXPECT_GT(clipped, 100);
    }
}

/// A sum on its way, and what the registers held in each cycle since it was taken.
struct OnItsWay {
    std::vector<std::int64_t> sum;
    std::size_t taken = 0;
};

// Whatever is written while results are on their way: each has one scale and one offset, those of one cycle between its
// sum and its first beat, and no later result has older ones. One that finds nothing before it has those of the cycle
// in which its sum is taken.
TEST_P(ResultTest, EachResultHasTheScaleAndOffsetOfOneCycle) {
    Pin reserve = pin("reserve_i"), space = pin("space_o"), sum_valid = pin("sum_valid_i");
    Pin tvalid = pin("m_tvalid_o"), tready = pin("m_tready_i");
    start();
    std::vector<std::pair<std::int64_t, std::int64_t>> written;  // in each cycle
    std::vector<std::int64_t> waiting;
    std::deque<OnItsWay> expected;
    // The result that is being delivered, with the registers of each cycle that it may have been made with.
    std::deque<std::pair<std::size_t, std::deque<Beat>>> may;
    std::size_t oldest = 0;  // cycle whose registers the last result had
    int outstanding = 0, changed = 0, alone = 0, tokens = 0;
    for (std::size_t n = 0; n < 8000; ++n) {
        if (chance(0.2)) new_setting();
        written.emplace_back(scale_, offset_);
        if (outstanding == 0) lane_offset_ = random_numbers(sum_bits() + fraction());
        if (waiting.empty() && outstanding > static_cast<int>(expected.size()) + (may.empty() ? 0 : 1)) {
            waiting = random_sum();
            drive_sum(waiting);
        }
        sum_valid.drive(!waiting.empty());
        tready.drive(chance(n % 1000 < 500 ? 0.9 : 0.3));
        reserve.drive(0);
        settle();
        const bool reserves = space.bit(0) && chance(n % 2000 < 1000 ? 0.5 : 0.02);
        reserve.drive(reserves);
        settle();
        if (tvalid.bit(0) && may.empty()) {
            ASSERT_FALSE(expected.empty());
            const auto& [sum, taken] = expected.front();
            const bool first = outstanding == 1 && n == taken + static_cast<std::size_t>(latency());
            const auto from = std::max(taken, oldest);
            for (std::size_t at = from; at < (first ? from + 1 : n); ++at)
                may.emplace_back(at, packet(sum, written[at]));
            alone += first;
            changed += written[n - 1] != written[taken];
            expected.pop_front();
        }
        if (tvalid.bit(0)) {
            may.erase(
                std::remove_if(may.begin(), may.end(), [&](const auto& one) { return !seen(one.second.front()); }),
                may.end());
            ASSERT_FALSE(may.empty()) << "in cycle " << n;
            if (tready.bit(0)) {
                oldest = may.front().first;
                for (auto& one : may) one.second.pop_front();
                if (may.front().second.empty()) {
                    may.clear();
                    --outstanding;
                    ++tokens;
                }
            }
        }
        if (sum_valid.bit(0) && pin("sum_ready_o").bit(0)) {
            expected.push_back({waiting, n});
            waiting.clear();
        }
        outstanding += reserves;
        edge_with_memory();
    }
    EXPECT_GT(tokens, 200);
    EXPECT_GT(changed, 5);
    EXPECT_GT(alone, 20);
}

TEST_P(ResultTest, FirstBeatComesThreeCyclesAfterTheSumOrFourWithLanes) {
    start();
    pin("m_tready_i").drive(1);
    for (int trial = 0; trial < 5; ++trial) {
        pin("reserve_i").drive(1);
        edge_with_memory();
        pin("reserve_i").drive(0);
        const auto sum = random_sum();
        drive_sum(sum);
        pin("sum_valid_i").drive(1);
        settle();
        ASSERT_TRUE(pin("sum_ready_o").bit(0));
        edge_with_memory();
        pin("sum_valid_i").drive(0);
        for (int wait = 0; wait < latency() - 1; ++wait) {
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

TEST_P(ResultTest, StreamsWithoutABubbleFromTokenToToken) {
    start();
    for (const char* name : {"reserve_i", "sum_valid_i", "m_tready_i"}) pin(name).drive(1);
    // A sum is always waiting, so each take is its own reservation.
    int taken = 0, beats_seen = 0, first = -1;
    const int cycles = 40 * beats();
    for (int n = 0; n < cycles; ++n) {
        drive_sum(random_sum());
        settle();
        pin("reserve_i").drive(pin("sum_ready_o").bit(0));
        settle();
        taken += pin("sum_ready_o").bit(0);
        if (pin("m_tvalid_o").bit(0)) {
            if (first < 0) first = n;
            ++beats_seen;
        }
        edge_with_memory();
    }
    ASSERT_EQ(first, latency());
    EXPECT_EQ(beats_seen, cycles - first);
    EXPECT_GT(taken, 35);
}

TEST_P(ResultTest, SpaceIsOneMoreThanTheDepth) {
    start();
    Pin reserve = pin("reserve_i"), space = pin("space_o");
    int reserved = 0;
    for (int n = 0; n < 50; ++n) {
        reserve.drive(0);
        settle();
        const bool free = space.bit(0);
        ASSERT_EQ(free, reserved <= parameter("DEPTH"));
        reserve.drive(free);
        settle();
        reserved += free;
        edge_with_memory();
    }
}

KVOLT_BLOCK_TEST(ResultTest, "kv_result");

class SettingTest : public BlockTest {};

// Beats move from stage to stage at random; each carries what was written when the first of its result came.
TEST_P(SettingTest, GoesAlongWithTheBeats) {
    using Pair = std::pair<std::uint64_t, std::uint64_t>;
    const bool lanes = parameter("CALIBRATED") != 0;
    for (const char* name : {"operand_en_i", "difference_en_i", "product_en_i"}) pin(name).drive(0);
    std::optional<Pair> operand, difference, product;
    Pair pair;
    int mixed = 0;
    bool begun = false;
    for (int n = 0; n < 5000; ++n) {
        const Pair written{bits(16), bits(16)};
        pin("scale_i").drive(written.first);
        pin("offset_i").drive(written.second);
        // from the back to the front: a stage takes a beat only where it is empty or moves on
        const bool leaves = product && chance(0.6);
        const bool to_product = (lanes ? difference : operand) && (!product || leaves) && chance(0.8);
        const bool to_difference = lanes && operand && (!difference || to_product) && chance(0.8);
        const bool out = lanes ? to_difference : to_product;
        const bool comes = (!operand || out) && chance(0.7);
        const bool first = !begun || chance(0.4);
        pin("operand_en_i").drive(comes);
        pin("first_i").drive(first);
        pin("difference_en_i").drive(to_difference);
        pin("product_en_i").drive(to_product);
        settle();
        if (operand) {
            ASSERT_EQ(pin("scale_o").value(), operand->first) << n;
        }
        if (product) {
            ASSERT_EQ(pin("offset_o").value(), product->second) << n;
        }
        mixed += operand && product && *operand != *product;
        edge();
        if (leaves) product.reset();
        if (to_product) {
            product = lanes ? difference : operand;
            (lanes ? difference : operand).reset();
        }
        if (to_difference) {
            difference = operand;
            operand.reset();
        }
        if (comes) {
            if (first) pair = written;
            operand = pair;
            begun = true;
        }
    }
    EXPECT_GT(mixed, 100);
}

KVOLT_BLOCK_TEST(SettingTest, "kv_affine_setting");

}  // namespace
}  // namespace kvolt::test
