// SPDX-License-Identifier: Apache-2.0
#include "sim/model/result_file.hpp"

#include <fmt/format.h>

#include "gen/config/to_toml.hpp"
#include "gen/support/hash.hpp"
#include "sim/model/npz_write.hpp"

namespace kvolt {
namespace {

using Shape = std::vector<std::size_t>;

NpyOutput reals(const char* name, Shape shape, const std::vector<double>& values) {
    NpyOutput out;
    out.name = name;
    out.shape = std::move(shape);
    out.real = values;
    return out;
}

template <class T>
NpyOutput integers(const char* name, Shape shape, NpyType type, const std::vector<T>& values) {
    NpyOutput out;
    out.name = name;
    out.shape = std::move(shape);
    out.type = type;
    out.integer.assign(values.begin(), values.end());
    return out;
}

NpyOutput text(const char* name, const std::string& value) {
    NpyOutput out;
    out.name = name;
    out.type = NpyType::text;
    out.text = value;
    return out;
}

void add_record(const Design& design, const RunRecord& record, std::vector<NpyOutput>& arrays) {
    arrays.push_back(text("config", to_toml(design.config)));
    arrays.push_back(text("config_hash", hash_text(design.hash)));
    arrays.push_back(text("version", version()));
    arrays.push_back(text("engine", record.engine));
    arrays.push_back(integers("seed", {}, NpyType::i8, std::vector<std::uint64_t>{record.seed}));
    if (design.config.analog.points.empty()) return;
    std::vector<double> points;
    for (const auto& point : design.config.analog.points) points.insert(points.end(), {point.volt, point.ua});
    arrays.push_back(reals("cell_table", {points.size() / 2, 2}, points));
}

}  // namespace

void write_result(const std::string& path, const Design& design, const TokenSet& tokens, const EngineResult& result,
                  const RunRecord& record) {
    const auto shape = [&](std::size_t last) {
        auto out = tokens.leading_shape();
        out.push_back(last);
        return out;
    };
    auto probe_shape = shape(static_cast<std::size_t>(design.window));
    probe_shape[probe_shape.size() - 2] = result.probe_count;
    const auto rows = tokens.rows();
    const bool identity = design.scale_reset == std::int32_t{1} << design.widths.scale_fraction &&
                          design.offset_reset == 0 && !design.calibration.on;
    std::vector<NpyOutput> arrays;
    if (!result.codes.empty()) arrays.push_back(integers("codes", shape(rows), NpyType::i4, result.codes));
    if (!result.words.empty() && !identity) arrays.push_back(integers("words", shape(rows), NpyType::i4, result.words));
    if (!result.output.empty()) arrays.push_back(reals("output", shape(rows), result.output));
    if (!result.analog.empty()) arrays.push_back(reals("analog", shape(rows), result.analog));
    if (!result.clipped.empty()) arrays.push_back(integers("clipped", shape(rows), NpyType::i4, result.clipped));
    if (!result.s.empty()) arrays.push_back(reals("S", probe_shape, result.s));
    if (!result.phi.empty()) arrays.push_back(reals("phi", probe_shape, result.phi));
    if (!result.cycles.empty())
        arrays.push_back(integers("cycles", tokens.leading_shape(), NpyType::i8, result.cycles));
    add_record(design, record, arrays);
    write_npz(path, arrays);
}

}  // namespace kvolt
