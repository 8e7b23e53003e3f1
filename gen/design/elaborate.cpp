// SPDX-License-Identifier: Apache-2.0
#include "gen/design/elaborate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gen/config/cell_table.hpp"
#include "gen/config/key_values.hpp"
#include "gen/config/keys.hpp"
#include "gen/design/adc_plan.hpp"
#include "gen/design/counters.hpp"
#include "gen/design/macro_record.hpp"
#include "gen/design/protected_plan.hpp"
#include "gen/design/register_map.hpp"
#include "gen/design/schedule.hpp"
#include "gen/design/time_plan.hpp"
#include "gen/support/diagnostic_order.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/hash.hpp"
#include "gen/support/integers.hpp"

namespace kvolt {
namespace {

void set_sizes(Design& d) {
    const auto& c = d.config;
    d.name = c.name;
    d.top = "kvolt_" + c.name;
    d.head_module = d.top + "_head";
    d.version = version_number();
    d.config_hash =
        fnv1a(canonical_text(c) + (c.analog.points.empty() ? "" : cell_table_text(c.analog.points)) + d.version);
    d.hash = d.config_hash;
    d.heads = c.engine.heads;
    d.rows = c.head.dimension;
    d.slots = c.tile.slots;
    d.tiles = c.head.tiles;
    d.window = d.slots * d.tiles;
    // A sequence of bad slots alone would have no room for a token, nor for the newest ones that are computed
    // digitally.
    d.least_window = c.repair.slots > 0 ? c.repair.slots + std::max(1, c.protect.newest) : 1;
    d.q_max = (1 << c.bits.q) - 1;
    d.level_max = (1 << c.bits.kv) - 1;
    d.code_max = (1 << (c.bits.out - 1)) - 1;
    d.raw_max = std::int64_t{d.tiles} * d.code_max;
    d.scale_reset = static_cast<std::int32_t>(std::lround(c.affine.scale * (1 << d.widths.scale_fraction)));
    d.offset_reset = static_cast<std::int32_t>(std::lround(c.affine.offset));
}

void set_widths(Design& d) {
    auto& w = d.widths;
    w.slot_bits = bits_for(d.slots - 1);
    w.tile_bits = bits_for(d.tiles);
    w.window_bits = bits_for(d.window);
    w.index_bits = bits_for(d.window - 1);
    w.lane_bits = bits_for(d.rows - 1);
    w.lane_count_bits = bits_for(d.rows);
    w.popcount_bits = bits_for(d.tiles);
    w.sum_bits = bits_for(std::int64_t{d.tiles} << (d.config.bits.out - 1)) + 1;
    w.address_bits = register_address_bits(d.heads);
}

/// The largest power of two up to `most` that divides `slots`.
int group_slots(int slots, int most) {
    int group = 1;
    while (2 * group <= most && slots % (2 * group) == 0) group *= 2;
    return group;
}

/// Twice the limit of the configuration, so that software may raise it; an age is at most one beyond the limit.
void set_limit(RetentionPlan& plan, int limit) {
    plan.limit = limit;
    plan.age_bits = bits_for(limit) + 1;
    plan.limit_max = (1 << plan.age_bits) - 2;
}

void set_retention(Design& d) {
    const auto& keys = d.config.retention;
    auto& r = d.retention;
    d.age_window = d.window;
    d.time.base = keys.limit_us > 0;
    if (keys.limit == 0 && !d.time.base) return;
    if (keys.refresh) {
        d.refresh.on = true;
        if (d.time.base) return;
        d.refresh.period = keys.limit / d.window;
        d.refresh.period_bits = bits_for(d.refresh.period);
        d.age_window = 2 * d.window;  // refreshes count as writes
        return;
    }
    r.on = true;
    r.masks = keys.policy == RetentionPolicy::mask;
    r.group_slots = keys.group_slots > 0 ? keys.group_slots : group_slots(d.slots, 16);
    r.groups = d.window / r.group_slots;
    if (!d.time.base) set_limit(r, keys.limit);
}

void set_stream(Design& d) {
    const auto& c = d.config;
    auto& s = d.stream;
    s.data_bits = c.stream.data_bits;
    s.q_bits = d.rows * c.bits.q;
    s.k_bits = d.rows * c.bits.kv;
    s.token_bits = s.q_bits + 2 * s.k_bits;
    s.token_beats = ceil_div(s.token_bits, s.data_bits);
    s.query_beats = ceil_div(s.q_bits, s.data_bits);
    s.word_bits = c.stream.word_bits;
    s.words_per_beat = s.data_bits / s.word_bits;
    s.result_beats = s.words_per_beat > 0 ? ceil_div(d.rows, s.words_per_beat) : 0;
}

/// Every key alone, once more: a Config may come from a program instead of the parser.
void check_ranges(const Config& config) {
    std::vector<Diagnostic> found;
    for (const auto& key : keys()) {
        std::string wrong = problem_of(key, config);
        const std::string name(key.name);
        if (!wrong.empty()) found.push_back({origin_of(config, name), name, std::move(wrong), allowed_text(key)});
    }
    if (!found.empty()) throw InputError(std::move(found));
}

/// What the key table cannot see: keys that do not work together.
class CrossChecks {
public:
    explicit CrossChecks(const Design& design) : d_(design), c_(design.config) {}

    void run() {
        check_words();
        check_affine();
        check_cell();
        check_self_test();
        check_repair();
        check_retention();
        for (auto& problem : clock_problems(c_)) found_.push_back(std::move(problem));
        check_array_rows();
        for (auto& problem : adc_problems(c_)) found_.push_back(std::move(problem));
        for (auto& problem : protected_problems(c_, d_.protect)) found_.push_back(std::move(problem));
        if (!found_.empty()) throw InputError(in_file_order(std::move(found_)));
    }

private:
    void refuse(const char* key, std::string problem, std::string allowed) {
        found_.push_back({origin_of(c_, key), key, std::move(problem), std::move(allowed)});
    }

    void check_words() {
        const int word = c_.stream.word_bits;
        const int code_bits = bits_for(d_.raw_max) + 1;
        if (word < code_bits) {
            refuse("stream.word_bits",
                   fmt::format("{} bits cannot hold the sum of {} tile codes{}, which needs {}", word, d_.tiles,
                               d_.protect.on ? " and the protected tokens" : "", code_bits),
                   fmt::format("nearest legal value {}", code_bits <= 16 ? 16 : 32));
        }
        if (c_.stream.data_bits < word) {
            refuse("stream.data_bits",
                   fmt::format("a beat of {} bits is narrower than an output word of {}", c_.stream.data_bits, word),
                   fmt::format("allowed multiples of stream.word_bits, nearest legal value {}", word));
        }
    }

    void check_affine() {
        const double scaled = c_.affine.scale * (1 << d_.widths.scale_fraction);
        const double nearest = std::clamp(std::nearbyint(scaled), -32768.0, 32767.0);
        if (scaled != nearest) {
            refuse("affine.scale", fmt::format("{} is not a signed Q4.12 number", c_.affine.scale),
                   fmt::format("allowed multiples of 2^-12 in -8..7.999755859375, nearest legal value {}",
                               nearest / 4096));
        }
        if (c_.affine.offset != std::nearbyint(c_.affine.offset)) {
            refuse("affine.offset", fmt::format("{} is not a whole number of LSB", c_.affine.offset),
                   fmt::format("nearest legal value {}", std::nearbyint(c_.affine.offset)));
        }
    }

    void check_array_rows() {
        if (c_.score.path == ScorePath::adc || c_.tile.rows == 0 || c_.tile.rows == c_.head.dimension) return;
        refuse("tile.rows",
               fmt::format("arrays of {} rows, but scores that stay analog need all {} rows of the head in one array",
                           c_.tile.rows, c_.head.dimension),
               "allowed 0 with score.path = \"pulse\"; \"adc\" adds the scores of several arrays");
    }

    void check_self_test() {
        if (c_.calibration.self_test && c_.calibration.average == 0)
            refuse("calibration.self_test",
                   "the self test reads lanes by the registers of their calibration, and there is none",
                   "allowed with calibration.average above 0, nearest legal value false");
    }

    void check_cell() {
        if (c_.analog.cell == CellKind::table) {
            const std::string wrong =
                c_.analog.table.empty() ? "no file is given" : cell_table_problem(c_.analog.points);
            if (!wrong.empty())
                refuse("analog.table", wrong, "analog.cell = \"table\" needs a .csv or .npy of 2..512 rising rows");
            else if (const auto doubt = cell_table_doubt(c_.analog.points, c_.analog.v_max); !doubt.problem.empty())
                refuse("analog.table", doubt.problem, doubt.allowed);
        }
        if (c_.analog.v_zero >= c_.analog.v_max) {
            refuse("analog.v_zero",
                   fmt::format("{} V leaves no level above zero where analog.v_max is {} V", c_.analog.v_zero,
                               c_.analog.v_max),
                   fmt::format("allowed below analog.v_max, half of it is {}", c_.analog.v_max / 2));
        }
    }

    void check_repair() {
        if (c_.repair.slots >= d_.window) {
            refuse("repair.slots",
                   fmt::format("{} bad slots leave none usable in a window of {}", c_.repair.slots, d_.window),
                   fmt::format("allowed fewer than head.tiles x tile.slots, nearest legal value {}", d_.window - 1));
        }
    }

    void check_retention() {
        const auto& r = d_.retention;
        if (c_.retention.refresh && !d_.time.base && c_.retention.limit < d_.window) {
            refuse("retention.limit",
                   fmt::format("{} packets are too few to refresh {} slots, one after a packet", c_.retention.limit,
                               d_.window),
                   fmt::format("allowed head.tiles x tile.slots or more where retention.refresh = true, nearest legal "
                               "value {}",
                               d_.window));
        }
        if (!r.on) return;
        const int legal = group_slots(d_.slots, r.group_slots);
        if (legal != r.group_slots) {
            refuse("retention.group_slots",
                   fmt::format("{} is not a power of two that divides the {} slots of a tile", r.group_slots, d_.slots),
                   fmt::format("nearest legal value {}", legal));
        } else if (c_.repair.slots >= r.group_slots) {
            refuse("repair.slots",
                   fmt::format("{} bad slots may leave no usable one in a group of {} that share an age",
                               c_.repair.slots, r.group_slots),
                   fmt::format("allowed fewer than retention.group_slots, nearest legal value {}", r.group_slots - 1));
        }
    }

    const Design& d_;
    const Config& c_;
    std::vector<Diagnostic> found_;
};

CalibrationPlan calibration_plan(const Config& config, const Widths& widths) {
    CalibrationPlan plan;
    plan.on = config.calibration.average > 0;
    if (!plan.on) return plan;
    plan.average = config.calibration.average;
    plan.fraction_bits = bits_for(plan.average) - 1;
    plan.offset_bits = widths.sum_bits + plan.fraction_bits;
    plan.trim_bits = 8;
    plan.self_test = config.calibration.self_test;
    return plan;
}

Schedule schedule_of(const Config& config, const AdcPlan& plan, const ProtectedPlan& protect,
                     const StreamLayout& stream) {
    Schedule schedule = phase_lengths(config);
    if (plan.on) adc_phase_lengths(plan, schedule);
    protected_phase_lengths(protect, schedule);
    derive_timing(schedule, stream);
    return schedule;
}

/// Smallest value in 1..most that `enough` accepts, where it accepts every larger one, and `most`.
template <class Predicate>
int least(int most, const Predicate& enough) {
    int too_few = 0;
    while (most - too_few > 1) {
        const int middle = (too_few + most) / 2;
        (enough(middle) ? most : too_few) = middle;
    }
    return most;
}

/// Rows of the protected tokens computed at a time, as many as the key says; where it leaves the choice, the fewest
/// with which results come as soon and as often as with all rows at once. Likewise the tokens whose contributions are
/// kept.
void size_protected(Design& d) {
    if (!d.protect.on) return;
    constexpr int most_kept = 4;  // more queries are never between their scores and their sum
    const auto timing = [&](int lanes, int depth) {
        set_protected_lanes(d.protect, d.rows, lanes);
        d.protect.depth = depth;
        const auto s = schedule_of(d.config, d.adc, d.protect, d.stream);
        return std::pair(s.latency_cycles, s.interval_cycles);
    };
    int lanes = d.config.protect.lanes;
    if (lanes == 0) {
        const auto best = timing(d.rows, most_kept);
        lanes = least(d.rows, [&](int few) { return timing(few, most_kept) == best; });
    }
    const auto best = timing(lanes, most_kept);
    d.protect.depth = least(most_kept, [&](int few) { return timing(lanes, few) == best; });
    set_protected_lanes(d.protect, d.rows, lanes);
}

/// Most columns on a converter with which results come often enough; 0 where not even one will do.
int columns_in_time(Config config, const ProtectedPlan& protect, const StreamLayout& stream) {
    int fits = 0, too_many = config.adc.columns_per_converter;
    while (too_many - fits > 1) {
        config.adc.columns_per_converter = (fits + too_many) / 2;
        const auto interval = schedule_of(config, adc_plan(config), protect, stream).interval_cycles;
        (interval <= config.timing.max_interval_cycles ? fits : too_many) = config.adc.columns_per_converter;
    }
    return fits;
}

/// What is slowest, in words.
std::string slowest_stage(const Schedule& s, bool adc) {
    if (!adc)
        return fmt::format("scores take {}, weighing {}, readout {} cycles", s.score_frame, s.weigh_frame,
                           s.read_frame);
    return fmt::format("scores take {}, their conversion {}, weighing {}, readout {} cycles", s.score_frame,
                       s.convert_frame, s.weigh_frame, s.read_frame);
}

void check_interval(const Design& d) {
    const int limit = d.config.timing.max_interval_cycles, interval = d.schedule.interval_cycles;
    if (limit == 0 || interval <= limit) return;
    std::string allowed = fmt::format("allowed at least {}", interval);
    const int columns = d.adc.on ? columns_in_time(d.config, d.protect, d.stream) : 0;
    if (columns > 0) allowed += fmt::format("; with adc.columns_per_converter = {} it is met", columns);
    const char* key = "timing.max_interval_cycles";
    throw InputError({{origin_of(d.config, key), key,
                       fmt::format("results come {} cycles apart, not {} ({})", interval, limit,
                                   slowest_stage(d.schedule, d.adc.on)),
                       allowed}});
}

/// The table is part of the design, wherever it came from: the same content is the same design.
void name_table(Config& config) {
    const bool used = config.analog.cell == CellKind::table;
    if (!used) config.analog.points.clear();
    config.analog.table = used && !config.analog.table.empty() ? kCellTableFile : "";
}

}  // namespace

Design elaborate(const Config& config) {
    check_ranges(config);
    Design design;
    design.config = config;
    name_table(design.config);
    set_sizes(design);
    set_widths(design);
    set_stream(design);
    set_retention(design);
    design.adc = adc_plan(config);
    design.calibration = calibration_plan(config, design.widths);
    design.protect = protected_plan(config, design.adc);
    design.raw_max += design.protect.contribution_max;
    CrossChecks(design).run();
    size_protected(design);
    design.schedule = schedule_of(config, design.adc, design.protect, design.stream);
    check_interval(design);
    set_time(design);
    if (design.time.base && design.retention.on) set_limit(design.retention, design.time.limit_ticks);
    design.macros = macro_records(design);
    design.counters = head_counters(design);
    design.events = head_events(design);
    design.states = head_states(design);
    design.registers = register_map(design);
    return design;
}

}  // namespace kvolt
