// SPDX-License-Identifier: Apache-2.0
// What ties the blocks of a head together, all of it combinational: kv_admission, kv_live, kv_status, kv_token_switch,
// kv_sum_switch and kv_level_gate against what their headers say. Inputs of features that are off are driven at random
// as well.
#include <map>
#include <string>
#include <vector>

#include "bench.hpp"

namespace kvolt::test {
namespace {

/// Random levels on pins of one bit, by name.
class GlueTest : public BlockTest {
protected:
    bool flip(const std::string& name) {
        const bool value = chance(0.5);
        pin(name).drive(value);
        return value;
    }
    std::vector<bool> flip_bits(const std::string& name, int width) {
        Pin port = pin(name);
        std::vector<bool> values;
        for (int i = 0; i < width; ++i) {
            values.push_back(chance(0.5));
            port.set_bit(i, values.back());
        }
        return values;
    }
    bool shows(const std::string& name) const { return pin(name).bit(0); }
    bool has(const char* feature) const { return parameter(feature) != 0; }
};

class AdmissionTest : public GlueTest {};

TEST_P(AdmissionTest, OffersRefreshesFirstAndTokensWhenEverybodyIsReady) {
    std::map<std::string, int> seen;
    for (int n = 0; n < 4000; ++n) {
        const bool valid = flip("token_valid_i"), writes = flip("token_write_i"), queries = flip("token_query_i");
        const bool own = flip("own_i") && has("CALIBRATION"), zero = flip("zero_i") && own;
        const bool slot_ready = flip("slot_ready_i") || !has("REPAIR");
        const bool store_ready = flip("protected_ready_i") || own || !has("PROTECTED");
        const bool to_arrays = flip("protected_write_i");
        const bool complete = flip("protected_done_i") || own || !has("PROTECTED");
        const bool hold = flip("refresh_hold_i") && has("REFRESH");
        const bool refresh = flip("refresh_ready_i") && hold;
        pin("refresh_ready_i").drive(refresh || !has("REFRESH"));
        pin("zero_i").drive(zero || !has("CALIBRATION"));
        const bool refreshing = flip("refreshing_i") && has("REFRESH");
        const bool space = flip("result_space_i"), admit = flip("admit_i"), pop = flip("pop_i");
        settle();
        const bool token = valid && slot_ready && store_ready && !hold;
        const bool stored = own || !has("PROTECTED") ? writes : to_arrays;
        ASSERT_EQ(shows("valid_o"), refresh || token);
        ASSERT_EQ(shows("write_o"), refresh || stored);
        ASSERT_EQ(shows("query_o"), queries && !refresh);
        ASSERT_EQ(shows("space_o"), space && complete);
        ASSERT_EQ(shows("token_pop_o"), pop && !refreshing);
        ASSERT_EQ(shows("array_write_o"), stored);
        ASSERT_EQ(shows("refresh_o"), admit && refresh);
        ASSERT_EQ(shows("packet_o"), admit && !refresh && !zero);
        ASSERT_EQ(shows("stream_o"), admit && !refresh && !own);
        ++seen[refresh ? "refresh" : zero ? "zero" : own ? "own" : "stream"];
    }
    EXPECT_GT(seen["stream"], 300);
    EXPECT_EQ(seen["refresh"] > 300, has("REFRESH"));
    EXPECT_EQ(seen["zero"] > 300 && seen["own"] > 300, has("CALIBRATION"));
}

KVOLT_BLOCK_TEST(AdmissionTest, "kv_admission");

class LiveTest : public GlueTest {};

TEST_P(LiveTest, LeavesOutWhatAFeatureLeavesOut) {
    const int slots = parameter("SLOTS"), tiles = parameter("TILES"), window = slots * tiles;
    for (int n = 0; n < 500; ++n) {
        const int frontier = static_cast<int>(number(0, window));
        pin("frontier_tile_i").drive(static_cast<std::uint64_t>(frontier / slots));
        pin("frontier_slot_i").drive(static_cast<std::uint64_t>(frontier % slots));
        const auto usable = flip_bits("usable_i", window), newest = flip_bits("newest_i", window);
        const auto retained = flip_bits("retained_i", window);
        const bool own = flip("own_i") && has("CALIBRATION"), zero = flip("zero_i") && has("CALIBRATION");
        settle();
        for (int i = 0; i < window; ++i) {
            const auto at = static_cast<std::size_t>(i);
            const bool stored = i < frontier && (usable[at] || !has("REPAIR"));
            const bool analog = stored && !(newest[at] && has("PROTECTED") && !own);
            ASSERT_EQ(pin("stored_o").bit(i), stored) << i;
            ASSERT_EQ(pin("analog_o").bit(i), analog) << i;
            ASSERT_EQ(pin("live_o").bit(i), analog && (retained[at] || !has("RETENTION")) && !zero) << i;
        }
    }
}

KVOLT_BLOCK_TEST(LiveTest, "kv_live");

class StatusTest : public GlueTest {};

TEST_P(StatusTest, IsBusyWithWhatIsThereAndTellsEveryFault) {
    for (int n = 0; n < 2000; ++n) {
        const bool waits = flip("stream_valid_i"), sequencer = flip("sequencer_busy_i"), result = flip("result_busy_i");
        const bool refresh = flip("refresh_hold_i") && has("REFRESH");
        const bool calibrating = flip("calibrating_i") && has("CALIBRATION");
        const auto saturated = number(0, (1 << parameter("FLAG_BITS")) - 1);
        pin("saturated_i").drive(static_cast<std::uint64_t>(saturated));
        const auto faults = number(0, (1 << parameter("FAULTS")) - 1);
        pin("fault_i").drive(static_cast<std::uint64_t>(faults));
        settle();
        ASSERT_EQ(shows("idle_o"), !sequencer && !result && !refresh);
        ASSERT_EQ(shows("busy_o"), waits || sequencer || result || refresh || calibrating);
        ASSERT_EQ(shows("saturation_o"), saturated != 0);
        ASSERT_EQ(shows("readout_fault_o"), faults != 0);
    }
}

KVOLT_BLOCK_TEST(StatusTest, "kv_status");

class TokenSwitchTest : public GlueTest {};

TEST_P(TokenSwitchTest, ShowsTheTokenThatIsMeantAndHoldsTheStreamBack) {
    const int width = parameter("TOKEN_BITS");
    const bool tests = has("SELF_TEST");
    for (int n = 0; n < 2000; ++n) {
        const bool zero = flip("zero_own_i"), test = flip("test_own_i") && tests, own = zero || test;
        const bool enable = flip("enable_i"), pop = flip("token_pop_i");
        bool held = flip("zero_hold_i");
        held = (flip("test_hold_i") && tests) || held || !enable;
        bool offered = flip("zero_offer_i");
        offered = (flip("test_offer_i") && tests) || offered;
        const bool waits = flip("stream_valid_i"), idle = flip("idle_i"), calibrating = flip("calibrating_i");
        const auto stream = flip_bits("stream_token_i", width), made = flip_bits("test_token_i", width);
        std::map<std::string, bool> expected;
        for (const std::string flag : {"first", "write", "query"}) {
            const bool of_stream = flip("stream_" + flag + "_i"), of_test = flip("test_" + flag + "_i");
            expected["token_" + flag + "_o"] = !own ? of_stream : tests ? of_test : flag == "query";
        }
        settle();
        ASSERT_EQ(shows("own_o"), own);
        ASSERT_EQ(shows("token_valid_o"), own ? offered : waits && !held);
        ASSERT_EQ(shows("stream_pop_o"), pop && !own);
        ASSERT_EQ(shows("zero_idle_o"), idle && !test);
        ASSERT_EQ(shows("test_idle_o"), idle && !calibrating);
        for (const auto& [name, value] : expected) ASSERT_EQ(shows(name), value) << name;
        for (int i = 0; i < width; ++i) {
            const auto at = static_cast<std::size_t>(i);
            ASSERT_EQ(pin("token_o").bit(i), !own ? stream[at] : tests && made[at]) << i;
        }
    }
}

KVOLT_BLOCK_TEST(TokenSwitchTest, "kv_token_switch");

class SumSwitchTest : public GlueTest {};

TEST_P(SumSwitchTest, GivesASumToWhoMadeItsToken) {
    for (int n = 0; n < 1000; ++n) {
        const bool own = flip("own_i"), start = flip("read_start_i"), valid = flip("sum_valid_i");
        const bool result = flip("result_ready_i"), zero = flip("zero_ready_i");
        const bool test = flip("test_ready_i") && has("SELF_TEST");
        settle();
        ASSERT_EQ(shows("result_reserve_o"), start && !own);
        ASSERT_EQ(shows("result_valid_o"), valid && !own);
        ASSERT_EQ(shows("sum_ready_o"), own ? zero || test : result);
    }
}

KVOLT_BLOCK_TEST(SumSwitchTest, "kv_sum_switch");

class LevelGateTest : public GlueTest {};

TEST_P(LevelGateTest, ShowsLevelsWhileItIsOpen) {
    const int width = parameter("WIDTH");
    for (int n = 0; n < 400; ++n) {
        const bool open = flip("open_i");
        const auto levels = flip_bits("d_i", width);
        settle();
        for (int i = 0; i < width; ++i)
            ASSERT_EQ(pin("q_o").bit(i), open && levels[static_cast<std::size_t>(i)]) << "bit " << i;
    }
}

KVOLT_BLOCK_TEST(LevelGateTest, "kv_level_gate");

}  // namespace
}  // namespace kvolt::test
