// SPDX-License-Identifier: Apache-2.0
// Random tokens that take the engine through all its regions. Only additions, multiplications and square roots: the
// same on every machine.
#include "sim/model/token_random.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include "sim/model/token_code.hpp"

namespace kvolt {
namespace {

/// Cell current per volt of deviation near which all cells of interest lie; sets how far biases must wander to reach
/// the clamps.
constexpr double typical_slope_ua_per_v = 19.3;

class Draw {
public:
    explicit Draw(std::uint64_t seed) : random_(seed) {}
    double uniform() { return static_cast<double>(random_() >> 11) * 0x1p-53; }  // [0, 1)
    double centered() { return 2.0 * uniform() - 1.0; }

private:
    std::mt19937_64 random_;
};

/// A value that forgets its past within about `memory` steps and keeps a standard deviation of about 1.
class Wander {
public:
    explicit Wander(double memory) : keep_(1.0 - 1.0 / memory), step_(std::sqrt(3.0 * (1.0 - keep_ * keep_))) {}
    double next(Draw& draw) {
        value_ = keep_ * value_ + step_ * draw.centered();
        return value_;
    }

private:
    double keep_, step_, value_ = 0.0;
};

std::uint64_t mixed(std::uint64_t x) {  // splitmix64
    x += 0x9E3779B97F4A7C15ULL;
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ x >> 27) * 0x94D049BB133111EBULL;
    return x ^ x >> 31;
}

}  // namespace

TokenSet random_tokens(const Design& design, std::size_t tokens, std::uint64_t seed, std::size_t sequences,
                       DrawnAs as) {
    TokenArrays set;
    set.sequences = sequences;
    set.heads = set.query_heads = static_cast<std::size_t>(design.heads);
    set.stored = set.queries = tokens;
    set.rows = static_cast<std::size_t>(design.rows);
    set.q_max = design.q_max;
    set.level_max = design.level_max;
    set.v_max = design.config.analog.v_max;
    std::vector<std::size_t> leading;
    if (sequences > 1) leading.push_back(sequences);
    if (set.heads > 1) leading.push_back(set.heads);
    leading.push_back(tokens);

    const auto& analog = design.config.analog;
    const double v_max = analog.v_max;
    // Standard deviation of the biases: enough to saturate half a row's worth of q, or a tile's worth of slots at phi =
    // 0.4.
    const double k_bias = std::min(v_max, 3.0 * analog.score_saturation_ua / (design.rows * typical_slope_ua_per_v));
    const double v_bias = std::min(v_max, analog.output_saturation_ua / (0.4 * design.slots * typical_slope_ua_per_v));
    const std::size_t total = sequences * set.heads * tokens * set.rows;
    for (auto* reals : {&set.q_real, &set.k_real, &set.v_real}) reals->resize(total);
    set.q.resize(total);
    set.k.resize(total);
    set.v.resize(total);
    const auto level = [&](double volt, std::uint8_t& code, double& real) {
        code = static_cast<std::uint8_t>(code_of(volt, v_max, design.level_max));
        real = as == DrawnAs::reals ? std::clamp(volt, 0.0, v_max) : code * v_max / design.level_max;
    };
    const auto query = [&](double uniform, std::uint16_t& code, double& real) {
        code = static_cast<std::uint16_t>(as == DrawnAs::reals ? code_of(uniform, 1.0, design.q_max)
                                                               : static_cast<int>(uniform * (design.q_max + 1)));
        real = as == DrawnAs::reals ? uniform : static_cast<double>(code) / design.q_max;
    };
    for (std::size_t run = 0; run < sequences * set.heads;
         ++run) {  // one stream each: more tokens or heads change no other
        Draw draw(mixed(mixed(seed) ^ run));
        Wander k_walk(4.0);
        std::vector<Wander> v_walk(set.rows, Wander(design.slots));
        for (std::size_t t = 0; t < tokens; ++t) {
            const double k_mean = analog.v_zero + k_bias * k_walk.next(draw);
            for (std::size_t r = 0; r < set.rows; ++r) {
                const std::size_t i = (run * tokens + t) * set.rows + r;
                query(draw.uniform(), set.q[i], set.q_real[i]);
                level(k_mean + v_max / 4 * draw.centered(), set.k[i], set.k_real[i]);
                level(analog.v_zero + v_bias * v_walk[r].next(draw) + v_max / 4 * draw.centered(), set.v[i],
                      set.v_real[i]);
            }
        }
    }
    return TokenSet(std::move(set), std::move(leading));
}

}  // namespace kvolt
