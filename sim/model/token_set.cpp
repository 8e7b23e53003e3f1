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
    const auto keep = [&](auto& values) {
        for (std::size_t run = 0; run < sequences_ * heads_; ++run)
            std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(run * tokens_ * rows_), tokens * rows_,
                        values.begin() + static_cast<std::ptrdiff_t>(run * tokens * rows_));
        values.resize(sequences_ * heads_ * tokens * rows_);
    };
    keep(q_);
    keep(k_);
    keep(v_);
    keep(q_real_);
    keep(k_real_);
    keep(v_real_);
    tokens_ = tokens;
    leading_.back() = tokens;
}

}  // namespace kvolt
