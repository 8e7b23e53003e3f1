// SPDX-License-Identifier: Apache-2.0
#include "gen/design/adc_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "gen/design/converter.hpp"
#include "gen/design/normalizer.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/integers.hpp"

namespace kvolt {
namespace {

int array_rows(const Config& c) { return c.tile.rows > 0 ? c.tile.rows : c.head.dimension; }

double full_scale_ua(const Config& c) {
    return c.adc.full_scale_ua > 0 ? c.adc.full_scale_ua : c.analog.score_saturation_ua;
}

double scale_ua(const Config& c, int window) {
    if (c.normalizer.scale_ua > 0) return c.normalizer.scale_ua;
    return normalizer(c.normalizer.kind).default_scale_ua(c.analog.score_saturation_ua, window);
}

NormalizerSetting normalizer_setting(const Config& c) {
    NormalizerSetting s;
    s.kind = c.normalizer.kind;
    s.window = c.head.tiles * c.tile.slots;
    s.in_bits = c.adc.bits + clog2(ceil_div(c.head.dimension, array_rows(c)));
    s.out_bits = c.bits.phi;
    s.lsb_ua = std::ldexp(full_scale_ua(c), 1 - c.adc.bits);
    s.scale_ua = scale_ua(c, s.window);
    s.shift = c.normalizer.shift;
    s.bias = c.normalizer.bias - std::log(static_cast<double>(s.window));
    s.beta = c.normalizer.beta;
    s.gamma = c.normalizer.gamma;
    return s;
}

Conversion conversion(const Config& c, ConverterKind kind, int bits, int columns) {
    Conversion use;
    use.kind = kind;
    use.bits = bits;
    use.passes = converter(kind).codes ? c.adc.columns_per_converter : 1;
    use.converters = ceil_div(columns, use.passes);
    use.sync_stages = c.readout.sync_stages;
    use.compare_cycles = c.adc.compare_cycles;
    return use;
}

/// "ramp" or "sar": the readouts that make codes.
std::string code_converters() {
    std::string text;
    for (const auto* one : converters())
        if (one->codes) text += fmt::format("{}\"{}\"", text.empty() ? "" : " or ", one->name);
    return text;
}

}  // namespace

AdcPlan adc_plan(const Config& c) {
    AdcPlan p;
    if (c.score.path != ScorePath::adc) return p;
    p.on = true;
    p.array_rows = array_rows(c);
    p.groups = ceil_div(c.head.dimension, p.array_rows);
    p.scores = conversion(c, c.adc.kind, c.adc.bits, c.tile.slots);
    p.outputs = conversion(c, c.adc.readout, c.bits.out, p.array_rows);
    p.normalizer = normalizer_setting(c);
    p.lsb_ua = p.normalizer.lsb_ua;
    p.score_bits = p.normalizer.in_bits;
    p.phi_bits = c.bits.phi;
    p.phi_max = p.normalizer.p_max();
    p.phi_unit_cycles = c.timing.phi_unit_cycles;
    const auto& kind = normalizer(p.normalizer.kind);
    p.normalizer_cycles = kind.latency_cycles(p.normalizer);
    p.reciprocal_cycles = kind.reciprocal(p.normalizer).cycles;
    // Codes that are added first have to be normalized one by one.
    p.shared_normalizer = converter(c.adc.kind).normalized_load_cycles != nullptr && p.groups == 1;
    return p;
}

void adc_phase_lengths(const AdcPlan& p, Schedule& s) {
    // Frame B, two cycles at least, lies between the pulses of a frame A and the writes of the next.
    s.lead_cycles = std::max(s.level_setup_cycles, s.guard_cycles - 2);
    s.gap_cycles = s.phi_gap_cycles = s.lead_cycles + s.write_cycles + s.rest_cycles;
    s.phi_cycles = p.phi_max * p.phi_unit_cycles;
    s.score_frame = s.gap_cycles + s.pulse_cycles + s.settle_cycles;
    // The divided gain is used from the first cycle of stage X.
    if (p.reciprocal_cycles > 0) s.score_frame = std::max(s.score_frame, s.gap_cycles - 1 + p.reciprocal_cycles);
    s.write_frame = s.lead_cycles + s.write_cycles + s.level_hold_cycles;
    s.weigh_frame = s.gap_cycles + s.phi_cycles + s.settle_cycles;

    // Stage X: the cycle of the last load of phi codes, one more until the sequencer has seen it, and the count from
    // zero.
    const auto& scores = converter(p.scores.kind);
    const int last_load = p.shared_normalizer ? scores.normalized_load_cycles(p.scores, p.normalizer_cycles)
                                              : scores.load_cycles(p.scores) + p.normalizer_cycles;
    s.convert_frame = last_load + 2;
    const auto readout = converter(p.outputs.kind).readout(p.outputs);
    s.read_frame = readout.frame;
    s.sum_cycles = readout.sum;
    s.frame_cycles = std::max(s.score_frame, s.weigh_frame) + std::max(s.convert_frame, s.read_frame);
    s.sign_hold = false;  // a weighing lies between two readouts
}

namespace {

class AdcChecks {
public:
    explicit AdcChecks(const Config& config) : c_(config) {}

    std::vector<Diagnostic> run() {
        check_rows();
        check_sharing();
        check_pulse_keys();
        if (found_.empty()) check_constants();
        return std::move(found_);
    }

private:
    void refuse(const char* key, std::string problem, std::string allowed) {
        found_.push_back({origin_of(c_, key), key, std::move(problem), std::move(allowed)});
    }

    void check_rows() {
        if (c_.tile.rows == 1) refuse("tile.rows", "an array of 1 row", "allowed 0 or 2..256, nearest legal value 2");
        if (c_.tile.rows > c_.head.dimension)
            refuse("tile.rows",
                   fmt::format("{} rows for a head dimension of {}: the rest would never be used", c_.tile.rows,
                               c_.head.dimension),
                   fmt::format("allowed up to head.dimension, nearest legal value {}", c_.head.dimension));
    }

    void check_sharing() {
        const int shared = c_.adc.columns_per_converter;
        if (shared > c_.tile.slots)
            refuse("adc.columns_per_converter",
                   fmt::format("{} columns on a converter, but an array has {}", shared, c_.tile.slots),
                   fmt::format("allowed up to tile.slots, nearest legal value {}", c_.tile.slots));
        else if (converter(c_.adc.readout).codes && shared > array_rows(c_))
            refuse("adc.columns_per_converter",
                   fmt::format("{} rows on a converter, but a V array has {}", shared, array_rows(c_)),
                   fmt::format("allowed up to tile.rows where adc.readout is {}, nearest legal value {}",
                               code_converters(), array_rows(c_)));
    }

    void check_pulse_keys() {
        if (c_.analog.integrators == 2)
            refuse("analog.integrators", "2 integrators per column, but the adc path converts from one",
                   "allowed 1 with score.path = \"adc\"");
        if (c_.timing.phi_cycles > 0)
            refuse("timing.phi_cycles",
                   fmt::format("{} cycles given, but the adc path makes phi pulses of code x timing.phi_unit_cycles",
                               c_.timing.phi_cycles),
                   "allowed 0 with score.path = \"adc\"");
    }

    /// A normalizer whose constants leave no difference between scores, or more than the fixed point holds, is a
    /// mistake of units.
    void check_constants() {
        const auto s = normalizer_setting(c_);
        const auto& kind = normalizer(s.kind);
        if (kind.problem != nullptr) {
            if (auto found = kind.problem(s)) refuse(found->key, std::move(found->wrong), std::move(found->allowed));
        }
        const double low = -std::ldexp(s.lsb_ua, s.in_bits - 1), high = std::ldexp(s.lsb_ua, s.in_bits - 1) - s.lsb_ua;
        const auto code = [&](double score) {
            return std::floor(std::clamp(s.p_max() * kind.formula(s, score, 1), 0.0, 1.0 * s.p_max()) + 0.5);
        };
        if (code(low) == code(high))
            refuse("normalizer.scale_ua",
                   fmt::format("every score from {} to {} uA gives the phi code {} of 0..{}", low, high, code(high),
                               s.p_max()),
                   fmt::format("allowed a scale at which scores differ, adc.full_scale_ua is {}", full_scale_ua(c_)));
    }

    const Config& c_;
    std::vector<Diagnostic> found_;
};

}  // namespace

std::vector<Diagnostic> adc_problems(const Config& config) {
    return config.score.path == ScorePath::adc ? AdcChecks(config).run() : std::vector<Diagnostic>{};
}

std::vector<Fact> adc_facts(const Design& d) {
    const auto& p = d.adc;
    const auto& kind = normalizer(p.normalizer.kind);
    return {
        {"array_rows", p.array_rows, "rows", "of each array"},
        {"groups", p.groups, "", "arrays that share the rows of a tile; their score codes are added"},
        {"converter", std::string(converter(p.scores.kind).name), "", std::string(converter(p.scores.kind).describe)},
        {"converters", p.scores.converters, "", "of each K array"},
        {"passes", p.scores.passes, "", "columns of a converter, one after another"},
        {"bits", p.scores.bits, "bits", "score code of one array"},
        {"lsb", p.lsb_ua, "uA", "one score code"},
        {"score_bits", p.score_bits, "bits", "score code summed over the groups"},
        {"phi_bits", p.phi_bits, "bits", "normalized code"},
        {"phi_max", p.phi_max, "", "largest normalized code"},
        {"phi_unit_cycles", p.phi_unit_cycles, "cycles", "pulse of one LSB of phi"},
        {"normalizer", std::string(kind.name), "", std::string(kind.describe)},
        {"normalizer_scale", p.normalizer.scale_ua, "uA", "score that is y = 1"},
        {"normalizer_error", kind.error_bound(p.normalizer), "codes", "bound against the real formula"},
        {"shared_normalizer", p.shared_normalizer, "",
         p.shared_normalizer ? "the converters' counter is normalized" : "codes are normalized"},
        {"normalizers", p.shared_normalizer ? 1 : d.tiles * p.scores.converters, "",
         p.shared_normalizer ? "of a head: the converters' counter is normalized"
                             : "of a head, one behind every score converter"},
        {"normalizer_cycles", p.normalizer_cycles, "cycles", "score code to phi code"},
        {"division_cycles", p.reciprocal_cycles, "cycles",
         p.reciprocal_cycles > 0 ? "start of a score to the divided gain" : "nothing is divided"},
        {"readout", std::string(converter(p.outputs.kind).name), "", std::string(converter(p.outputs.kind).describe)},
        {"read_passes", p.outputs.passes, "", "rows of an output converter; 1 where outputs are pulses"},
        {"read_converters", p.outputs.converters, "", "of each V array; its rows where outputs are pulses"}};
}

}  // namespace kvolt
