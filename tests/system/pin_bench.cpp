// SPDX-License-Identifier: Apache-2.0
#include "tests/system/pin_bench.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/model/golden_head.hpp"
#include "sim/model/token.hpp"

namespace kvolt {

PinBench::Lane::Lane(const Design& design, Dut& dut, std::size_t head)
    : golden(std::make_unique<GoldenHead>(design, static_cast<int>(head))),
      driver(dut.in[head], Pacer(0, 0, 0)),
      monitor(std::make_unique<StreamMonitor>(design, dut.out[head], Pacer(0, 0, 0))) {
    golden->set({0, design.scale_reset, design.offset_reset});
}

PinBench::PinBench(const Design& design, Dut& dut)
    : design_(design), dut_(dut), control_(design, dut.control, [this] { clock(); }) {
    for (int head = 0; head < design.heads; ++head) lanes_.emplace_back(design, dut, static_cast<std::size_t>(head));
    dut_.rst_n = false;
    for (int i = 0; i < 4; ++i) dut_.cycle();
    dut_.rst_n = true;
    for (int i = 0; i < 4; ++i) dut_.cycle();
}

void PinBench::clock(int cycles) {
    for (int i = 0; i < cycles; ++i) {
        for (auto& lane : lanes_) drive(lane);
        dut_.cycle();
    }
}

void PinBench::drive(Lane& lane) {
    if (lane.driver.idle() && !lane.queue.empty()) {
        lane.driver.send(std::move(lane.queue.front()));
        lane.queue.pop_front();
    }
    lane.driver.drive();
    if (blocked_) {
        const auto head = static_cast<std::size_t>(&lane - lanes_.data());
        dut_.out[head].tready = false;
        return;
    }
    if (!lane.monitor->drive()) return;
    ++lane.received;
    if (lane.expected.empty()) {
        expect(false, "a result that nobody asked for");
        return;
    }
    expect(is_expected(lane), fmt::format("result {} is wrong", lane.received));
    lane.expected.pop_front();
}

bool PinBench::is_expected(Lane& lane) const {
    const auto &codes = lane.expected.front().codes, &words = lane.expected.front().words;
    if (lane.written == nullptr) return lane.monitor->words() == words;
    const int most = (1 << (design_.stream.word_bits - 1)) - 1;
    for (; lane.oldest < lane.written->size(); ++lane.oldest) {
        const auto [scale, offset] = (*lane.written)[lane.oldest];
        bool same = true;
        for (std::size_t i = 0; same && i < codes.size(); ++i)
            same = lane.monitor->words()[i] == std::clamp(((codes[i] * scale + 2048) >> 12) + offset, -most - 1, most);
        if (same) return true;
    }
    return false;
}

void PinBench::drain() {
    const int patience = 4 * (design_.schedule.through_cycles + design_.schedule.interval_cycles);
    std::size_t before = 0;
    for (int quiet = 0; quiet < patience; ++quiet) {
        clock();
        std::size_t now = 0;
        for (const auto& lane : lanes_)
            now += lane.received + 1000000 * lane.queue.size() + (lane.driver.idle() ? 0 : 1000);
        if (now != before) quiet = 0;
        before = now;
    }
    for (const auto& lane : lanes_) {
        expect(lane.queue.empty() && lane.driver.idle(), "a packet was not accepted");
        expect(lane.expected.empty(), fmt::format("{} results are missing", lane.expected.size()));
        expect(lane.monitor->violation().empty(), lane.monitor->violation());
    }
}

Token PinBench::draw(bool writes, bool queries) {
    Token token;
    token.writes = writes;
    token.queries = queries;
    const auto below = [&](int bound) { return random() % static_cast<std::uint64_t>(bound); };
    // A bias common to k moves scores from below zero to beyond saturation.
    const auto bias = below(design_.level_max + 1);
    for (int r = 0; r < design_.rows; ++r) {
        token.q.push_back(static_cast<std::uint16_t>(below(design_.q_max + 1)));
        if (!writes) continue;
        token.k.push_back(static_cast<std::uint8_t>(below(2) == 0 ? bias : below(design_.level_max + 1)));
        token.v.push_back(static_cast<std::uint8_t>(below(design_.level_max + 1)));
    }
    return token;
}

void PinBench::send(std::size_t head, const Token& token, bool starts) {
    lanes_[head].queue.push_back(packet_of(token, design_));
    Token taken = token;
    taken.first |= starts;
    auto result = lanes_[head].golden->step(taken);
    if (!token.queries) return;
    lanes_[head].saturated += static_cast<std::uint32_t>(result.saturated);
    lanes_[head].expected.push_back(std::move(result));
}

void PinBench::forget() {
    for (std::size_t head = 0; head < lanes_.size(); ++head) {
        auto& lane = lanes_[head];
        lane.monitor = std::make_unique<StreamMonitor>(design_, dut_.out[head], Pacer(0, 0, 0));
        lane.queue.clear();
        lane.expected.clear();
        lane.received = 0;
        lane.golden = std::make_unique<GoldenHead>(design_, static_cast<int>(head));
        lane.golden->set({0, design_.scale_reset, design_.offset_reset});
    }
}

void PinBench::expect(bool right, const std::string& what) {
    if (!right && problem_.empty()) problem_ = what.empty() ? "unnamed" : what;
}

void PinBench::expect_register(const std::string& name, std::uint32_t value) {
    const auto got = control_.read(name);
    expect(got == value, fmt::format("register {} reads {}, not {}", name, got, value));
}

std::string PinBench::problem() const { return problem_; }

std::string PinBench::finish() {
    if (problem_.empty())
        for (const auto& wrong : control_.tour()) expect(false, wrong);
    return problem_;
}

std::uint64_t PinBench::random() {
    // splitmix64
    std::uint64_t z = (random_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

}  // namespace kvolt
