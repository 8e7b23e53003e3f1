// SPDX-License-Identifier: Apache-2.0
#include "tests/abuse/abuser.hpp"

#include <fmt/format.h>

#include "sim/bench/stream_monitor.hpp"
#include "sim/model/golden_head.hpp"
#include "sim/model/token.hpp"

namespace kvolt {
namespace {

constexpr int cycles_after_reset = 6;

std::uint32_t reset_of(const Register& reg) {
    std::uint32_t value = 0;
    for (const auto& field : reg.fields)
        if (field.access == Access::read_write) value |= field.reset << field.lsb;
    return value;
}

bool writable(const Register& reg) {
    for (const auto& field : reg.fields)
        if (field.access == Access::read_write) return true;
    return false;
}

}  // namespace

Abuser::Abuser(const Design& design, Dut& dut, std::uint64_t seed)
    : design_(design),
      dut_(dut),
      control_(design, dut.control, [this] { clock(); }),
      heads_(static_cast<std::size_t>(design.heads)),
      random_(seed) {
    reset();
}

std::uint64_t Abuser::random() {
    // splitmix64
    std::uint64_t z = (random_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

void Abuser::expect(bool right, const std::string& what) {
    if (!right && problem_.empty()) problem_ = what;
}

/// A packet of random bits: as it should be, or too short, too long, of no mode.
std::vector<Beat> Abuser::packet() {
    const auto user = static_cast<std::uint8_t>(chance(150) ? below(8) : below(4) == 0 ? 2 : below(2));
    const int right = (user & 2U) != 0 ? design_.stream.query_beats : design_.stream.token_beats;
    const int beats = chance(700) ? right : 1 + static_cast<int>(below(static_cast<std::uint64_t>(right) + 4));
    std::vector<Beat> packet;
    for (int i = 0; i < beats; ++i) {
        // Only the first beat's user bits count.
        const auto bits = i == 0 ? user : static_cast<std::uint8_t>(below(8));
        packet.push_back({random(), bits, i + 1 == beats});
    }
    return packet;
}

void Abuser::offer(std::size_t h) {
    auto& head = heads_[h];
    auto& pins = dut_.in[h];
    if (head.next == head.packet.size() && !quiet_) {
        head.packet = packet();
        head.next = 0;
        head.offered = false;
    }
    const bool more = head.next < head.packet.size();
    // Not what AXI allows: VALID falls, or the beat changes, before READY.
    if (head.offered && chance(100)) head.offered = false;
    if (head.offered && !quiet_ && chance(50)) head.packet[head.next].data = random();
    if (more && !head.offered) head.offered = quiet_ || chance(600);
    pins.tvalid = more && head.offered && silent_ == 0;
    const auto beat = more ? head.packet[head.next] : Beat{random(), static_cast<std::uint8_t>(below(8)), chance(500)};
    const auto mask =
        design_.stream.data_bits == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << design_.stream.data_bits) - 1;
    pins.tdata = beat.data & mask;
    pins.tuser = beat.user;
    pins.tlast = beat.last;
    if (!pins.tvalid || !pins.tready || !dut_.rst_n) return;
    accepted(head, beat);
    ++head.next;
    head.offered = false;
}

void Abuser::accepted(Head& head, const Beat& beat) {
    if (head.swallow) {
        head.swallow = !beat.last;
        return;
    }
    if (head.beat == 0) head.beats = (beat.user & 2U) != 0 ? design_.stream.query_beats : design_.stream.token_beats;
    const bool first = head.beat == 0, no_mode = first && (beat.user & 6U) == 6U;
    const bool ends = head.beat + 1 == head.beats;
    if (no_mode || ends != beat.last) {
        ++head.errors;
        ++losses_;
        head.swallow = !beat.last;
        head.beat = 0;
    } else if (ends) {
        head.beat = 0;
    } else {
        ++head.beat;
    }
}

void Abuser::clock() {
    if (silent_ > 0 && dut_.rst_n) --silent_;
    for (std::size_t h = 0; h < heads_.size(); ++h) {
        offer(h);
        auto& out = dut_.out[h];
        out.tready = quiet_ || chance(600);
        if (out.tvalid && out.tready && out.tlast && dut_.rst_n) {
            ++heads_[h].delivered;
            ++results_;
        }
    }
    dut_.cycle();
}

/// Inputs move, no edge comes: nothing may happen.
void Abuser::stop_the_clock() {
    for (int i = 0; i < 3; ++i) {
        for (std::size_t h = 0; h < heads_.size(); ++h) {
            dut_.in[h].tvalid = chance(500);
            dut_.in[h].tlast = chance(500);
            dut_.in[h].tdata = below(2);
            dut_.out[h].tready = chance(500);
        }
        dut_.settle();
    }
}

void Abuser::reset() {
    dut_.rst_n = false;
    const auto length = 1 + below(5);
    for (std::uint64_t i = 0; i < length; ++i) clock();
    dut_.rst_n = true;
    dut_.control = {};
    silent_ = cycles_after_reset;
    for (auto& head : heads_) head = Head{};
}

/// Any value to any address, mapped or not. Writes that clear the counters or reset the heads have a round of their
/// own.
void Abuser::disturb_registers(const AbuseKinds& kinds) {
    const auto& reg = design_.registers[below(design_.registers.size())];
    auto address =
        chance(200) ? static_cast<std::uint32_t>(below(1U << design_.widths.address_bits)) & ~3U : reg.offset;
    auto value = static_cast<std::uint32_t>(random());
    if (reg.name == "WINDOW" && chance(500))
        value = static_cast<std::uint32_t>(1 + below(static_cast<std::uint64_t>(design_.window)));
    std::uint32_t control = ~0U;
    for (const auto& r : design_.registers)
        if (r.name == "CONTROL") control = r.offset;
    if (address == control) value &= kinds.soft_resets ? ~0U : ~0xAU;
    if (chance(300))
        control_.read_at(address, value);
    else
        control_.write_at(address, value, static_cast<std::uint8_t>(address == control ? 0xF : below(16)));
}

void Abuser::round(int cycles, const AbuseKinds& kinds) {
    quiet_ = false;
    for (int i = 0; i < cycles && problem_.empty(); ++i) {
        clock();
        if (chance(15)) stop_the_clock();
        if (kinds.resets && chance(8)) reset();
        if (silent_ == 0 && chance(25)) disturb_registers(kinds);
    }
}

void Abuser::restore_registers() {
    for (const auto& reg : design_.registers)
        if (writable(reg)) control_.write_at(reg.offset, reset_of(reg));
}

/// A last beat ends whatever is open; where none is, it is one more packet that ends early.
void Abuser::close_packets() {
    for (auto& head : heads_) {
        head.packet = {{0, 0, true}};
        head.next = 0;
        head.offered = false;
    }
    const int patience = 8 * (design_.schedule.through_cycles + design_.schedule.interval_cycles);
    const auto open = [&] {
        for (const auto& head : heads_)
            if (head.next < head.packet.size()) return true;
        return false;
    };
    for (int i = 0; open(); ++i) {
        if (i == patience) return expect(false, "a packet is not accepted any more");
        clock();
    }
}

void Abuser::wait_until_idle() {
    const int patience = 16 * (design_.schedule.through_cycles + design_.schedule.interval_cycles);
    for (int i = 0; i < patience; ++i) clock();
    expect((control_.read("STATUS") & 1U) == 0, "the engine stays busy");
}

void Abuser::check_counters() {
    for (std::size_t h = 0; h < heads_.size(); ++h) {
        const auto read = [&](const char* name) { return control_.read(fmt::format("H{}_{}", h, name)); };
        const auto errors = read("PACKET_ERRORS"), tokens = read("TOKENS");
        expect(errors == heads_[h].errors,
               fmt::format("head {} counts {} lost packets, there were {}", h, errors, heads_[h].errors));
        expect(tokens == heads_[h].delivered,
               fmt::format("head {} counts {} results, there were {}", h, tokens, heads_[h].delivered));
    }
}

std::vector<std::int32_t> Abuser::next_result(std::size_t h) {
    StreamMonitor monitor(design_, dut_.out[h], Pacer(0, 0, 0));
    const int patience = 8 * (design_.schedule.through_cycles + design_.schedule.interval_cycles);
    for (int i = 0; i < patience; ++i) {
        for (auto& in : dut_.in) in.tvalid = false;
        const bool complete = monitor.drive();
        dut_.cycle();
        if (!complete) continue;
        expect(monitor.violation().empty(), monitor.violation());
        return monitor.words();
    }
    expect(false, fmt::format("head {} gives no result any more", h));
    return {};
}

void Abuser::fresh_sequence() {
    for (std::size_t h = 0; h < heads_.size(); ++h) {
        GoldenHead golden(design_);
        golden.set({0, design_.scale_reset, design_.offset_reset});
        for (int step = 0; step < design_.window + 3 && problem_.empty(); ++step) {
            Token token;
            token.first = step == 0;
            for (int r = 0; r < design_.rows; ++r) {
                token.q.push_back(static_cast<std::uint16_t>(below(static_cast<std::uint64_t>(design_.q_max) + 1)));
                token.k.push_back(static_cast<std::uint8_t>(below(static_cast<std::uint64_t>(design_.level_max) + 1)));
                token.v.push_back(static_cast<std::uint8_t>(below(static_cast<std::uint64_t>(design_.level_max) + 1)));
            }
            StreamDriver driver(dut_.in[h], Pacer(0, 0, 0));
            driver.send(packet_of(token, design_));
            for (int i = 0; !driver.idle() && i < 1000; ++i) {
                driver.drive();
                dut_.out[h].tready = false;
                dut_.cycle();
            }
            expect(next_result(h) == golden.step(token).words,
                   fmt::format("head {} token {} after the abuse is wrong", h, step));
        }
    }
}

void Abuser::recover(const AbuseKinds& kinds) {
    quiet_ = true;
    for (int i = 0; i < cycles_after_reset; ++i) clock();
    restore_registers();
    close_packets();
    wait_until_idle();
    if (!kinds.soft_resets) check_counters();
    fresh_sequence();
    // The sequence was sent past the counts above.
    control_.write("CONTROL", 1U | 8U);
    for (int i = 0; i < cycles_after_reset; ++i) clock();
    for (auto& head : heads_) head = Head{};
}

}  // namespace kvolt
