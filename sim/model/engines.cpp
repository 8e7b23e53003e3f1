// SPDX-License-Identifier: Apache-2.0
#include "sim/model/engines.hpp"

#include "gen/support/worker_pool.hpp"
#include "sim/model/float_head.hpp"
#include "sim/model/golden_head.hpp"
#include "sim/model/schedule_log.hpp"

namespace kvolt {
namespace {

void count_done(const EngineOptions& options) {
    if (options.done != nullptr) options.done->fetch_add(1, std::memory_order_relaxed);
}

/// Those of the run, or of a stream that never pauses.
HeadLogs times_of(const Design& design, const TokenSet& tokens, const EngineOptions& options) {
    return options.times.empty() ? schedule_logs(design, tokens, options, {}) : options.times;
}

}  // namespace

EngineResult run_golden(const Design& design, const TokenSet& tokens, const EngineOptions& options) {
    EngineResult out = room_for(design, tokens, options, true);
    const auto times = times_of(design, tokens, options);
    std::atomic<std::int64_t> saturated{0};
    run_jobs(tokens.heads(), options.threads, [&](std::size_t head) {
        GoldenHead model(design, static_cast<int>(head));
        model.set(head_settings(design, options, head));
        model.keep_analog(options.analog);
        if (head < times.size()) model.follow(*times[head]);
        if (options.calibrate) model.calibrate();
        for (std::size_t step = 0; step < tokens.steps(); ++step) {
            const TokenResult answer = model.step(tokens.token(head, step));
            keep(tokens, head, step, answer, model, out);
            saturated += answer.saturated;
            count_done(options);
        }
    });
    out.output = outputs_of(design, out);
    out.saturated = saturated;
    return out;
}

EngineResult run_float(const Design& design, const TokenSet& tokens, const EngineOptions& options) {
    EngineResult out = room_for(design, tokens, options, false);
    const auto times = times_of(design, tokens, options);
    const auto affine = affine_of(design);
    run_jobs(tokens.heads(), options.threads, [&](std::size_t head) {
        FloatHead model(design);
        model.set(head_settings(design, options, head));
        if (head < times.size()) model.follow(*times[head]);
        for (std::size_t step = 0; step < tokens.steps(); ++step) {
            model.step(tokens.real(head, step));
            keep(tokens, head, step, model, affine.scale, affine.offset, out);
            count_done(options);
        }
    });
    return out;
}

}  // namespace kvolt
