// SPDX-License-Identifier: Apache-2.0
// AXI4-Stream sink of one head.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gen/design/design.hpp"
#include "kvolt/dut.hpp"
#include "sim/bench/pacer.hpp"

namespace kvolt {

/// Collects result packets, withholds READY at random, and checks the protocol: what is offered stays until accepted,
/// TLAST on the last beat and no other, padding zero.
class StreamMonitor {
public:
    StreamMonitor(const Design& design, StreamOutPins& pins, Pacer pacer);

    /// Before the edge: decides READY. Returns true when the edge accepts the last beat of a result; words() then holds
    /// it.
    bool drive();
    /// True in the first cycle in which the first beat of a result is offered.
    [[nodiscard]] bool result_begins() const { return begins_; }
    [[nodiscard]] const std::vector<std::int32_t>& words() const { return words_; }
    /// What went wrong on the bus, empty while nothing did.
    [[nodiscard]] const std::string& violation() const { return violation_; }

private:
    void check_stability();
    void take_beat();

    const Design& design_;
    StreamOutPins& pins_;
    Pacer pacer_;
    std::vector<std::int32_t> words_;
    int beat_ = 0;
    bool begins_ = false;
    bool waiting_ = false;  // a beat was offered and not accepted in the cycle before
    std::uint64_t waiting_data_ = 0;
    bool waiting_last_ = false;
    std::string violation_;
};

}  // namespace kvolt
