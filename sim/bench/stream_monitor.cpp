// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/stream_monitor.hpp"

#include <fmt/format.h>

namespace kvolt {

StreamMonitor::StreamMonitor(const Design& design, StreamOutPins& pins, Pacer pacer)
    : design_(design), pins_(pins), pacer_(pacer), words_(static_cast<std::size_t>(design.rows)) {}

bool StreamMonitor::drive() {
    check_stability();
    begins_ = pins_.tvalid && beat_ == 0 && !waiting_;
    pins_.tready = !pacer_.pauses();
    waiting_ = pins_.tvalid && !pins_.tready;
    waiting_data_ = pins_.tdata;
    waiting_last_ = pins_.tlast;
    if (!pins_.tvalid || !pins_.tready) return false;
    take_beat();
    if (++beat_ < design_.stream.result_beats) return false;
    beat_ = 0;
    return true;
}

void StreamMonitor::check_stability() {
    if (!waiting_) return;
    if (!pins_.tvalid)
        violation_ = "tvalid fell before the beat was accepted";
    else if (pins_.tdata != waiting_data_ || pins_.tlast != waiting_last_)
        violation_ = "a beat changed before it was accepted";
}

void StreamMonitor::take_beat() {
    const auto& stream = design_.stream;
    const bool last = beat_ + 1 == stream.result_beats;
    if (pins_.tlast != last)
        violation_ = fmt::format("tlast is {} on beat {} of {}", pins_.tlast, beat_ + 1, stream.result_beats);
    for (int i = 0; i < stream.words_per_beat; ++i) {
        const int lane = beat_ * stream.words_per_beat + i;
        const auto field = pins_.tdata >> (i * stream.word_bits);
        // sign extension from word_bits
        const auto word = static_cast<std::int32_t>(static_cast<std::uint32_t>(field) << (32 - stream.word_bits)) >>
                          (32 - stream.word_bits);
        if (lane < design_.rows)
            words_[static_cast<std::size_t>(lane)] = word;
        else if (word != 0)
            violation_ = "padding is not zero";
    }
}

}  // namespace kvolt
