// SPDX-License-Identifier: Apache-2.0
// TokenSet from an NPZ file: shapes first, then every value, all problems at once.
#include "sim/model/token_load.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "gen/support/diagnostics.hpp"
#include "sim/model/npz_read.hpp"
#include "sim/model/token_code.hpp"

namespace kvolt {
namespace {

using Shape = std::vector<std::size_t>;

/// Beyond the range by less than this is the rounding of some float type, not a value outside.
constexpr double tolerance = 1e-6;

std::string text_of(const Shape& shape) { return fmt::format("({})", fmt::join(shape, ", ")); }

/// The three arrays of a file, with every complaint collected.
class Loader {
public:
    Loader(const std::string& path, const Design& design, const LoadOptions& options)
        : path_(path),
          options_(options),
          heads_(static_cast<std::size_t>(design.heads)),
          rows_(static_cast<std::size_t>(design.rows)),
          arrays_(read_npz(path, {"Q", "K", "V"})) {
        check_presence();
        stop_if_wrong();
        for (const auto* name : {"Q", "K", "V"}) check_shape(name, arrays_.at(name).shape);
        stop_if_wrong();
        check_shapes_together();
        stop_if_wrong();
        if (options.tokens > 0)
            for (auto& [name, array] : arrays_) keep_first_tokens(array);
        check_room();
        stop_if_wrong();
    }

    [[nodiscard]] const Shape& shape(const char* name) const { return arrays_.at(name).shape; }

    /// Codes and the reals they stand for. `full_scale` is the real value of code `max`.
    template <class Code>
    InputRange convert(const char* name, double full_scale, int max, const char* unit, std::vector<Code>& codes,
                       std::vector<double>& reals) {
        const NpyArray& array = arrays_.at(name);
        const std::size_t size = array.size();
        InputRange range;
        range.name = name;
        range.codes = array.is_integer;
        range.full_scale = full_scale;
        codes.resize(size);
        reals.resize(size);
        std::size_t below = 0, above = 0;
        for (std::size_t i = 0; i < size; ++i) {
            double value = 0;
            if (array.is_integer) {
                const std::int64_t code = array.integer[i];
                if (code < 0 || code > max) {
                    complain(name, fmt::format("element {} is {}", index_of(name, i), code),
                             fmt::format("integers are codes 0..{}", max));
                    return range;
                }
                codes[i] = static_cast<Code>(code);
                reals[i] = value = static_cast<double>(code) * full_scale / max;
            } else {
                value = array.real[i];
                if (!std::isfinite(value)) {
                    complain(name, fmt::format("element {} is {}", index_of(name, i), value),
                             fmt::format("only finite values are allowed (0..{}{})", full_scale, unit));
                    return range;
                }
                codes[i] = static_cast<Code>(code_of(value, full_scale, max));
                reals[i] = std::clamp(value, 0.0, full_scale);
                below += value < -tolerance * full_scale ? 1 : 0;
                above += value > (1 + tolerance) * full_scale ? 1 : 0;
            }
            range.lowest = i == 0 ? value : std::min(range.lowest, value);
            range.highest = i == 0 ? value : std::max(range.highest, value);
        }
        range.below = static_cast<double>(below) / static_cast<double>(size);
        range.above = static_cast<double>(above) / static_cast<double>(size);
        if (range.below + range.above > most_outside && !options_.clamp) complain_outside(range, unit);
        return range;
    }

    void stop_if_wrong() const {
        if (!diagnostics_.empty()) throw InputError(diagnostics_);
    }

    /// Of one array, the axes that a file may leave out filled in.
    [[nodiscard]] std::size_t sequences(const char* name) const {
        const Shape& s = shape(name);
        return s.size() == 4 || (s.size() == 3 && heads_ == 1) ? s[0] : 1;
    }
    [[nodiscard]] std::size_t heads(const char* name) const {
        const Shape& s = shape(name);
        return s.size() == 4 || heads_ > 1 ? s[s.size() - 3] : 1;
    }
    [[nodiscard]] std::size_t tokens(const char* name) const { return shape(name)[shape(name).size() - 2]; }

private:
    void complain(const std::string& name, const std::string& problem, const std::string& allowed) {
        Diagnostic diagnostic;
        diagnostic.pos.file = path_;
        diagnostic.key = name;
        diagnostic.problem = problem;
        diagnostic.allowed = allowed;
        diagnostics_.push_back(diagnostic);
    }

    /// Volt that look like millivolt fit when they are divided by 1000.
    static bool looks_milli(const InputRange& range) {
        return range.below == 0 && range.highest > 50 * range.full_scale && range.highest <= 1001 * range.full_scale;
    }

    void complain_outside(const InputRange& range, const char* unit) {
        const bool milli = unit[0] != '\0' && looks_milli(range);
        complain(
            range.name,
            fmt::format("{:.3g} % of its values lie below 0{} and {:.3g} % above {}{}: it runs from {:.6g} to {:.6g}",
                        100 * range.below, unit, 100 * range.above, range.full_scale, unit, range.lowest,
                        range.highest),
            milli ? fmt::format("values are in volt; millivolt divided by 1000 fit: {:.6g} to {:.6g}",
                                range.lowest / 1000, range.highest / 1000)
                  : fmt::format(
                        "at most {:.0f} % may lie outside; map them into it first (docs/accuracy.md), or let --clamp "
                        "cut them off",
                        100 * most_outside));
    }

    void check_presence() {
        std::vector<std::string> missing;
        for (const auto* name : {"Q", "K", "V"})
            if (arrays_.count(name) == 0) missing.emplace_back(name);
        if (missing.empty()) return;
        const auto names = npz_names(path_);
        const std::string there = names.empty() ? "no array" : fmt::format("{}", fmt::join(names, ", "));
        for (const auto& name : missing)
            complain(name, "array is missing", fmt::format("arrays Q, K and V are needed, the file holds {}", there));
    }

    void check_shape(const char* name, const Shape& given) {
        const bool query = std::string(name) == "Q";
        const std::string heads =
            query ? (heads_ == 1 ? "H" : fmt::format("a multiple of {}", heads_)) : fmt::format("{}", heads_);
        const std::string shapes = heads_ == 1 ? fmt::format("(T, {0}), (B, T, {0}) or (B, {1}, T, {0})", rows_, heads)
                                               : fmt::format("({1}, T, {0}) or (B, {1}, T, {0})", rows_, heads);
        const std::string problem = "shape " + text_of(given);
        const std::size_t fewest = heads_ == 1 ? 2 : 3;
        if (given.size() < fewest || given.size() > 4) return complain(name, problem, shapes + " is needed");
        if (given.back() != rows_)
            return complain(name, fmt::format("{} has {} values per token", problem, given.back()),
                            fmt::format("{} is needed (head.dimension = {})", shapes, rows_));
        const bool names_heads = given.size() == 4 || heads_ > 1;
        const std::size_t found = names_heads ? given[given.size() - 3] : 1;
        if (query ? found % heads_ != 0 : found != heads_)
            return complain(name, fmt::format("{} has {} heads", problem, found),
                            fmt::format("{} is needed (engine.heads = {})", shapes, heads_));
        if (std::find(given.begin(), given.end(), std::size_t{0}) != given.end())
            complain(name, problem + " holds no token", "at least one is needed");
    }

    void check_shapes_together() {
        if (shape("V") != shape("K"))
            complain("V", "shape " + text_of(shape("V")), "must equal the shape of K, " + text_of(shape("K")));
        if (shape("Q").size() != shape("K").size() || sequences("Q") != sequences("K"))
            return complain("Q", "shape " + text_of(shape("Q")),
                            "must have as many axes and sequences as K, " + text_of(shape("K")));
        if (options_.kinds != KindMix::vit && tokens("Q") > tokens("K"))
            complain("Q", fmt::format("{} queries for {} stored tokens", tokens("Q"), tokens("K")),
                     fmt::format("each query comes with a stored token, nearest legal {}; with kinds vit (--kinds, "
                                 "workload.kinds) all are written first",
                                 tokens("K")));
        if (options_.tokens > 0 && tokens("Q") != tokens("K"))
            complain("Q", fmt::format("{} queries for {} stored tokens", tokens("Q"), tokens("K")),
                     "--tokens cuts tensors with a query for each token; cut the arrays instead");
    }

    void check_room() {
        const std::size_t stored = tokens("K");
        if (options_.kinds != KindMix::vit || options_.room == 0 || stored <= options_.room) return;
        complain("K", fmt::format("{} tokens of a sequence are written before its first query", stored),
                 fmt::format("the head holds {}; --kinds full lets queries follow their tokens", options_.room));
    }

    void keep_first_tokens(NpyArray& array) const {
        auto& shape = array.shape;
        const std::size_t all = shape[shape.size() - 2], kept = std::min(options_.tokens, all);
        const auto cut = [&](auto& values) {
            const std::size_t runs = values.size() / (all * rows_);
            for (std::size_t run = 0; run < runs; ++run)
                std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(run * all * rows_), kept * rows_,
                            values.begin() + static_cast<std::ptrdiff_t>(run * kept * rows_));
            values.resize(runs * kept * rows_);
        };
        cut(array.real);
        cut(array.integer);
        shape[shape.size() - 2] = kept;
    }

    [[nodiscard]] std::string index_of(const char* name, std::size_t flat) const {
        Shape index(shape(name).size());
        for (std::size_t d = index.size(); d-- > 0; flat /= shape(name)[d]) index[d] = flat % shape(name)[d];
        return fmt::format("[{}]", fmt::join(index, ", "));
    }

    std::string path_;
    LoadOptions options_;
    std::size_t heads_, rows_;
    std::map<std::string, NpyArray> arrays_;
    std::vector<Diagnostic> diagnostics_;
};

}  // namespace

TokenSet load_tokens(const std::string& path, const Design& design, const LoadOptions& options) {
    Loader loader(path, design, options);
    TokenArrays a;
    a.sequences = loader.sequences("K");
    a.heads = loader.heads("K");
    a.stored = loader.tokens("K");
    a.query_heads = loader.heads("Q");
    a.queries = loader.tokens("Q");
    a.rows = static_cast<std::size_t>(design.rows);
    a.q_max = design.q_max;
    a.level_max = design.level_max;
    a.v_max = design.config.analog.v_max;
    std::vector<InputRange> ranges{loader.convert("Q", 1.0, design.q_max, "", a.q, a.q_real),
                                   loader.convert("K", a.v_max, design.level_max, " V", a.k, a.k_real),
                                   loader.convert("V", a.v_max, design.level_max, " V", a.v, a.v_real)};
    loader.stop_if_wrong();
    const auto& q = loader.shape("Q");
    TokenSet set(std::move(a), {q.begin(), q.end() - 1}, options.kinds);
    set.set_inputs(std::move(ranges));
    return set;
}

}  // namespace kvolt
