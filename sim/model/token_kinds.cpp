// SPDX-License-Identifier: Apache-2.0
#include <random>

#include "sim/model/token_set.hpp"

namespace kvolt {
namespace {

constexpr std::size_t queries_per_stored_token = 4;

}  // namespace

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
