// SPDX-License-Identifier: Apache-2.0
#include "sim/model/retention.hpp"

#include <stdexcept>

namespace kvolt {

Retention::Retention(int window, int group) : group_(group) {
    if (window < 1 || group < 1) throw std::invalid_argument("retention: sizes out of range");
    stamp_.assign(static_cast<std::size_t>(window), 0);
}

void Retention::start(std::int64_t limit) {
    limit_ = limit;
    last_ = -1;
}

void Retention::store(int slot) {
    const bool begins = last_ < 0 || slot <= last_ || slot / group_ != last_ / group_ || too_old(youngest_);
    if (begins) youngest_ = packet_;
    stamp_.at(static_cast<std::size_t>(slot)) = youngest_;
    last_ = slot;
}

}  // namespace kvolt
