// SPDX-License-Identifier: Apache-2.0
#include "sim/model/pin_log.hpp"

#include <algorithm>

namespace kvolt {
namespace {

void add_line(std::vector<LineEvent>& events, int slot, std::int64_t cycle) {
    if (!events.empty() && events.back().slot == slot && events.back().last + 1 == cycle)
        events.back().last = cycle;
    else
        events.push_back({slot, cycle, cycle});
}

}  // namespace

void PinLog::start(std::size_t heads) {
    const std::lock_guard<std::mutex> lock(mutex_);
    heads_.clear();
    for (std::size_t h = 0; h < heads; ++h) heads_.push_back(std::make_shared<HeadLog>());
}

std::shared_ptr<HeadLog> PinLog::head(std::size_t head) {
    const std::lock_guard<std::mutex> lock(mutex_);
    return heads_.at(head);
}

HeadLog& PinLog::at(int head) {
    const auto index = static_cast<std::size_t>(std::max(head, 0));
    while (heads_.size() <= index) heads_.push_back(std::make_shared<HeadLog>());
    return *heads_[index];
}

void PinLog::k_line(int head, int slot, std::int64_t cycle) {
    const std::lock_guard<std::mutex> lock(mutex_);
    add_line(at(head).k, slot, cycle);
}

void PinLog::v_line(int head, int slot, std::int64_t cycle) {
    const std::lock_guard<std::mutex> lock(mutex_);
    add_line(at(head).v, slot, cycle);
}

void PinLog::score(int head, std::int64_t cycle) {
    const std::lock_guard<std::mutex> lock(mutex_);
    at(head).scores.push_back(cycle);
}

void PinLog::weigh(int head, std::int64_t cycle) {
    const std::lock_guard<std::mutex> lock(mutex_);
    at(head).weighs.push_back(cycle);
}

PinLog& pin_log() {
    static PinLog log;
    return log;
}

}  // namespace kvolt
