// SPDX-License-Identifier: Apache-2.0
// AXI4-Stream source of one head.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gen/design/design.hpp"
#include "kvolt/dut.hpp"
#include "sim/bench/pacer.hpp"
#include "sim/model/token.hpp"

namespace kvolt {

/// One beat on the bus.
struct Beat {
    std::uint64_t data = 0;
    std::uint8_t user = 0;
    bool last = false;
};

/// The packet of a token: q, k, v packed little-endian without gaps, as docs/machine.md section 5 says.
std::vector<Beat> packet_of(const Token& token, const Design& design);

/// Sends packets in order; holds VALID until READY, pauses at random before a beat.
class StreamDriver {
public:
    StreamDriver(StreamInPins& pins, Pacer pacer) : pins_(pins), pacer_(pacer) {}

    /// True when the last packet has been accepted completely.
    [[nodiscard]] bool idle() const { return next_ == packet_.size(); }
    void send(std::vector<Beat> packet);

    /// Before the edge: offers the next beat. Returns true when the edge will accept the last beat of the packet.
    bool drive();

private:
    StreamInPins& pins_;
    Pacer pacer_;
    std::vector<Beat> packet_;
    std::size_t next_ = 0;
    bool offered_ = false;
};

}  // namespace kvolt
