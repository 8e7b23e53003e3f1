// SPDX-License-Identifier: Apache-2.0
#include "sim/model/token_set.hpp"

#include <algorithm>
#include <random>

#include "sim/model/token.hpp"

namespace kvolt {
namespace {

constexpr std::size_t queries_per_stored_token = 4;

}  // namespace

Token TokenSet::token(std::size_t head, std::size_t step) const {
    const auto from = static_cast<std::ptrdiff_t>(position(head, step) * rows_);
    const auto to = from + static_cast<std::ptrdiff_t>(rows_);
    Token out;
    out.q.assign(q_.begin() + from, q_.begin() + to);
    out.k.assign(k_.begin() + from, k_.begin() + to);
    out.v.assign(v_.begin() + from, v_.begin() + to);
    out.first = first(step);
    if (!kinds_.empty()) {
        const auto kind = kinds_[position(head, step)];
        out.writes = kind != query_only;
        out.queries = kind != write_only;
    }
    if (!out.writes) {
        out.k.clear();
        out.v.clear();
    }
    return out;
}

std::vector<Token> TokenSet::head_tokens(std::size_t head) const {
    std::vector<Token> out;
    out.reserve(steps());
    for (std::size_t step = 0; step < steps(); ++step) out.push_back(token(head, step));
    return out;
}

void TokenSet::truncate(std::size_t tokens) {
    if (tokens >= tokens_ || tokens == 0) return;
    const auto keep = [&](auto& values, std::size_t width) {
        for (std::size_t run = 0; run < sequences_ * heads_; ++run)
            std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(run * tokens_ * width), tokens * width,
                        values.begin() + static_cast<std::ptrdiff_t>(run * tokens * width));
        values.resize(sequences_ * heads_ * tokens * width);
    };
    keep(q_, rows_);
    keep(k_, rows_);
    keep(v_, rows_);
    keep(q_real_, rows_);
    keep(k_real_, rows_);
    keep(v_real_, rows_);
    if (!kinds_.empty()) keep(kinds_, 1);
    tokens_ = tokens;
    leading_.back() = tokens;
}

void TokenSet::set_kinds(KindMix mix, std::uint64_t seed) {
    kinds_.assign(steps() * heads_, full_token);
    for (std::size_t head = 0; head < heads_; ++head) {
        std::mt19937_64 random(seed * 0x9E3779B97F4A7C15ULL + head);
        for (std::size_t step = 0; step < steps(); ++step) {
            const std::size_t token = step % tokens_;
            auto& kind = kinds_[position(head, step)];
            switch (mix) {
                case KindMix::full:
                    break;
                case KindMix::mixed: {
                    const auto draw = random() >> 62;
                    kind = draw < 2 ? full_token : draw == 2 ? query_only : write_only;
                    break;
                }
                case KindMix::gqa:
                    kind = token % queries_per_stored_token == 0 ? full_token : query_only;
                    break;
                case KindMix::vit:
                    kind = token < tokens_ / 2 ? write_only : query_only;
                    break;
            }
        }
    }
}

std::vector<std::size_t> TokenSet::querying(std::size_t head) const {
    std::vector<std::size_t> steps_that_query;
    for (std::size_t step = 0; step < steps(); ++step)
        if (kinds_.empty() || kinds_[position(head, step)] != write_only) steps_that_query.push_back(step);
    return steps_that_query;
}

}  // namespace kvolt
