// SPDX-License-Identifier: Apache-2.0
// A verilated group of blocks behind names: pins of any width, one eval(), one clock.
#pragma once

#include <verilated.h>

#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>

namespace kvolt::test {

/// A port of the verilated top, whatever C++ type Verilator gave it. Bits are numbered from 0.
class Pin {
public:
    Pin() = default;
    explicit Pin(CData& data) : data_(&data), bytes_(sizeof data) {}
    explicit Pin(SData& data) : data_(&data), bytes_(sizeof data) {}
    explicit Pin(IData& data) : data_(&data), bytes_(sizeof data) {}
    explicit Pin(QData& data) : data_(&data), bytes_(sizeof data) {}
    template <std::size_t words>
    explicit Pin(VlWide<words>& data) : data_(&data[0]), bytes_(words * sizeof(EData)) {}

    bool bit(int index) const { return (byte(index)[0] >> (index % 8) & 1) != 0; }
    void set_bit(int index, bool value) {
        const auto mask = static_cast<unsigned char>(1U << (index % 8));
        unsigned char* target = byte(index);
        *target = static_cast<unsigned char>(value ? *target | mask : *target & ~mask);
    }

    /// `width` bits (at most 64) from `lsb` up.
    std::uint64_t get(int lsb, int width) const {
        std::uint64_t value = 0;
        for (int i = 0; i < width; ++i) value |= static_cast<std::uint64_t>(bit(lsb + i)) << i;
        return value;
    }
    void set(int lsb, int width, std::uint64_t value) {
        for (int i = 0; i < width; ++i) set_bit(lsb + i, (value >> i & 1) != 0);
    }

    /// The whole pin, which is at most 64 bits wide.
    std::uint64_t value() const {
        std::uint64_t result = 0;
        std::memcpy(&result, data_, bytes_);
        return result;
    }
    void drive(std::uint64_t value) { std::memcpy(data_, &value, bytes_); }

    /// Signed number `lane` of a bit-sliced bank of `lanes`.
    std::int64_t sliced(int lane, int lanes, int width) const {
        std::int64_t result = 0;
        for (int b = 0; b < width; ++b) result |= static_cast<std::int64_t>(bit(b * lanes + lane)) << b;
        return bit((width - 1) * lanes + lane) ? result - (std::int64_t{1} << width) : result;
    }
    void drive_sliced(int lane, int lanes, int width, std::int64_t value) {
        for (int b = 0; b < width; ++b) set_bit(b * lanes + lane, (value >> b & 1) != 0);
    }

private:
    unsigned char* byte(int index) const {
        if (index < 0 || static_cast<std::size_t>(index / 8) >= bytes_)
            throw std::out_of_range("bit " + std::to_string(index));
        return static_cast<unsigned char*>(data_) + index / 8;
    }

    void* data_ = nullptr;
    std::size_t bytes_ = 0;
};

/// One verilated top.
class Device {
public:
    virtual ~Device() = default;
    virtual void eval() = 0;
    Pin pin(const std::string& name) const {
        const auto found = pins_.find(name);
        if (found == pins_.end()) throw std::runtime_error("no pin " + name);
        return found->second;
    }

protected:
    template <class Data>
    void add(const std::string& name, Data& data) {
        pins_.emplace(name, Pin(data));
    }

private:
    std::map<std::string, Pin> pins_;
};

/// A new model of a group; flip-flops without reset start at random values.
std::unique_ptr<Device> make_control();
std::unique_ptr<Device> make_stream();
std::unique_ptr<Device> make_data();
std::unique_ptr<Device> make_adc();
std::unique_ptr<Device> make_lanes();
std::unique_ptr<Device> make_protected();

}  // namespace kvolt::test
