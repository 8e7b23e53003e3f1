// SPDX-License-Identifier: Apache-2.0
// Random stalls from a seed: every port has a sequence of its own, so one port's traffic does not shift another's
// stalls.
#pragma once

#include <cstdint>

namespace kvolt {

class Pacer {
public:
    /// Pauses with `probability` (0..1) in every cycle.
    Pacer(double probability, std::uint64_t seed, std::uint64_t port)
        : threshold_(static_cast<std::uint64_t>(probability * 4294967296.0)),
          state_(seed * 0x9E3779B97F4A7C15ULL + port * 0xBF58476D1CE4E5B9ULL) {}

    bool pauses() {
        if (threshold_ == 0) return false;
        // splitmix64
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return ((z ^ (z >> 31)) >> 32) < threshold_;
    }

private:
    std::uint64_t threshold_;
    std::uint64_t state_;
};

}  // namespace kvolt
