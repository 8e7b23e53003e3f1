// SPDX-License-Identifier: Apache-2.0
#include "sim/accuracy/time_table.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

#include "gen/design/elaborate.hpp"
#include "sim/model/golden_head.hpp"
#include "sim/model/token_random.hpp"

namespace kvolt {
namespace {

struct Run {
    std::vector<std::vector<std::int32_t>> codes;  ///< of each packet that queries
    std::vector<int> live;
    std::vector<bool> violation;
    std::int64_t refreshes = 0, writes = 0;
    double oldest_cycles = 0, cycles = 0;
};

Config with(Config config, double limit_us, bool refresh, RetentionPolicy policy = RetentionPolicy::mask) {
    config.retention.limit_us = limit_us;
    config.retention.refresh = refresh;
    config.retention.policy = policy;
    return config;
}

/// The same engine and clock, but charge stays.
Design without_leakage(const Config& config) {
    auto design = elaborate(config);
    design.time.tau_cycles = std::numeric_limits<double>::max();
    design.time.tau2_cycles = design.time.fraction2 = 0;
    return design;
}

int live_slots(const SlotWalk& seen, int window) {
    int count = 0;
    for (int slot = 0; slot < window; ++slot) count += seen.live(slot) ? 1 : 0;
    return count;
}

Run run(const Design& design, const TokenSet& tokens, const std::vector<std::int64_t>& arrivals) {
    HeadSettings settings;
    settings.scale = design.scale_reset;
    settings.offset = design.offset_reset;
    const auto log = schedule_log(design, settings, tokens, 0, arrivals);
    GoldenHead head(design, 0);
    head.set(settings);
    head.follow(log);
    Run out;
    // Age of each slot at each query, from the log.
    std::vector<std::int64_t> written(static_cast<std::size_t>(design.window), 0);
    std::size_t write = 0, query = 0;
    for (std::size_t step = 0; step < tokens.steps(); ++step) {
        const auto token = tokens.token(0, step);
        const auto result = head.step(token);
        out.refreshes += result.refreshes;
        if (!token.queries) continue;
        const auto scored = log.scores[query++];
        for (; write < log.k.size() && log.k[write].last <= scored; ++write)
            written[static_cast<std::size_t>(log.k[write].slot)] = log.k[write].last;
        for (int slot = 0; slot < design.window; ++slot)
            if (head.seen().live(slot))
                out.oldest_cycles =
                    std::max(out.oldest_cycles, static_cast<double>(scored - written[static_cast<std::size_t>(slot)]));
        out.codes.push_back(result.codes);
        out.live.push_back(live_slots(head.seen(), design.window));
        out.violation.push_back(result.violation);
    }
    out.writes = static_cast<std::int64_t>(log.k.size());
    out.cycles = log.weighs.empty() ? 1 : static_cast<double>(log.weighs.back());
    return out;
}

double snr_db(const Run& reference, const Run& other, std::size_t from) {
    double signal = 0, noise = 0;
    for (std::size_t i = from; i < reference.codes.size(); ++i)
        for (std::size_t r = 0; r < reference.codes[i].size(); ++r) {
            const double exact = reference.codes[i][r], error = other.codes[i][r] - exact;
            signal += exact * exact;
            noise += error * error;
        }
    return noise > 0 ? 10 * std::log10(signal / noise) : std::numeric_limits<double>::infinity();
}

}  // namespace

std::vector<TimeRow> time_table(const Config& config, const TimeTableOptions& options) {
    const auto ideal = without_leakage(with(config, 0, false));
    TokenSet tokens = random_tokens(ideal, options.tokens, options.seed, 1, DrawnAs::codes);
    tokens.draw_kinds(options.kinds, options.seed);
    const auto arrivals = arrival_cycles(options.arrival, tokens.steps());
    const auto reference = run(ideal, tokens, arrivals);
    const std::size_t full = reference.codes.size() / 2;
    std::vector<TimeRow> rows;
    for (const double limit : options.limits_us)
        for (const char* const treatment : {"none", "mask", "refresh"}) {
            const std::string name = treatment;
            const auto design = elaborate(with(config, name == "none" ? 0 : limit, name == "refresh"));
            const auto got = run(design, tokens, arrivals);
            TimeRow row;
            row.limit_us = limit;
            row.treatment = name;
            row.snr_db = snr_db(reference, got, full);
            row.oldest_us = got.oldest_cycles * config.timing.clock_ns / 1e3;
            row.violations = std::count(got.violation.begin(), got.violation.end(), true);
            row.refreshes = got.refreshes;
            row.writes_per_packet = static_cast<double>(got.writes) / static_cast<double>(tokens.steps());
            row.refresh_cycles = static_cast<double>(got.refreshes) * design.schedule.write_frame / got.cycles;
            rows.push_back(row);
        }
    return rows;
}

std::vector<PauseRow> pause_table(const Config& config, double limit_us, double pause_us, int stored,
                                  std::uint64_t seed) {
    const auto ideal = without_leakage(with(config, 0, false));
    // as many writes, and as many queries: of those the first is looked at
    const auto drawn = random_tokens(ideal, static_cast<std::size_t>(2 * stored), seed, 1, DrawnAs::codes);
    // Tokens of the highest codes, which give full-scale outputs: a few drawn ones often give none.
    auto arrays = drawn.arrays();
    std::fill(arrays.q.begin(), arrays.q.end(), static_cast<std::uint16_t>(arrays.q_max));
    std::fill(arrays.k.begin(), arrays.k.end(), static_cast<std::uint8_t>(arrays.level_max));
    std::fill(arrays.v.begin(), arrays.v.end(), static_cast<std::uint8_t>(arrays.level_max));
    TokenSet tokens(std::move(arrays), drawn.leading_shape());
    tokens.draw_kinds(KindMix::vit, seed);
    std::vector<std::int64_t> arrivals(tokens.steps(), 0);
    const auto first = tokens.querying(0).front();
    std::fill(arrivals.begin() + static_cast<std::ptrdiff_t>(first), arrivals.end(),
              std::llround(pause_us * 1e3 / config.timing.clock_ns));
    const auto reference = run(ideal, tokens, arrivals);
    std::vector<PauseRow> rows;
    for (const char* const treatment : {"none", "mask", "flag", "refresh"}) {
        const std::string name = treatment;
        const auto got = run(elaborate(with(config, name == "none" ? 0 : limit_us, name == "refresh",
                                            name == "flag" ? RetentionPolicy::flag : RetentionPolicy::mask)),
                             tokens, arrivals);
        PauseRow row{name, got.live.front(), got.violation.front(), 0, got.refreshes};
        double squares = 0;
        for (std::size_t r = 0; r < got.codes.front().size(); ++r)
            squares += std::pow((got.codes.front()[r] - reference.codes.front()[r]) / ideal.code_max, 2);
        row.error = std::sqrt(squares / static_cast<double>(got.codes.front().size()));
        rows.push_back(row);
    }
    return rows;
}

}  // namespace kvolt
