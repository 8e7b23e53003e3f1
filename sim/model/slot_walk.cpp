// SPDX-License-Identifier: Apache-2.0
#include "sim/model/slot_walk.hpp"

#include <algorithm>
#include <stdexcept>

namespace kvolt {

SlotWalk::SlotWalk(int tiles, int slots)
    : slots_(slots), built_(tiles * slots), words_(static_cast<std::size_t>(std::max(tiles, 0))) {
    if (tiles < 1 || slots < 1 || slots > 256) throw std::invalid_argument("slot walk: sizes out of range");
}

void SlotWalk::start(int span, const std::vector<int>& bad) {
    if (span < 1 || span > built_) throw std::invalid_argument("slot walk: window outside 1..built window");
    bad_.assign(static_cast<std::size_t>(built_), false);
    for (const int slot : bad) bad_.at(static_cast<std::size_t>(slot)) = true;
    if (std::all_of(bad_.begin(), bad_.begin() + span, [](bool b) { return b; }))
        throw std::invalid_argument("slot walk: every slot of the window is bad");
    span_ = span;
    next_ = 0;
    stored_ = 0;
    std::fill(words_.begin(), words_.end(), std::array<std::uint64_t, 4>{});
    hiding_ = false;
    skip_bad();
}

void SlotWalk::skip_bad() {
    while (bad_[static_cast<std::size_t>(next_)]) next_ = next_ + 1 == span_ ? 0 : next_ + 1;
}

int SlotWalk::store() {
    const int slot = next_;
    if (!bit(words_, slot)) ++stored_;
    words_[static_cast<std::size_t>(slot / slots_)][static_cast<std::size_t>(slot % slots_ / 64)] |=
        std::uint64_t{1} << (slot % slots_ % 64);
    next_ = next_ + 1 == span_ ? 0 : next_ + 1;
    skip_bad();
    return slot;
}

}  // namespace kvolt
