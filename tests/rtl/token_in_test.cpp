// SPDX-License-Identifier: Apache-2.0
// kv_token_in: whole, early, late and contradictory packets against a list of accepted beats.
#include <optional>

#include "bench.hpp"

namespace kvolt::test {
namespace {

struct Beat {
    std::vector<bool> data;
    int user = 0;
    bool last = false;
};

class TokenInTest : public BlockTest {
protected:
    int data_bits() const { return parameter("DATA_BITS"); }
    int beats(int payload) const { return (payload + data_bits() - 1) / data_bits(); }
    int expected_beats(int user) const {
        return beats((user & 2) != 0 ? parameter("QUERY_BITS") : parameter("TOKEN_BITS"));
    }

    /// One packet, right or wrong; `user` is garbage after the first beat.
    std::vector<Beat> make_packet(double fault_rate) {
        int user = static_cast<int>(number(0, 5));
        int count = expected_beats(user);
        if (chance(fault_rate)) {
            switch (number(0, 2)) {
                case 0:
                    user |= 6;
                    break;
                case 1:
                    count += static_cast<int>(number(1, 4));
                    break;
                default:
                    count = static_cast<int>(number(1, std::max(1, count - 1)));
            }
        }
        std::vector<Beat> packet(static_cast<std::size_t>(count));
        for (Beat& beat : packet) {
            for (int i = 0; i < data_bits(); ++i) beat.data.push_back(chance(0.5));
            beat.user = &beat == &packet.front() ? user : static_cast<int>(bits(3));
        }
        packet.back().last = true;
        return packet;
    }
};

/// What has been accepted of the current packet.
struct PacketModel {
    std::vector<bool> payload;
    int user = 0, count = 0;
    bool dropped = false;

    enum class Verdict { none, complete, error };
    Verdict accept(const Beat& beat, int expected) {
        if (count++ == 0) {
            user = beat.user;
            payload.clear();
            dropped = false;
        }
        payload.insert(payload.end(), beat.data.begin(), beat.data.end());
        const bool contradictory = (user & 6) == 6;
        const bool on_time = count == expected;
        Verdict verdict = Verdict::none;
        if (!dropped && (contradictory || beat.last != on_time)) verdict = Verdict::error;
        if (!dropped && verdict == Verdict::none && beat.last) verdict = Verdict::complete;
        dropped = dropped || verdict == Verdict::error;
        if (beat.last) count = 0;
        return verdict;
    }
};

TEST_P(TokenInTest, TakesGoodPacketsAndDropsTheOthersOnce) {
    Pin tdata = pin("s_tdata_i"), tuser = pin("s_tuser_i"), tvalid = pin("s_tvalid_i"), tlast = pin("s_tlast_i");
    Pin tready = pin("s_tready_o"), valid = pin("token_valid_o"), pop = pin("token_pop_i"), token = pin("token_o");
    Pin error = pin("packet_error_o");
    tvalid.drive(0);
    pop.drive(0);
    reset();
    PacketModel model;
    std::vector<Beat> packet;
    std::size_t next = 0;
    bool awake = false, holding = false, error_due = false, offered = false;
    int tokens = 0, errors = 0;
    for (int n = 0; n < 30000; ++n) {
        if (next == packet.size()) {
            packet = make_packet(n % 6000 < 3000 ? 0.3 : 0);
            next = 0;
        }
        const Beat& beat = packet[next];
        offered = offered || chance(n % 2000 < 1000 ? 1 : 0.5);
        tvalid.drive(offered);
        for (int i = 0; i < data_bits(); ++i)
            tdata.set_bit(i, offered ? beat.data[static_cast<std::size_t>(i)] : chance(0.5));
        tuser.drive(offered ? static_cast<std::uint64_t>(beat.user) : bits(3));
        tlast.drive(offered ? beat.last : bits(1));
        const bool pops = holding && chance(0.3);
        pop.drive(pops);
        settle();

        ASSERT_EQ(valid.bit(0), holding) << n;
        ASSERT_EQ(tready.bit(0), awake && !holding) << n;
        ASSERT_EQ(error.bit(0), error_due) << n;
        if (holding) {
            const int payload = (model.user & 2) != 0 ? parameter("QUERY_BITS") : parameter("TOKEN_BITS");
            for (int i = 0; i < payload; ++i)
                ASSERT_EQ(token.bit(i), model.payload[static_cast<std::size_t>(i)]) << "bit " << i;
            ASSERT_EQ(pin("token_first_o").bit(0), (model.user & 1) != 0);
            ASSERT_EQ(pin("token_write_o").bit(0), (model.user & 2) == 0);
            ASSERT_EQ(pin("token_query_o").bit(0), (model.user & 4) == 0);
        }
        const bool accepted = offered && awake && !holding;
        edge();
        awake = true;
        PacketModel::Verdict verdict = PacketModel::Verdict::none;
        if (accepted) {
            verdict = model.accept(beat, expected_beats(model.count == 0 ? beat.user : model.user));
            ++next;
            offered = false;
        }
        error_due = verdict == PacketModel::Verdict::error;
        holding = verdict == PacketModel::Verdict::complete || (holding && !pops);
        tokens += verdict == PacketModel::Verdict::complete;
        errors += error_due;
    }
    EXPECT_GT(tokens, 300);
    EXPECT_GT(errors, 50);
}

TEST_P(TokenInTest, IsNotReadyInResetAndLosesNothingOfferedThere) {
    Pin valid = pin("s_tvalid_i"), ready = pin("s_tready_o"), rst = pin("rst_ni");
    pin("token_pop_i").drive(0);
    pin("s_tuser_i").drive(0);
    pin("s_tlast_i").drive(0);
    valid.drive(1);
    rst.drive(1);
    settle();
    rst.drive(0);
    for (int n = 0; n < 3; ++n) {
        settle();
        ASSERT_FALSE(ready.bit(0)) << "in reset";
        edge();
    }
    rst.drive(1);
    settle();
    EXPECT_FALSE(ready.bit(0)) << "before the first edge";
    edge();
    settle();
    EXPECT_TRUE(ready.bit(0));
    rst.drive(0);
    settle();
    EXPECT_FALSE(ready.bit(0)) << "falls without a clock";
}

KVOLT_BLOCK_TEST(TokenInTest, "kv_token_in");

}  // namespace
}  // namespace kvolt::test
