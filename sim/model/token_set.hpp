// SPDX-License-Identifier: Apache-2.0
// The tokens of a run and the packets that they travel in, as codes for the engine and as reals for the float model.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gen/design/design.hpp"
#include "sim/model/float_head.hpp"
#include "sim/model/token.hpp"

namespace kvolt {

/// Values of Q, K and V, B sequences: Q (B, query_heads, queries, rows), K and V (B, heads, stored, rows), flat in C
/// order. Reals are in physical units within their range; codes are what they round to.
struct TokenArrays {
    std::size_t sequences = 0, rows = 0;
    std::size_t heads = 0, stored = 0;
    std::size_t query_heads = 0, queries = 0;  ///< a multiple of heads; grouped queries share keys and values
    std::vector<std::uint16_t> q;
    std::vector<std::uint8_t> k, v;
    std::vector<double> q_real, k_real, v_real;
    int q_max = 0, level_max = 0;
    double v_max = 0;  ///< volt of level_max; code q_max of q stands for 1
};

/// Where the values of an array lie against the range of the engine.
struct InputRange {
    std::string name;                ///< Q, K, V
    bool codes = false;              ///< integers, all of them within the range
    double lowest = 0, highest = 0;  ///< found
    double full_scale = 0;           ///< the range is 0..this: volt for K and V
    double below = 0, above = 0;     ///< shares of its values, clamped
};

/// Sequences run one after another, each from an empty window. Of every head a list of packets: each writes a token,
/// queries, or does both.
class TokenSet {
public:
    /// `leading`: shape of the outputs without the axis of rows; its product is that of sequences, query_heads,
    /// queries. Packets are those of given tensors. full, gqa: stored token t and its queries, one packet for each
    /// query head of a group, the first of which writes; where there are fewer queries than stored tokens, the first
    /// tokens are written without (prefill), and more queries throw std::invalid_argument. vit: all tokens of the
    /// sequence are written, then all queries follow, as many as there are.
    TokenSet(TokenArrays arrays, std::vector<std::size_t> leading, KindMix mix = KindMix::full);
    /// Packets of drawn tokens, one query for each, one query head for each head: docs of KindMix. `seed` is used by
    /// `mixed`. Queries without a packet have none.
    void draw_kinds(KindMix mix, std::uint64_t seed);

    [[nodiscard]] std::size_t sequences() const { return arrays_.sequences; }
    [[nodiscard]] std::size_t heads() const { return arrays_.heads; }
    [[nodiscard]] std::size_t rows() const { return arrays_.rows; }
    /// Packets each head sees, over all sequences.
    [[nodiscard]] std::size_t steps() const { return arrays_.sequences * packets_; }
    /// Whether the step starts a sequence.
    [[nodiscard]] bool first(std::size_t step) const { return step % packets_ == 0; }
    /// Flat index of a packet in arrays of heads() * steps() elements.
    [[nodiscard]] std::size_t packet(std::size_t head, std::size_t step) const { return head * steps() + step; }

    /// The leading shape of every output: the shape of Q without its last axis.
    [[nodiscard]] const std::vector<std::size_t>& leading_shape() const { return leading_; }
    [[nodiscard]] std::size_t results() const { return arrays_.sequences * arrays_.query_heads * arrays_.queries; }
    /// Queries of a sequence and query head: the last axis of leading_shape().
    [[nodiscard]] std::size_t queries() const { return arrays_.queries; }
    /// Flat index in arrays of the leading shape of what a packet asks; none where it only writes.
    [[nodiscard]] std::optional<std::size_t> result_of(std::size_t head, std::size_t step) const;
    /// Packets of `head` that query, by step: those that give a result.
    [[nodiscard]] std::vector<std::size_t> querying(std::size_t head) const;

    /// The `step`-th packet of `head`, as codes.
    [[nodiscard]] Token token(std::size_t head, std::size_t step) const;
    /// All of them, in order.
    [[nodiscard]] std::vector<Token> head_tokens(std::size_t head) const;
    /// The same in physical units; and in those that its codes stand for, kept in `values`.
    [[nodiscard]] RealToken real(std::size_t head, std::size_t step) const;
    [[nodiscard]] RealToken coded(std::size_t head, std::size_t step, std::vector<double>& values) const;

    /// Of arrays read from a file; empty for drawn ones.
    [[nodiscard]] const std::vector<InputRange>& inputs() const { return inputs_; }
    void set_inputs(std::vector<InputRange> inputs) { inputs_ = std::move(inputs); }

    [[nodiscard]] const TokenArrays& arrays() const { return arrays_; }

private:
    void lay_out(KindMix mix);

    static constexpr std::uint32_t none = ~std::uint32_t{0};
    struct Packet {
        std::uint32_t stored = none, query = none;  ///< flat token index in K and V, in Q
        bool carries_query = false;                 ///< it does not query, but the q of this index travels with it
        [[nodiscard]] bool writes() const { return stored != none; }
        [[nodiscard]] bool queries() const { return query != none && !carries_query; }
    };
    [[nodiscard]] const Packet& at(std::size_t head, std::size_t step) const { return list_[packet(head, step)]; }

    TokenArrays arrays_;
    std::vector<std::size_t> leading_;
    std::size_t packets_ = 0;   ///< of a sequence and head
    std::vector<Packet> list_;  ///< by packet()
    std::vector<InputRange> inputs_;
};

}  // namespace kvolt
