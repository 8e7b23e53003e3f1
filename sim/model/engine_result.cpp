// SPDX-License-Identifier: Apache-2.0
#include "sim/model/engine_result.hpp"

#include <algorithm>

namespace kvolt {
namespace {

template <class T, class U>
void put(std::vector<T>& array, std::size_t position, const std::vector<U>& values) {
    if (!array.empty())
        std::copy(values.begin(), values.end(), array.begin() + static_cast<std::ptrdiff_t>(position * values.size()));
}

/// S and phi of a result, where it lies in the range that is kept.
template <class Head>
void put_probe(const TokenSet& tokens, std::size_t position, const Head& model, EngineResult& result) {
    const std::size_t query = position % tokens.queries();
    if (result.s.empty() || query < result.probe_from || query >= result.probe_from + result.probe_count) return;
    const std::size_t place = position / tokens.queries() * result.probe_count + (query - result.probe_from);
    put(result.s, place, model.s());
    put(result.phi, place, model.phi());
}

}  // namespace

HeadSettings head_settings(const Design& design, const EngineOptions& options, std::size_t head) {
    HeadSettings settings;
    settings.window = options.window;
    settings.scale = design.scale_reset;
    settings.offset = design.offset_reset;
    settings.bad_slots = bad_slots_of(options.bad_slots, head);
    return settings;
}

EngineResult room_for(const Design& design, const TokenSet& tokens, const EngineOptions& options, bool quantized) {
    EngineResult out;
    const std::size_t values = tokens.results() * tokens.rows();
    out.output.resize(values);
    if (quantized) {
        out.codes.resize(values);
        out.words.resize(values);
        if (design.calibration.on) out.corrected.resize(values);
    }
    if (options.analog) {
        out.analog.resize(values);
        out.clipped.resize(values);
    }
    if (options.probe) {
        out.probe_from = std::min(options.probe_from, tokens.queries());
        out.probe_count = std::min(options.probe_to, tokens.queries()) - out.probe_from;
        const std::size_t runs = tokens.results() / tokens.queries();
        out.s.resize(runs * out.probe_count * static_cast<std::size_t>(design.window));
        out.phi.resize(out.s.size());
    }
    return out;
}

void keep(const TokenSet& tokens, std::size_t head, std::size_t step, const TokenResult& answer,
          const GoldenHead& model, EngineResult& result) {
    const auto position = tokens.result_of(head, step);
    if (!position) return;
    put(result.codes, *position, answer.codes);
    put(result.words, *position, answer.words);
    put(result.corrected, *position, answer.corrected);
    if (!result.analog.empty()) {
        put(result.analog, *position, model.analog());
        put(result.clipped, *position, model.clipped());
    }
    put_probe(tokens, *position, model, result);
}

void keep(const TokenSet& tokens, std::size_t head, std::size_t step, const FloatHead& model, double scale,
          double offset, EngineResult& result) {
    const auto position = tokens.result_of(head, step);
    if (!position) return;
    const auto& output = model.output();
    for (std::size_t r = 0; r < output.size(); ++r)
        result.output[*position * output.size() + r] = output[r] * scale + offset;
    put(result.analog, *position, output);
    put(result.clipped, *position, model.clipped());
    put_probe(tokens, *position, model, result);
}

OutputAffine affine_of(const Design& design) {
    const auto unit = static_cast<double>(std::int64_t{1} << design.widths.scale_fraction);
    return {design.scale_reset / unit, static_cast<double>(design.offset_reset) / design.code_max};
}

std::vector<double> outputs_of(const Design& design, const EngineResult& result) {
    const auto affine = affine_of(design);
    std::vector<double> out(result.codes.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
        const double code = result.corrected.empty() ? static_cast<double>(result.codes[i]) : result.corrected[i];
        out[i] = code / design.code_max * affine.scale + affine.offset;
    }
    return out;
}

}  // namespace kvolt
