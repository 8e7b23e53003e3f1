// SPDX-License-Identifier: Apache-2.0
// Protected tokens in plain integers: docs/protected.md. Bit-exact to the RTL; written from the formulas, not from it.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

#include "gen/design/design.hpp"

namespace kvolt {

/// The digital store of one head and what it adds to the tile codes. Not thread safe; one object per head.
class ProtectedTokens {
public:
    explicit ProtectedTokens(const Design& design);

    /// Forgets everything; `window` slots are in use from now on.
    void start_sequence(int window);
    /// Keeps the token, `rows` levels each of k and v, if it is among the first of its sequence: then it does not reach
    /// the arrays.
    bool keep_first(const std::uint8_t* k, const std::uint8_t* v);
    /// A token that the arrays store in `slot`: the newest one from now on.
    void keep_newest(int slot, const std::uint8_t* k, const std::uint8_t* v);
    /// Slots whose tokens are computed here: at most `protected.newest`, oldest first.
    [[nodiscard]] std::vector<int> hidden_slots() const;
    /// What the tokens add to the tile codes, for `rows` query codes; one value a row.
    [[nodiscard]] std::vector<std::int32_t> contributions(const std::uint16_t* q) const;

private:
    struct Kept {
        int slot = -1;  ///< -1: not in the arrays
        std::vector<std::uint8_t> k, v;
    };
    [[nodiscard]] std::int64_t weight(const Kept& token, const std::uint16_t* q) const;

    std::size_t rows_, first_limit_;
    int newest_limit_, span_ = 0;
    std::deque<Kept> first_, newest_;
    std::vector<std::int64_t> current_;                    ///< by level, in units
    std::function<std::int64_t(std::int64_t)> weight_of_;  ///< score to phi code
    std::int64_t row_gain_ = 0, row_one_ = 1;              ///< sum over the tokens to LSB: times gain over one
};

}  // namespace kvolt
