// SPDX-License-Identifier: Apache-2.0
// kv_axil_slave: random masters, a register bus that refuses some addresses.
#include <algorithm>
#include <optional>

#include "bench.hpp"

namespace kvolt::test {
namespace {

class AxilSlaveTest : public BlockTest {
protected:
    struct Write {
        std::uint64_t address, data, strobe;
    };

    static bool refused(std::uint64_t address) { return address % 5 == 3; }
};

/// A valid/ready sender that holds its payload until accepted, as the standard asks.
struct Sender {
    bool valid = false;
    int sent = 0;
    void accepted() {
        valid = false;
        ++sent;
    }
};

TEST_P(AxilSlaveTest, WritesInAnyOrderOfAddressAndData) {
    Pin awaddr = pin("s_awaddr_i"), awvalid = pin("s_awvalid_i"), awready = pin("s_awready_o");
    Pin wdata = pin("s_wdata_i"), wstrb = pin("s_wstrb_i"), wvalid = pin("s_wvalid_i"), wready = pin("s_wready_o");
    Pin bresp = pin("s_bresp_o"), bvalid = pin("s_bvalid_o"), bready = pin("s_bready_i");
    Pin en = pin("wr_en_o"), address = pin("wr_addr_o"), data = pin("wr_data_o"), strobe = pin("wr_strb_o"),
        error = pin("wr_error_i");
    pin("s_arvalid_i").drive(0);
    pin("s_rready_i").drive(0);
    awvalid.drive(0);
    wvalid.drive(0);
    reset();
    const int total = 1500;
    std::vector<Write> writes;
    for (int i = 0; i < total; ++i) writes.push_back({bits(parameter("ADDR_BITS")), bits(32), bits(4)});
    Sender aw, w;
    int performed = 0, answered = 0;
    bool b_pending = false, b_error = false;
    while (answered < total) {
        ASSERT_LT(cycle(), 40000) << "hangs";
        if (!aw.valid && aw.sent < total && chance(0.5)) aw.valid = true;
        if (!w.valid && w.sent < total && chance(0.5)) w.valid = true;
        awvalid.drive(aw.valid);
        wvalid.drive(w.valid);
        if (aw.valid) awaddr.drive(writes[static_cast<std::size_t>(aw.sent)].address);
        if (w.valid) {
            wdata.drive(writes[static_cast<std::size_t>(w.sent)].data);
            wstrb.drive(writes[static_cast<std::size_t>(w.sent)].strobe);
        }
        const bool ready = chance(0.5);
        bready.drive(ready);
        settle();
        const bool refuse = refused(address.value());
        error.drive(refuse);
        settle();
        ASSERT_EQ(bvalid.bit(0), b_pending);
        if (b_pending) {
            ASSERT_EQ(bresp.value(), b_error ? 2U : 0U);
        }
        if (en.bit(0)) {
            ASSERT_LT(performed, std::min(aw.sent, w.sent)) << "a write before its address and data";
            ASSERT_FALSE(b_pending);
            const Write& expected = writes[static_cast<std::size_t>(performed++)];
            ASSERT_EQ(address.value(), expected.address);
            ASSERT_EQ(data.value(), expected.data);
            ASSERT_EQ(strobe.value(), expected.strobe);
            b_pending = true;
            b_error = refuse;
        } else if (b_pending && ready) {
            b_pending = false;
            ++answered;
        }
        if (aw.valid && awready.bit(0)) aw.accepted();
        if (w.valid && wready.bit(0)) w.accepted();
        edge();
    }
    EXPECT_EQ(performed, total);
}

TEST_P(AxilSlaveTest, ReadsAndHoldsTheAnswer) {
    Pin araddr = pin("s_araddr_i"), arvalid = pin("s_arvalid_i"), arready = pin("s_arready_o");
    Pin rdata = pin("s_rdata_o"), rresp = pin("s_rresp_o"), rvalid = pin("s_rvalid_o"), rready = pin("s_rready_i");
    Pin en = pin("rd_en_o"), address = pin("rd_addr_o"), data = pin("rd_data_i"), error = pin("rd_error_i");
    for (const char* name : {"s_awvalid_i", "s_wvalid_i", "s_bready_i", "s_arvalid_i"}) pin(name).drive(0);
    reset();
    const int total = 1500;
    std::vector<std::uint64_t> reads;
    for (int i = 0; i < total; ++i) reads.push_back(bits(parameter("ADDR_BITS")));
    Sender ar;
    int performed = 0, answered = 0;
    std::optional<std::uint64_t> answer;
    bool answer_error = false;
    while (answered < total) {
        ASSERT_LT(cycle(), 40000) << "hangs";
        if (!ar.valid && ar.sent < total && chance(0.6)) ar.valid = true;
        arvalid.drive(ar.valid);
        if (ar.valid) araddr.drive(reads[static_cast<std::size_t>(ar.sent)]);
        const bool ready = chance(0.5);
        rready.drive(ready);
        settle();
        const std::uint64_t value = bits(32);  // the register may change at any time: one cycle's value is the answer
        const bool refuse = refused(address.value());
        data.drive(value);
        error.drive(refuse);
        settle();
        ASSERT_EQ(rvalid.bit(0), answer.has_value());
        if (answer) {
            ASSERT_EQ(rdata.value(), *answer);
            ASSERT_EQ(rresp.value(), answer_error ? 2U : 0U);
        }
        if (en.bit(0)) {
            ASSERT_LT(performed, ar.sent);
            ASSERT_EQ(address.value(), reads[static_cast<std::size_t>(performed++)]);
            ASSERT_FALSE(answer.has_value());
            answer = value;
            answer_error = refuse;
        } else if (answer && ready) {
            answer.reset();
            ++answered;
        }
        if (ar.valid && arready.bit(0)) ar.accepted();
        edge();
    }
}

// A master may raise its valids at any edge at which the reset of the chip is over, which is before this one is.
TEST_P(AxilSlaveTest, AcceptsNothingInResetAndLosesNothingAfterIt) {
    Pin rst = pin("rst_ni");
    for (const char* name : {"s_awvalid_i", "s_wvalid_i", "s_arvalid_i", "s_bready_i", "s_rready_i"})
        pin(name).drive(1);
    pin("wr_error_i").drive(0);
    pin("rd_error_i").drive(0);
    const auto readies = [&] {
        settle();
        return pin("s_awready_o").bit(0) + pin("s_wready_o").bit(0) + pin("s_arready_o").bit(0);
    };
    // A two-state simulator sees a reset where it falls.
    rst.drive(1);
    settle();
    rst.drive(0);
    for (int i = 0; i < 3; ++i) {
        ASSERT_EQ(readies(), 0) << "ready in reset";
        edge();
    }
    rst.drive(1);
    ASSERT_EQ(readies(), 0) << "ready before a clock edge";
    edge();
    ASSERT_EQ(readies(), 3);
    edge();
    for (const char* name : {"s_awvalid_i", "s_wvalid_i", "s_arvalid_i"}) pin(name).drive(0);
    int writes = 0, reads = 0;
    for (int i = 0; i < 6; ++i) {
        settle();
        writes += pin("s_bvalid_o").bit(0);
        reads += pin("s_rvalid_o").bit(0);
        edge();
    }
    EXPECT_EQ(writes, 1);
    EXPECT_EQ(reads, 1);
}

KVOLT_BLOCK_TEST(AxilSlaveTest, "kv_axil_slave");

}  // namespace
}  // namespace kvolt::test
