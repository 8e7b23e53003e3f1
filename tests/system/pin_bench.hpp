// SPDX-License-Identifier: Apache-2.0
// An engine driven by hand: packets go in one by one, registers are written in between, every result word is compared
// with golden heads that the test steps itself.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/bench/control_master.hpp"
#include "sim/bench/stream_driver.hpp"
#include "sim/bench/stream_monitor.hpp"
#include "sim/model/golden_head.hpp"
#include "sim/model/token.hpp"

namespace kvolt {

class PinBench {
public:
    /// Resets the engine. The first problem found is kept in problem().
    PinBench(const Design& design, Dut& dut);

    /// One cycle, or several.
    void clock(int cycles = 1);
    /// Cycles until nothing is left to send and every expected result has come, then a little longer.
    void drain();

    /// A token of `head`, drawn from the seed.
    Token draw(bool writes = true, bool queries = true);
    /// Sends a token and steps the golden head with it. `starts`: the engine is to take it for the first of a sequence,
    /// whether it says so or not.
    void send(std::size_t head, const Token& token, bool starts = false);
    /// Sends beats that the golden head does not learn about.
    void send_raw(std::size_t head, std::vector<Beat> beats) { lanes_[head].queue.push_back(std::move(beats)); }
    /// Forgets what was sent and expected, as a reset does; golden heads start afresh.
    void forget();
    void block_outputs(bool blocked) { blocked_ = blocked; }

    /// Pairs of scale and offset in the order in which they are written, the first from the reset: from now on each
    /// result of the head may have any of them, but none older than the one before had. `written` outlives the bench's
    /// use.
    void accept_settings(std::size_t head, const std::vector<std::pair<int, int>>& written) {
        lanes_[head].written = &written;
    }
    GoldenHead& golden(std::size_t head) { return *lanes_[head].golden; }
    [[nodiscard]] std::size_t received(std::size_t head) const { return lanes_[head].received; }
    /// Words of this head that saturate, by its golden model, since the bench began.
    [[nodiscard]] std::uint32_t saturated(std::size_t head) const { return lanes_[head].saturated; }
    [[nodiscard]] bool all_accepted(std::size_t head) const {
        return lanes_[head].queue.empty() && lanes_[head].driver.idle();
    }
    ControlMaster& control() { return control_; }
    Dut& dut() { return dut_; }

    /// Records "what" as a problem unless `right`.
    void expect(bool right, const std::string& what);
    /// Records a problem unless the register reads `value`.
    void expect_register(const std::string& name, std::uint32_t value);
    [[nodiscard]] std::string problem() const;
    /// Every register is read and written once more, an address of none refused; then the problem, "" where there is
    /// none.
    std::string finish();

private:
    struct Lane {
        Lane(const Design& design, Dut& dut, std::size_t head);

        std::unique_ptr<GoldenHead> golden;
        StreamDriver driver;
        std::unique_ptr<StreamMonitor> monitor;  // a new one after a reset, which may cut a result short
        std::deque<std::vector<Beat>> queue;
        std::deque<TokenResult> expected;
        const std::vector<std::pair<int, int>>* written = nullptr;
        std::size_t oldest = 0;  // of `written`, that the next result may have
        std::size_t received = 0;
        std::uint32_t saturated = 0;
    };

    void drive(Lane& lane);
    bool is_expected(Lane& lane) const;
    std::uint64_t random();

    const Design& design_;
    Dut& dut_;
    std::vector<Lane> lanes_;
    ControlMaster control_;
    std::uint64_t random_ = 20260101;
    bool blocked_ = false;
    std::string problem_;
};

}  // namespace kvolt
