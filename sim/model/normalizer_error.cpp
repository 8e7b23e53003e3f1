// SPDX-License-Identifier: Apache-2.0
#include "sim/model/normalizer_error.hpp"

#include <algorithm>
#include <cmath>

#include "gen/design/normalizer.hpp"
#include "sim/model/engines.hpp"
#include "sim/model/normalizer_model.hpp"
#include "sim/model/token_random.hpp"

namespace kvolt {

double normalizer_error_codes(const NormalizerSetting& setting) {
    const auto& kind = normalizer(setting.kind);
    const auto function = normalizer_function(setting);
    const int half = 1 << (setting.in_bits - 1);
    const double top = setting.p_max();
    double worst = 0;
    for (int live = kind.divides_by_live ? 1 : setting.window; live <= setting.window; ++live)
        for (int x = -half; x < half; ++x) {
            const double exact = std::clamp(top * kind.formula(setting, x * setting.lsb_ua, live), 0.0, top);
            worst = std::max(worst, std::fabs(function(x, live) - exact));
        }
    return worst;
}

AttentionError attention_error(const Design& design, std::size_t tokens, std::uint64_t seed) {
    const auto filled = static_cast<std::size_t>(design.window);
    const auto set = random_tokens(design, filled + tokens, seed);
    const auto golden = run_golden(design, set).output, real = run_float(design, set).output;
    double signal = 0, noise = 0;
    std::size_t count = 0;
    for (std::size_t head = 0; head < set.heads(); ++head)
        for (std::size_t step = filled; step < set.steps(); ++step)
            for (std::size_t r = 0; r < set.rows(); ++r, ++count) {
                const std::size_t i = set.result_of(head, step).value() * set.rows() + r;
                signal += real[i] * real[i];
                noise += (golden[i] - real[i]) * (golden[i] - real[i]);
            }
    return {std::sqrt(noise / static_cast<double>(count)), 10 * std::log10(signal / noise)};
}

}  // namespace kvolt
