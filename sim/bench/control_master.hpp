// SPDX-License-Identifier: Apache-2.0
// AXI4-Lite master: single accesses, one after another.
#pragma once

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "gen/design/design.hpp"
#include "kvolt/dut.hpp"

namespace kvolt {

/// The engine does not do what every engine does: no answer, the wrong answer. What a run reports, not why it could not
/// be made.
class EngineFault : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class ControlMaster {
public:
    /// `clock` advances the engine by one cycle.
    ControlMaster(const Design& design, ControlPins& pins, std::function<void()> clock);

    /// Value of a register, by name ("STATUS", "H3_TOKENS"). Throws std::runtime_error: no such register; EngineFault:
    /// an error response, no response.
    std::uint32_t read(const std::string& name);
    void write(const std::string& name, std::uint32_t value);
    /// The same by address; returns the response (0 OKAY, 2 SLVERR).
    int read_at(std::uint32_t address, std::uint32_t& value);
    int write_at(std::uint32_t address, std::uint32_t value, std::uint8_t strobes = 0xF);
    /// Reads every register, writes back those that can be written, and tries an address where nothing is: the answers
    /// that are not as they should be. What a written register does is done: restarts, cleared counters.
    std::vector<std::string> tour();

private:
    [[nodiscard]] std::uint32_t address_of(const std::string& name) const;
    void wait_for(const bool& flag, const char* what);

    const Design& design_;
    ControlPins& pins_;
    std::function<void()> clock_;
};

}  // namespace kvolt
