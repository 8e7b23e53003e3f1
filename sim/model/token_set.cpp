// SPDX-License-Identifier: Apache-2.0
#include "sim/model/token_set.hpp"

#include <algorithm>
#include <random>
#include <stdexcept>

namespace kvolt {
namespace {

constexpr std::size_t queries_per_stored_token = 4;

}  // namespace

TokenSet::TokenSet(TokenArrays arrays, std::vector<std::size_t> leading, KindMix mix)
    : arrays_(std::move(arrays)), leading_(std::move(leading)) {
    lay_out(mix);
}

void TokenSet::lay_out(KindMix mix) {
    const auto& a = arrays_;
    const bool all_first = mix == KindMix::vit;
    if (!all_first && a.queries > a.stored)
        throw std::invalid_argument("token set: more queries than stored tokens need all writes before all queries");
    const std::size_t group = a.query_heads / a.heads, ahead = all_first ? a.stored : a.stored - a.queries;
    packets_ = ahead + a.queries * group;
    list_.assign(steps() * a.heads, {});
    for (std::size_t head = 0; head < a.heads; ++head)
        for (std::size_t b = 0; b < a.sequences; ++b) {
            Packet* next = list_.data() + packet(head, b * packets_);
            const auto stored = [&](std::size_t t) {
                return static_cast<std::uint32_t>((b * a.heads + head) * a.stored + t);
            };
            for (std::size_t t = 0; t < ahead; ++t) *next++ = {stored(t), none, false};
            for (std::size_t t = 0; t < a.queries; ++t)
                for (std::size_t g = 0; g < group; ++g) {
                    const std::size_t query = (b * a.query_heads + head * group + g) * a.queries + t;
                    *next++ = {!all_first && g == 0 ? stored(ahead + t) : none, static_cast<std::uint32_t>(query),
                               false};
                }
        }
}

void TokenSet::draw_kinds(KindMix mix, std::uint64_t seed) {
    lay_out(KindMix::full);
    for (std::size_t head = 0; head < arrays_.heads; ++head) {
        std::mt19937_64 random(seed * 0x9E3779B97F4A7C15ULL + head);
        for (std::size_t step = 0; step < steps(); ++step) {
            auto& packet_of_step = list_[packet(head, step)];
            const std::size_t t = step % packets_;
            bool writes = true, queries = true;
            if (mix == KindMix::mixed) {
                const auto draw = random() >> 62;
                writes = draw != 2;
                queries = draw != 3;
            } else if (mix == KindMix::gqa) {
                writes = t % queries_per_stored_token == 0;
            } else if (mix == KindMix::vit) {
                writes = t < packets_ / 2;
                queries = !writes;
            }
            if (!writes) packet_of_step.stored = none;
            packet_of_step.carries_query = !queries;  // which the engine has to ignore
        }
    }
}

std::optional<std::size_t> TokenSet::result_of(std::size_t head, std::size_t step) const {
    const auto& p = at(head, step);
    return p.queries() ? std::optional<std::size_t>(p.query) : std::nullopt;
}

std::vector<std::size_t> TokenSet::querying(std::size_t head) const {
    std::vector<std::size_t> steps_that_query;
    for (std::size_t step = 0; step < steps(); ++step)
        if (at(head, step).queries()) steps_that_query.push_back(step);
    return steps_that_query;
}

Token TokenSet::token(std::size_t head, std::size_t step) const {
    const auto& p = at(head, step);
    const auto part = [&](const auto& codes, std::uint32_t token, auto& out) {
        out.resize(arrays_.rows, 0);
        if (token != none)
            std::copy_n(codes.begin() + static_cast<std::ptrdiff_t>(token * arrays_.rows), arrays_.rows, out.begin());
    };
    Token out;
    out.first = first(step);
    out.writes = p.writes();
    out.queries = p.queries();
    part(arrays_.q, p.query, out.q);
    if (out.writes) part(arrays_.k, p.stored, out.k);
    if (out.writes) part(arrays_.v, p.stored, out.v);
    return out;
}

std::vector<Token> TokenSet::head_tokens(std::size_t head) const {
    std::vector<Token> out;
    out.reserve(steps());
    for (std::size_t step = 0; step < steps(); ++step) out.push_back(token(head, step));
    return out;
}

RealToken TokenSet::real(std::size_t head, std::size_t step) const {
    const auto& p = at(head, step);
    RealToken out;
    out.first = first(step);
    if (p.queries()) out.q = arrays_.q_real.data() + p.query * arrays_.rows;
    if (p.writes()) out.k = arrays_.k_real.data() + p.stored * arrays_.rows;
    if (p.writes()) out.v = arrays_.v_real.data() + p.stored * arrays_.rows;
    return out;
}

RealToken TokenSet::coded(std::size_t head, std::size_t step, std::vector<double>& values) const {
    const auto& p = at(head, step);
    const std::size_t rows = arrays_.rows;
    values.resize(3 * rows);
    const auto part = [&](const auto& codes, std::uint32_t token, double full_scale, int max,
                          std::size_t place) -> const double* {
        if (token == none) return nullptr;
        for (std::size_t r = 0; r < rows; ++r) values[place * rows + r] = codes[token * rows + r] * full_scale / max;
        return values.data() + place * rows;
    };
    RealToken out;
    out.first = first(step);
    out.q = part(arrays_.q, p.queries() ? p.query : none, 1.0, arrays_.q_max, 0);
    out.k = part(arrays_.k, p.stored, arrays_.v_max, arrays_.level_max, 1);
    out.v = part(arrays_.v, p.stored, arrays_.v_max, arrays_.level_max, 2);
    return out;
}

}  // namespace kvolt
