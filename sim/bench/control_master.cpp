// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/control_master.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace kvolt {
namespace {

constexpr int patience_cycles = 100;

}  // namespace

ControlMaster::ControlMaster(const Design& design, ControlPins& pins, std::function<void()> clock)
    : design_(design), pins_(pins), clock_(std::move(clock)) {}

std::uint32_t ControlMaster::address_of(const std::string& name) const {
    const auto found = std::find_if(design_.registers.begin(), design_.registers.end(),
                                    [&](const Register& reg) { return reg.name == name; });
    if (found == design_.registers.end()) throw std::runtime_error(fmt::format("the engine has no register {}", name));
    return found->offset;
}

// Flags are what the engine drove after the last edge; a handshake happens at the next one.
void ControlMaster::wait_for(const bool& flag, const char* what) {
    for (int i = 0; !flag; ++i) {
        if (i == patience_cycles)
            throw EngineFault(fmt::format("the register block does not answer: {} stays low", what));
        clock_();
    }
}

int ControlMaster::write_at(std::uint32_t address, std::uint32_t value, std::uint8_t strobes) {
    pins_.awaddr = address;
    pins_.wdata = value;
    pins_.wstrb = strobes;
    pins_.awvalid = true;
    pins_.wvalid = true;
    for (int i = 0; pins_.awvalid || pins_.wvalid; ++i) {
        if (i == patience_cycles) throw EngineFault("the register block does not accept a write");
        const bool address_taken = pins_.awready, data_taken = pins_.wready;
        clock_();
        if (address_taken) pins_.awvalid = false;
        if (data_taken) pins_.wvalid = false;
    }
    wait_for(pins_.bvalid, "bvalid");
    const int response = pins_.bresp;
    pins_.bready = true;
    clock_();
    pins_.bready = false;
    return response;
}

int ControlMaster::read_at(std::uint32_t address, std::uint32_t& value) {
    pins_.araddr = address;
    pins_.arvalid = true;
    wait_for(pins_.arready, "arready");
    clock_();
    pins_.arvalid = false;
    wait_for(pins_.rvalid, "rvalid");
    value = pins_.rdata;
    const int response = pins_.rresp;
    pins_.rready = true;
    clock_();
    pins_.rready = false;
    return response;
}

std::uint32_t ControlMaster::read(const std::string& name) {
    std::uint32_t value = 0;
    if (read_at(address_of(name), value) != 0)
        throw EngineFault(fmt::format("reading {} was answered with an error", name));
    return value;
}

void ControlMaster::write(const std::string& name, std::uint32_t value) {
    if (write_at(address_of(name), value) != 0)
        throw EngineFault(fmt::format("writing {} to {} was answered with an error", value, name));
}

std::vector<std::string> ControlMaster::tour() {
    std::vector<std::string> wrong;
    const auto expect = [&](const std::string& what, int got, int right) {
        if (got != right) wrong.push_back(fmt::format("{} is answered {}", what, got));
    };
    std::uint32_t value = 0;
    for (const auto& reg : design_.registers) {
        expect("reading " + reg.name, read_at(reg.offset, value), 0);
        const bool writable = std::any_of(reg.fields.begin(), reg.fields.end(),
                                          [](const Field& field) { return field.access != Access::read_only; });
        if (writable) expect("writing " + reg.name, write_at(reg.offset, value), 0);
    }
    const auto nowhere = (1U << design_.widths.address_bits) - 4;
    expect("reading nothing", read_at(nowhere, value), 2);
    expect("writing nothing", write_at(nowhere, 0), 2);
    return wrong;
}

}  // namespace kvolt
