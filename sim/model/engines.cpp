// SPDX-License-Identifier: Apache-2.0
#include "sim/model/engines.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

#include "sim/model/float_head.hpp"
#include "sim/model/golden_head.hpp"
#include "sim/model/npz_write.hpp"
#include "sim/model/token.hpp"

namespace kvolt {
namespace {

/// Runs `work(head)` for every head on a few threads; the first exception comes out.
void for_each_head(std::size_t heads, int threads, const std::function<void(std::size_t)>& work) {
    std::atomic<std::size_t> next{0};
    std::exception_ptr failure;
    std::mutex failed;
    const auto worker = [&] {
        for (std::size_t head = next++; head < heads; head = next++) {
            try {
                work(head);
            } catch (...) {
                const std::lock_guard<std::mutex> lock(failed);
                if (!failure) failure = std::current_exception();
                next = heads;
            }
        }
    };
    std::vector<std::thread> pool;
    for (int i = 1; i < threads && static_cast<std::size_t>(i) < heads; ++i) pool.emplace_back(worker);
    worker();
    for (auto& thread : pool) thread.join();
    if (failure) std::rethrow_exception(failure);
}

template <class T>
void put(std::vector<T>& array, std::size_t position, const std::vector<T>& values) {
    std::copy(values.begin(), values.end(), array.begin() + static_cast<std::ptrdiff_t>(position * values.size()));
}

struct Affine {
    double scale, offset;
};

Affine affine_of(const Design& design) {
    const auto unit = static_cast<double>(std::int64_t{1} << design.widths.scale_fraction);
    return {design.scale_reset / unit, static_cast<double>(design.offset_reset) / design.code_max};
}

EngineResult room_for(const Design& design, const TokenSet& tokens, bool probe) {
    EngineResult out;
    const std::size_t steps = tokens.steps() * tokens.heads();
    out.output.resize(steps * tokens.rows());
    if (probe) {
        out.s.resize(steps * static_cast<std::size_t>(design.window));
        out.phi.resize(steps * static_cast<std::size_t>(design.window));
    }
    return out;
}

void count_done(const EngineOptions& options) {
    if (options.done != nullptr) options.done->fetch_add(1, std::memory_order_relaxed);
}

NpyOutput reals(const char* name, std::vector<std::size_t> shape, const std::vector<double>& values) {
    return {name, std::move(shape), NpyType::f8, values, {}};
}

template <class T>
NpyOutput integers(const char* name, std::vector<std::size_t> shape, NpyType type, const std::vector<T>& values) {
    return {name, std::move(shape), type, {}, {values.begin(), values.end()}};
}

}  // namespace

std::vector<double> outputs_of(const Design& design, const EngineResult& result) {
    const Affine affine = affine_of(design);
    std::vector<double> out(result.codes.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
        const double code = result.corrected.empty() ? static_cast<double>(result.codes[i]) : result.corrected[i];
        out[i] = code / design.code_max * affine.scale + affine.offset;
    }
    return out;
}

EngineResult run_golden(const Design& design, const TokenSet& tokens, const EngineOptions& options) {
    EngineResult out = room_for(design, tokens, options.probe);
    out.codes.resize(out.output.size());
    out.words.resize(out.output.size());
    if (design.calibration.on) out.corrected.resize(out.output.size());
    std::atomic<std::int64_t> saturated{0};
    for_each_head(tokens.heads(), options.threads, [&](std::size_t head) {
        GoldenHead model(design, static_cast<int>(head));
        model.set({options.window, design.scale_reset, design.offset_reset, bad_slots_of(options.bad_slots, head)});
        if (options.calibrate) model.calibrate();
        for (std::size_t step = 0; step < tokens.steps(); ++step) {
            const TokenResult result = model.step(tokens.token(head, step));
            const std::size_t position = tokens.position(head, step);
            put(out.codes, position, result.codes);
            put(out.words, position, result.words);
            put(out.corrected, position, result.corrected);
            saturated += result.saturated;
            if (options.probe) {
                put(out.s, position, model.s());
                put(out.phi, position, model.phi());
            }
            count_done(options);
        }
    });
    out.output = outputs_of(design, out);
    out.saturated = saturated;
    return out;
}

EngineResult run_float(const Design& design, const TokenSet& tokens, const EngineOptions& options) {
    EngineResult out = room_for(design, tokens, options.probe);
    const Affine affine = affine_of(design);
    for_each_head(tokens.heads(), options.threads, [&](std::size_t head) {
        FloatHead model(design);
        model.set_window(options.window);
        model.set_bad_slots(bad_slots_of(options.bad_slots, head));
        for (std::size_t step = 0; step < tokens.steps(); ++step) {
            if (tokens.first(step)) model.start_sequence();
            auto result = model.step(tokens.q_real(head, step), tokens.k_real(head, step), tokens.v_real(head, step));
            for (auto& value : result) value = value * affine.scale + affine.offset;
            const std::size_t position = tokens.position(head, step);
            put(out.output, position, result);
            if (options.probe) {
                put(out.s, position, model.s());
                put(out.phi, position, model.phi());
            }
            count_done(options);
        }
    });
    return out;
}

double snr_db(const std::vector<double>& output, const std::vector<double>& reference) {
    double signal = 0, noise = 0;
    for (std::size_t i = 0; i < reference.size(); ++i) {
        const double difference = output[i] - reference[i];
        signal += reference[i] * reference[i];
        noise += difference * difference;
    }
    return 10 * std::log10(signal / noise);
}

void write_result(const std::string& path, const Design& design, const TokenSet& tokens, const EngineResult& result) {
    const auto shape = [&](std::size_t last) {
        auto out = tokens.leading_shape();
        out.push_back(last);
        return out;
    };
    const auto window = static_cast<std::size_t>(design.window);
    const bool identity = design.scale_reset == std::int32_t{1} << design.widths.scale_fraction &&
                          design.offset_reset == 0 && !design.calibration.on;
    std::vector<NpyOutput> arrays;
    if (!result.codes.empty()) arrays.push_back(integers("codes", shape(tokens.rows()), NpyType::i4, result.codes));
    if (!result.words.empty() && !identity)
        arrays.push_back(integers("words", shape(tokens.rows()), NpyType::i4, result.words));
    if (!result.output.empty()) arrays.push_back(reals("output", shape(tokens.rows()), result.output));
    if (!result.s.empty()) arrays.push_back(reals("S", shape(window), result.s));
    if (!result.phi.empty()) arrays.push_back(reals("phi", shape(window), result.phi));
    if (!result.cycles.empty())
        arrays.push_back(integers("cycles", tokens.leading_shape(), NpyType::i8, result.cycles));
    write_npz(path, arrays);
}

}  // namespace kvolt
