// SPDX-License-Identifier: Apache-2.0
// TokenSet from an NPZ file: shapes first, then every value, all problems at once.
#include "sim/model/token_load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "gen/support/diagnostics.hpp"
#include "sim/model/npz_read.hpp"
#include "sim/model/token_code.hpp"

namespace kvolt {
namespace {

using Shape = std::vector<std::size_t>;

std::string text_of(const Shape& shape) { return fmt::format("({})", fmt::join(shape, ", ")); }

/// The three arrays of a file, with every complaint collected.
class Loader {
public:
    Loader(const std::string& path, const Design& design)
        : path_(path),
          heads_(static_cast<std::size_t>(design.heads)),
          rows_(static_cast<std::size_t>(design.rows)),
          arrays_(read_npz(path)) {
        for (const auto* name : {"Q", "K", "V"})
            if (arrays_.count(name) == 0)
                complain(name, "array is missing", "arrays Q, K and V of one shape are needed");
        stop_if_wrong();
        for (const auto* name : {"Q", "K", "V"}) check_shape(name, arrays_.at(name).shape);
        stop_if_wrong();
        for (const auto* name : {"K", "V"})
            if (arrays_.at(name).shape != shape())
                complain(name, "shape " + text_of(arrays_.at(name).shape),
                         "must equal the shape of Q, " + text_of(shape()));
        stop_if_wrong();
    }

    [[nodiscard]] const Shape& shape() const { return arrays_.at("Q").shape; }

    /// Codes and the reals they stand for. `full_scale` is the real value of code `max`.
    template <class Code>
    void convert(const char* name, double full_scale, int max, const char* unit, std::vector<Code>& codes,
                 std::vector<double>& reals) {
        const NpyArray& array = arrays_.at(name);
        const std::size_t size = array.size();
        codes.resize(size);
        reals.resize(size);
        for (std::size_t i = 0; i < size; ++i) {
            if (array.is_integer) {
                const std::int64_t code = array.integer[i];
                if (code < 0 || code > max)
                    return complain(name, fmt::format("element {} is {}", index_of(i), code),
                                    fmt::format("integers are codes 0..{}", max));
                codes[i] = static_cast<Code>(code);
                reals[i] = static_cast<double>(code) * full_scale / max;
            } else {
                const double value = array.real[i];
                if (!std::isfinite(value))
                    return complain(name, fmt::format("element {} is {}", index_of(i), value),
                                    fmt::format("only finite values are allowed (0..{}{})", full_scale, unit));
                codes[i] = static_cast<Code>(code_of(value, full_scale, max));
                reals[i] = std::clamp(value, 0.0, full_scale);
            }
        }
    }

    void stop_if_wrong() const {
        if (!diagnostics_.empty()) throw InputError(diagnostics_);
    }

private:
    void complain(const char* name, const std::string& problem, const std::string& allowed) {
        Diagnostic diagnostic;
        diagnostic.pos.file = path_;
        diagnostic.key = name;
        diagnostic.problem = problem;
        diagnostic.allowed = allowed;
        diagnostics_.push_back(diagnostic);
    }

    void check_shape(const char* name, const Shape& given) {
        const std::string shapes = heads_ == 1 ? fmt::format("(T, {0}), (B, T, {0}) or (B, 1, T, {0})", rows_)
                                               : fmt::format("({1}, T, {0}) or (B, {1}, T, {0})", rows_, heads_);
        const std::string problem = "shape " + text_of(given);
        const std::size_t fewest = heads_ == 1 ? 2 : 3;
        if (given.size() < fewest || given.size() > 4) return complain(name, problem, shapes + " is needed");
        if (given.back() != rows_)
            return complain(name, fmt::format("{} has {} values per token", problem, given.back()),
                            fmt::format("{} is needed (head.dimension = {})", shapes, rows_));
        const bool names_heads = given.size() == 4 || heads_ > 1;
        if (names_heads && given[given.size() - 3] != heads_)
            return complain(name, fmt::format("{} has {} heads", problem, given[given.size() - 3]),
                            fmt::format("{} is needed (engine.heads = {})", shapes, heads_));
        if (std::find(given.begin(), given.end(), std::size_t{0}) != given.end())
            complain(name, problem + " holds no token", "at least one is needed");
    }

    [[nodiscard]] std::string index_of(std::size_t flat) const {
        Shape index(shape().size());
        for (std::size_t d = index.size(); d-- > 0; flat /= shape()[d]) index[d] = flat % shape()[d];
        return fmt::format("[{}]", fmt::join(index, ", "));
    }

    std::string path_;
    std::size_t heads_, rows_;
    std::map<std::string, NpyArray> arrays_;
    std::vector<Diagnostic> diagnostics_;
};

}  // namespace

TokenSet load_tokens(const std::string& path, const Design& design) {
    Loader loader(path, design);
    const Shape& shape = loader.shape();
    TokenSet set;
    set.heads_ = static_cast<std::size_t>(design.heads);
    set.rows_ = shape.back();
    set.leading_.assign(shape.begin(), shape.end() - 1);
    set.tokens_ = set.leading_.back();
    set.sequences_ = shape.size() == 4 || (shape.size() == 3 && set.heads_ == 1) ? shape[0] : 1;
    const double v_max = design.config.analog.v_max;
    loader.convert("Q", 1.0, design.q_max, "", set.q_, set.q_real_);
    loader.convert("K", v_max, design.level_max, " V", set.k_, set.k_real_);
    loader.convert("V", v_max, design.level_max, " V", set.v_, set.v_real_);
    loader.stop_if_wrong();
    return set;
}

}  // namespace kvolt
