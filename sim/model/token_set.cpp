// SPDX-License-Identifier: Apache-2.0
#include "sim/model/token_set.hpp"

#include <algorithm>

namespace kvolt {

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

}  // namespace kvolt
