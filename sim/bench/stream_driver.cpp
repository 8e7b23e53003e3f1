// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/stream_driver.hpp"

#include "sim/model/token.hpp"

namespace kvolt {
namespace {

/// Appends fields of a few bits to a little-endian bit string.
class BitPacker {
public:
    explicit BitPacker(int bits) : words_(static_cast<std::size_t>(bits + 127) / 64) {}

    template <class T>
    void append(const std::vector<T>& values, int width) {
        for (const auto value : values) {
            const auto word = static_cast<std::size_t>(size_ / 64);
            const int shift = size_ % 64;
            words_[word] |= std::uint64_t{value} << shift;
            if (shift + width > 64) words_[word + 1] |= std::uint64_t{value} >> (64 - shift);
            size_ += width;
        }
    }

    /// Bits [first, first + width); width divides 64 and first is a multiple of it.
    [[nodiscard]] std::uint64_t slice(int first, int width) const {
        const auto word = words_[static_cast<std::size_t>(first / 64)] >> (first % 64);
        return width == 64 ? word : word & ((std::uint64_t{1} << width) - 1);
    }

private:
    std::vector<std::uint64_t> words_;
    int size_ = 0;
};

}  // namespace

std::vector<Beat> packet_of(const Token& token, const Design& design) {
    const auto& stream = design.stream;
    BitPacker bits(stream.token_beats * stream.data_bits);
    bits.append(token.q, design.config.bits.q);
    if (token.writes) {
        bits.append(token.k, design.config.bits.kv);
        bits.append(token.v, design.config.bits.kv);
    }
    const int beats = token.writes ? stream.token_beats : stream.query_beats;
    const auto user =
        static_cast<std::uint8_t>((token.first ? 1 : 0) | (token.writes ? 0 : 2) | (token.queries ? 0 : 4));
    std::vector<Beat> packet;
    packet.reserve(static_cast<std::size_t>(beats));
    for (int i = 0; i < beats; ++i)
        packet.push_back({bits.slice(i * stream.data_bits, stream.data_bits), user, i + 1 == beats});
    return packet;
}

void StreamDriver::send(std::vector<Beat> packet) {
    packet_ = std::move(packet);
    next_ = 0;
}

bool StreamDriver::drive() {
    if (!offered_) offered_ = !idle() && !pacer_.pauses();
    pins_.tvalid = offered_;
    if (!offered_) return false;
    const auto& beat = packet_[next_];
    pins_.tdata = beat.data;
    pins_.tuser = beat.user;
    pins_.tlast = beat.last;
    if (!pins_.tready) return false;
    offered_ = false;
    return ++next_ == packet_.size();
}

}  // namespace kvolt
