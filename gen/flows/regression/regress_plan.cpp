// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/regression/regress_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

#include "gen/config/key_values.hpp"
#include "gen/config/keys.hpp"
#include "gen/config/load_config.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/integers.hpp"

namespace kvolt {
namespace {

constexpr int most_draws = 20000;  // of one case

std::uint64_t mixed(std::uint64_t x) {  // splitmix64
    x += 0x9E3779B97F4A7C15ULL;
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ x >> 27) * 0x94D049BB133111EBULL;
    return x ^ x >> 31;
}

/// C++ that Verilator makes of a design, about: every instance of a module is code of its own.
std::int64_t estimated_code_kib(const Design& d) {
    const std::int64_t arrays = std::int64_t{d.tiles} * (d.adc.on ? d.adc.groups : 1);
    const int array_rows = d.adc.on ? d.adc.array_rows : d.rows;
    const std::int64_t normalizers =
        !d.adc.on || d.adc.shared_normalizer ? 0 : std::int64_t{d.tiles} * d.adc.scores.converters;
    return d.heads * (150 + d.rows + arrays * (25 + (array_rows + d.slots) / 4) + normalizers * 40);
}

/// Integers and dyadic fractions only: the same on every machine.
class Draw {
public:
    explicit Draw(std::uint64_t seed) : random_(mixed(seed)) {}

    bool chance(double probability) { return static_cast<double>(random_() >> 11) * 0x1p-53 < probability; }
    std::int64_t below(std::int64_t bound) {
        return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(bound));
    }
    template <class T>
    const T& of(const std::vector<T>& values) {
        return values[static_cast<std::size_t>(below(static_cast<std::int64_t>(values.size())))];
    }

    /// Where bugs live: a quarter at the ends, a quarter around powers of two, the others evenly over the octaves above
    /// `min`.
    std::int64_t edges(std::int64_t min, std::int64_t max) {
        const auto kind = below(4);
        std::int64_t value = min;
        if (kind == 0) {
            const std::int64_t ends[] = {min, min + 1, max - 1, max};
            value = ends[below(4)];
        } else if (kind == 1) {
            value = (std::int64_t{1} << below(octaves(max))) + below(3) - 1;
        } else {
            const auto low = std::int64_t{1} << below(octaves(max - min + 1));
            value = min + low - 1 + below(low);
        }
        return std::clamp(value, min, max);
    }

    std::string value(const RegressRange& range) {
        if (!range.values.empty()) return of(range.values);
        if (range.integer)
            return fmt::format("{}", edges(static_cast<std::int64_t>(range.min), static_cast<std::int64_t>(range.max)));
        return real_text(real(range));
    }

private:
    static std::int64_t octaves(std::int64_t value) { return bits_for(static_cast<std::uint64_t>(value)); }

    double real(const RegressRange& range) {
        const auto kind = below(8);
        if (kind == 0) return range.min;
        if (kind == 1) return range.max;
        if (range.step > 0)
            return range.min + range.step * static_cast<double>(below(
                                                static_cast<std::int64_t>((range.max - range.min) / range.step) + 1));
        return range.min + (range.max - range.min) * static_cast<double>(below(1001)) / 1000;
    }

    std::mt19937_64 random_;
};

std::string quoted(const std::string& word) {
    const auto safe = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
               std::string("_-.,=/:+@").find(c) != std::string::npos;
    };
    if (!word.empty() && std::all_of(word.begin(), word.end(), safe)) return word;
    std::string out = "'";
    for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

class Planner {
public:
    Planner(const RegressSuite& suite, std::optional<std::uint64_t> only) : only_(only) { plan_.name = suite.name; }

    void add(const RegressExplicit& block) {
        const auto design = elaborate(load_config(block.config, block.overrides));
        for (const auto seed : block.seeds)
            for (const double stall : block.stalls)
                for (const int window : block.windows)
                    for (const auto& kinds : block.kinds) {
                        if (window > design.window)
                            throw InputError("windows", fmt::format("{} is more than the {} tokens of {}", window,
                                                                    design.window, block.config));
                        if (!wanted(seed)) continue;
                        plan_.cases.push_back({design.name, block.config, block.overrides, seed, stall, window, kinds,
                                               block.tokens, block.sequences, false, design.hash, design.refresh.on,
                                               design.calibration.on});
                    }
    }

    void add(const RegressRandom& block) {
        for (int i = 0; i < block.count; ++i) {
            const auto seed = mixed(block.seed ^ mixed(static_cast<std::uint64_t>(i))) & 0xFFFFFFFF;
            if (wanted(seed)) plan_.cases.push_back(draw(block, seed));
        }
    }

    RegressPlan take() {
        if (plan_.cases.empty() && only_)
            throw InputError("--only", fmt::format("no case of suite {} has the seed {}", plan_.name, *only_));
        return std::move(plan_);
    }

private:
    [[nodiscard]] bool wanted(std::uint64_t seed) const { return !only_ || *only_ == seed; }

    RegressCase draw(const RegressRandom& block, std::uint64_t seed) {
        Draw random(seed);
        std::string last;
        for (int attempt = 0; attempt < most_draws; ++attempt) {
            RegressCase out;
            out.group = block.name;
            out.config = block.base;
            out.seed = seed;
            out.random = true;
            for (const auto& range : block.ranges)
                if (random.chance(range.share)) out.overrides.push_back(range.key + "=" + random.value(range));
            try {
                if (finish(block, random, elaborate(load_config(out.config, out.overrides)), out)) return out;
                ++plan_.too_large;
            } catch (const InputError& error) {
                last = error.diagnostics().front().text();
                ++plan_.refused;
            }
        }
        throw InputError(block.name,
                         fmt::format("{} draws gave no configuration within cells and cycles; the last refusal: {}",
                                     most_draws, last));
    }

    /// What is not the configuration. False: it is too large for the block.
    static bool finish(const RegressRandom& block, Draw& random, const Design& design, RegressCase& out) {
        out.stall = random.of(block.stalls);
        out.kinds = random.of(block.kinds);
        out.sequences = random.edges(block.sequences.min, block.sequences.max);
        out.tokens = random.edges(block.tokens.min, block.tokens.max);
        if (random.chance(block.runtime_window))
            out.window = static_cast<int>(random.edges(design.least_window, design.window));
        if (design.config.repair.slots > 0) out.bad_slots = draw_bad_slots(random, design);
        out.hash = design.hash;
        out.refreshes = design.refresh.on;
        // Half of those that can; the reads of zero are cycles, too.
        const auto reads = std::int64_t{design.calibration.average} * design.schedule.through_cycles;
        out.calibrate = design.calibration.on && reads <= block.cycles && random.chance(0.5);
        const auto cells = std::int64_t{design.rows} * design.slots * design.tiles * design.heads;
        if (cells > block.cells || estimated_code_kib(design) > block.code_kib) return false;
        const auto room = block.cycles / design.schedule.interval_cycles / out.sequences;
        out.tokens = std::min(out.tokens, room);
        return out.tokens >= block.tokens.min;
    }

    /// Runs of neighbors as well as single slots, fewer than there are registers now and then.
    static std::string draw_bad_slots(Draw& random, const Design& design) {
        std::string text;
        for (int head = 0; head < design.heads; ++head) {
            std::set<std::int64_t> slots;
            std::int64_t slot = random.edges(0, design.window - 1);
            for (int n = 0; n < design.config.repair.slots; ++n) {
                if (random.chance(0.8) && slots.insert(slot).second)
                    text += fmt::format("{}{}:{}", text.empty() ? "" : ",", head, slot);
                slot = random.chance(0.5) ? (slot + 1) % design.window : random.edges(0, design.window - 1);
            }
        }
        return text;
    }

    std::optional<std::uint64_t> only_;
    RegressPlan plan_;
};

}  // namespace

std::vector<std::string> RegressCase::arguments() const {
    std::vector<std::string> out{"simulate", config};
    for (const auto& text : overrides) {
        out.emplace_back("--set");
        out.push_back(text);
    }
    const auto add = [&](const char* name, const std::string& value) {
        out.emplace_back(name);
        out.push_back(value);
    };
    add("--tokens", fmt::format("{}", tokens));
    if (sequences > 1) add("--sequences", fmt::format("{}", sequences));
    if (kinds != "full") add("--kinds", kinds);
    if (stall > 0) add("--stall", fmt::format("{}", stall));
    if (window > 0) add("--window", fmt::format("{}", window));
    if (!bad_slots.empty()) add("--bad-slots", bad_slots);
    if (calibrate) out.emplace_back("--calibrate");
    add("--seed", fmt::format("{}", seed));
    out.emplace_back("--quick");
    return out;
}

std::string RegressCase::command() const {
    std::string line = "kvolt";
    for (const auto& word : arguments()) line += " " + quoted(word);
    return line;
}

std::size_t RegressPlan::configurations() const {
    std::set<std::uint64_t> hashes;
    for (const auto& one : cases) hashes.insert(one.hash);
    return hashes.size();
}

RegressPlan plan_regression(const RegressSuite& suite, std::optional<std::uint64_t> only) {
    Planner planner(suite, only);
    for (const auto& block : suite.explicit_cases) planner.add(block);
    for (const auto& block : suite.random_blocks) planner.add(block);
    return planner.take();
}

}  // namespace kvolt
