// SPDX-License-Identifier: Apache-2.0
// Which slot a token is stored in, and which slots are live: docs/machine.md section 5 in plain integers.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace kvolt {

/// Slots in rising order round the runtime window, without bad ones. Not thread safe; one object per head.
class SlotWalk {
public:
    /// `tiles` x `slots` (2..256) are built. Throws std::invalid_argument for sizes below 1.
    SlotWalk(int tiles, int slots);

    /// Empties the window; from now on `span` slots are in use without those in `bad`. Throws std::invalid_argument
    /// where span is not 1..tiles x slots, or no usable slot is left.
    void start(int span, const std::vector<int>& bad);
    /// The slot of the next stored token, live from now on.
    int store();

    /// Live slots that a query does not see, until this is called again or a sequence starts: those for which
    /// `hidden(slot)`. Further reasons to leave a slot out belong here.
    template <class Hidden>
    void hide(const Hidden& hidden) {
        seen_ = words_;
        for (int slot = 0; slot < span_; ++slot) {
            if (!bit(words_, slot) || !hidden(slot)) continue;
            seen_[static_cast<std::size_t>(slot / slots_)][static_cast<std::size_t>(slot % slots_ / 64)] &=
                ~(std::uint64_t{1} << (slot % slots_ % 64));
        }
        hiding_ = true;
    }
    /// Some stored slot is one of `which(slot)`.
    template <class Which>
    [[nodiscard]] bool any(const Which& which) const {
        for (int slot = 0; slot < span_; ++slot)
            if (bit(words_, slot) && which(slot)) return true;
        return false;
    }

    [[nodiscard]] bool live(int slot) const { return bit(hiding_ ? seen_ : words_, slot); }
    /// Bit c % 64 of word c / 64: slot c of the tile is live.
    [[nodiscard]] const std::array<std::uint64_t, 4>& live_words(int tile) const {
        return (hiding_ ? seen_ : words_)[static_cast<std::size_t>(tile)];
    }
    [[nodiscard]] int span() const { return span_; }      ///< runtime window
    [[nodiscard]] int stored() const { return stored_; }  ///< slots that hold a token, hidden or not

private:
    using Words = std::vector<std::array<std::uint64_t, 4>>;

    [[nodiscard]] bool bit(const Words& words, int slot) const {
        return (words[static_cast<std::size_t>(slot / slots_)][static_cast<std::size_t>(slot % slots_ / 64)] >>
                    (slot % slots_ % 64) &
                1) != 0;
    }
    void skip_bad();

    int slots_, built_;
    int span_ = 0, next_ = 0, stored_ = 0;
    std::vector<bool> bad_;
    bool hiding_ = false;
    Words words_, seen_;
};

}  // namespace kvolt
