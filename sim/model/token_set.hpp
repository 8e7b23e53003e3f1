// SPDX-License-Identifier: Apache-2.0
// The tokens of a run: read from an NPZ file or drawn from a seed, as codes for the engine and as reals for the float
// model.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "gen/design/design.hpp"
#include "sim/model/token.hpp"

namespace kvolt {

/// B sequences of T tokens for each of H heads, `rows` values of q, k and v each. Sequences run one after another, each
/// from an empty window.
class TokenSet {
public:
    [[nodiscard]] std::size_t sequences() const { return sequences_; }
    [[nodiscard]] std::size_t heads() const { return heads_; }
    [[nodiscard]] std::size_t tokens() const { return tokens_; }  ///< per sequence
    [[nodiscard]] std::size_t rows() const { return rows_; }
    [[nodiscard]] std::size_t steps() const { return sequences_ * tokens_; }  ///< tokens each head sees
    /// The input's shape without its last axis (R): the leading shape of every output.
    [[nodiscard]] const std::vector<std::size_t>& leading_shape() const { return leading_; }

    /// Flat index of the `step`-th token of `head` (step = sequence * tokens() + token) in arrays of the leading shape.
    [[nodiscard]] std::size_t position(std::size_t head, std::size_t step) const {
        return (step / tokens_ * heads_ + head) * tokens_ + step % tokens_;
    }
    /// Whether the step starts a sequence.
    [[nodiscard]] bool first(std::size_t step) const { return step % tokens_ == 0; }

    /// The `step`-th token of `head`, as codes.
    [[nodiscard]] Token token(std::size_t head, std::size_t step) const;
    /// All of them, in order.
    [[nodiscard]] std::vector<Token> head_tokens(std::size_t head) const;

    /// Rows values of a token in physical units, clamped to the legal range; for code inputs the value each code stands
    /// for.
    [[nodiscard]] const double* q_real(std::size_t head, std::size_t step) const {
        return q_real_.data() + position(head, step) * rows_;
    }
    [[nodiscard]] const double* k_real(std::size_t head, std::size_t step) const {
        return k_real_.data() + position(head, step) * rows_;
    }
    [[nodiscard]] const double* v_real(std::size_t head, std::size_t step) const {
        return v_real_.data() + position(head, step) * rows_;
    }

    /// Makes every head's tokens packets of these kinds; `seed` is used by `mixed`.
    void set_kinds(KindMix mix, std::uint64_t seed);
    /// Tokens of `head` that query, by step: those that give a result.
    [[nodiscard]] std::vector<std::size_t> querying(std::size_t head) const;

    /// Keeps the first `tokens` tokens of every sequence (all, when there are fewer).
    void truncate(std::size_t tokens);

private:
    friend TokenSet load_tokens(const std::string& path, const Design& design);
    friend TokenSet random_tokens(const Design& design, std::size_t tokens, std::uint64_t seed, std::size_t sequences);
    TokenSet() = default;

    std::size_t sequences_ = 0, heads_ = 0, tokens_ = 0, rows_ = 0;
    std::vector<std::size_t> leading_;
    std::vector<std::uint16_t> q_;
    std::vector<std::uint8_t> k_, v_;
    std::vector<double> q_real_, k_real_, v_real_;
    enum Kind : std::uint8_t { full_token, query_only, write_only };
    std::vector<std::uint8_t> kinds_;  ///< by position; empty: all full
};

}  // namespace kvolt
