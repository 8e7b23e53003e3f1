// SPDX-License-Identifier: Apache-2.0
#include "gen/design/protected_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "gen/config/cell_table.hpp"
#include "gen/design/normalizer.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/integers.hpp"

namespace kvolt {
namespace {

constexpr std::int64_t kMostContribution = (std::int64_t{1} << 20) - 1;  // products stay within 64 bits

/// Bits of a signed number of this magnitude.
int signed_bits(std::int64_t magnitude) { return bits_for(static_cast<std::uint64_t>(magnitude)) + 1; }

/// Between the points of a legal table a straight line, outside the last value.
double table_current_ua(const std::vector<CellPoint>& points, double volt) {
    if (!cell_table_problem(points).empty()) return 0;  // refused later
    if (volt <= points.front().volt) return points.front().ua;
    std::size_t above = 1;
    while (above < points.size() && points[above].volt <= volt) ++above;
    if (above == points.size()) return points.back().ua;
    const CellPoint &a = points[above - 1], &b = points[above];
    return a.ua + (b.ua - a.ua) * ((volt - a.volt) / (b.volt - a.volt));
}

double cell_current_ua(const Config& c, int level) {
    const auto& a = c.analog;
    const double u = level * a.v_max / ((1 << c.bits.kv) - 1) - a.v_zero;
    if (a.cell == CellKind::table) return table_current_ua(a.points, a.v_zero + u);
    if (a.cell == CellKind::linear) return a.slope_ua * u;
    return ((a.coefficients_ua[3] * u + a.coefficients_ua[2]) * u + a.coefficients_ua[1]) * u + a.coefficients_ua[0];
}

/// A factor of `digits` significant bits; where even one binary place is too many, the largest that makes a
/// difference.
ScaleFactor scale_factor(double ratio, int digits, std::uint64_t saturated) {
    ScaleFactor f;
    const int exponent = ratio > 0 ? std::ilogb(ratio) : 0;
    f.fraction = std::clamp(digits - 1 - exponent, 1, 60);
    f.factor = rounded(std::ldexp(ratio, f.fraction), f.fraction == 1 ? 2 * saturated : std::uint64_t{1} << digits);
    f.bits = bits_for(f.factor);
    return f;
}

/// Unit and bits of the currents: fine enough that a score is exact to half a phi code.
void set_currents(const Config& c, ProtectedPlan& p) {
    const int levels = 1 << c.bits.kv;
    double& largest = p.largest_ua;
    for (int l = 0; l < levels; ++l) largest = std::max(largest, std::fabs(cell_current_ua(c, l)));
    const double wanted = c.analog.score_saturation_ua / (c.head.dimension * (p.phi_max + 1.0));
    p.current_bits = 4;
    while (p.current_bits < 16 && largest / ((1 << (p.current_bits - 1)) - 1) > wanted) ++p.current_bits;
    p.unit_ua = largest > 0 ? largest / ((1 << (p.current_bits - 1)) - 1) : 1.0;
    for (int l = 0; l < levels; ++l)
        p.currents.push_back(static_cast<int>(std::floor(cell_current_ua(c, l) / p.unit_ua + 0.5)));
}

/// Of the contributions, in LSB of a tile code, against the real formula; the pulse path's normalizer.
double error_bound(const Config& c, const ProtectedPlan& p, double lsb_per_ua) {
    const double score = c.head.dimension * p.unit_ua / 2 / c.analog.score_saturation_ua;
    const double phi = score + std::ldexp(1.0, 1 - p.phi_bits - 4) + 0.5 / p.phi_max;
    const double sum = p.entries * (phi * p.largest_ua + p.unit_ua / 2) * lsb_per_ua;
    return sum + 1.0 / 16 + 0.5;
}

}  // namespace

ProtectedPlan protected_plan(const Config& c, const AdcPlan& adc) {
    ProtectedPlan p;
    p.first = c.protect.first;
    p.newest = c.protect.newest;
    p.entries = p.first + p.newest;
    p.on = p.entries > 0;
    if (!p.on) return p;
    p.phi_bits = adc.on ? adc.phi_bits : c.protect.phi_bits;
    p.phi_max = (1 << p.phi_bits) - 1;
    set_currents(c, p);
    int largest = 1;
    for (const int current : p.currents) largest = std::max(largest, std::abs(current));
    const int q_max = (1 << c.bits.q) - 1;
    p.score_bits = signed_bits(std::int64_t{c.head.dimension} * q_max * largest);
    const double score_ua = p.unit_ua / q_max;  // of one
    if (adc.on) {
        p.score_scale = scale_factor(score_ua / adc.lsb_ua, adc.score_bits + 4, std::uint64_t{1} << adc.score_bits);
        p.norm_cycles = 2 + adc.normalizer_cycles;
    } else {
        const double ratio = p.phi_max * score_ua / c.analog.score_saturation_ua;
        p.score_scale = scale_factor(ratio, p.phi_bits + 4, static_cast<std::uint64_t>(p.phi_max));
        p.norm_cycles = 2;
    }
    const int code_max = (1 << (c.bits.out - 1)) - 1;
    const double lsb_per_ua = code_max / c.analog.output_saturation_ua;
    const double lsb = p.unit_ua * lsb_per_ua / p.phi_max;  // of one weighed current
    const std::int64_t sum_max = std::int64_t{p.entries} * p.phi_max * largest;
    p.row_bits = signed_bits(sum_max);
    const double exact_max = static_cast<double>(sum_max) * lsb;
    p.contribution_max = exact_max < static_cast<double>(kMostContribution) ? static_cast<std::int64_t>(exact_max + 1)
                                                                            : kMostContribution + 1;
    const int digits = bits_for(static_cast<std::uint64_t>(p.contribution_max)) + 4;
    p.row_scale = scale_factor(lsb, digits, std::uint64_t{1} << digits);
    p.contribution_bits = signed_bits(p.contribution_max);
    const std::int64_t analog_max = std::int64_t{c.head.tiles} << (c.bits.out - 1);
    p.total_bits = signed_bits(analog_max + p.contribution_max);
    p.depth = 1;
    if (!adc.on) p.error_lsb = error_bound(c, p, lsb_per_ua);
    set_protected_lanes(p, c.head.dimension, 1);
    return p;
}

void set_protected_lanes(ProtectedPlan& p, int rows, int lanes) {
    p.lanes = lanes;
    p.steps = ceil_div(rows, lanes);
    // Normalization takes half as long as a pass over the rows.
    p.normalizers = ceil_div(p.entries, std::max(1, ceil_div(p.steps, 2)));
    p.norm_steps = ceil_div(p.entries, p.normalizers);
}

void protected_phase_lengths(const ProtectedPlan& p, Schedule& s) {
    if (!p.on) return;
    s.protected_steps = p.steps;
    s.protected_scored = p.steps + 4 + p.norm_steps + p.norm_cycles;
    s.protected_done = p.steps + 5;
    s.protected_depth = p.depth;
}

namespace {

class ProtectedChecks {
public:
    ProtectedChecks(const Config& config, const ProtectedPlan& plan) : c_(config), p_(plan) {}

    std::vector<Diagnostic> run() {
        const int window = c_.head.tiles * c_.tile.slots, rows = c_.head.dimension;
        if (p_.newest > window)
            refuse("protected.newest", fmt::format("{} newest tokens, but the window holds {}", p_.newest, window),
                   fmt::format("allowed up to head.tiles x tile.slots, nearest legal value {}", window));
        else if (c_.repair.slots > 0 && p_.newest + c_.repair.slots > window)
            refuse("protected.newest",
                   fmt::format("{} newest tokens and {} bad slots, but the window holds {}", p_.newest, c_.repair.slots,
                               window),
                   fmt::format("nearest legal value {}", std::max(0, window - c_.repair.slots)));
        if (p_.on && (c_.retention.limit > 0 || c_.retention.limit_us > 0))
            refuse(p_.first > 0 ? "protected.first" : "protected.newest",
                   "protected tokens with a retention limit, which says the age of the arrays alone",
                   "allowed 0 where retention.limit or retention.limit_us is above 0");
        if (p_.on && c_.calibration.average > 0)
            refuse(p_.first > 0 ? "protected.first" : "protected.newest",
                   "protected tokens with calibration, which corrects lanes that are the arrays' alone",
                   "allowed 0 where calibration.average is above 0");
        if (c_.protect.lanes > rows)
            refuse("protected.lanes", fmt::format("{} rows at a time, but a token has {}", c_.protect.lanes, rows),
                   fmt::format("allowed up to head.dimension, nearest legal value {}", rows));
        const auto& kind = normalizer(c_.normalizer.kind);
        if (p_.on && c_.score.path == ScorePath::adc && kind.divides_by_live)
            refuse(p_.first > 0 ? "protected.first" : "protected.newest",
                   fmt::format("protected tokens with normalizer.kind = \"{}\", whose divider serves the arrays alone",
                               kind.name),
                   fmt::format("allowed 0 with {}, or another normalizer", kind.name));
        if (p_.on && p_.contribution_max > kMostContribution) {
            const double most = p_.entries * p_.largest_ua * ((1 << (c_.bits.out - 1)) - 1);
            const double nearest = std::ceil(most / static_cast<double>(kMostContribution - 1) * 1e3) / 1e3;
            refuse("analog.output_saturation_ua",
                   fmt::format("{} uA is so little that protected tokens reach more than {} LSB of a tile code",
                               c_.analog.output_saturation_ua, kMostContribution),
                   fmt::format("nearest legal value {}", nearest));
        }
        return std::move(found_);
    }

private:
    void refuse(const char* key, std::string problem, std::string allowed) {
        found_.push_back({origin_of(c_, key), key, std::move(problem), std::move(allowed)});
    }

    const Config& c_;
    const ProtectedPlan& p_;
    std::vector<Diagnostic> found_;
};

}  // namespace

std::vector<Diagnostic> protected_problems(const Config& config, const ProtectedPlan& plan) {
    return ProtectedChecks(config, plan).run();
}

std::vector<Fact> protected_facts(const Design& d) {
    const auto& p = d.protect;
    const auto& s = d.schedule;
    std::vector<Fact> facts{
        {"protected_first", p.first, "tokens", "of a sequence, kept and computed digitally"},
        {"protected_newest", p.newest, "tokens", "of the window, computed digitally"},
        {"protected_bits", std::int64_t{2} * p.entries * d.rows * d.config.bits.kv, "bits", "store of each head"},
        {"protected_lanes", p.lanes, "rows", "computed at a time"},
        {"protected_steps", p.steps, "", "of a pass over the rows"},
        {"protected_multipliers", p.entries * p.lanes, "", "of each head"},
        {"protected_normalizers", p.normalizers, "", "of each head"},
        {"protected_depth", p.depth, "tokens", "whose contributions are kept until their readout is summed"},
        {"protected_unit_ua", p.unit_ua, "uA", "one unit of the currents"},
        {"protected_current_bits", p.current_bits, "bits", fmt::format("signed, in units of {:.6g} uA", p.unit_ua)},
        {"protected_score_bits", p.score_bits, "bits", "signed"},
        {"protected_phi_bits", p.phi_bits, "bits", "weight"},
        {"protected_row_bits", p.row_bits, "bits", "sum over the tokens, signed"},
        {"protected_total_bits", p.total_bits, "bits", "tile codes and contributions, signed"},
        {"protected_max", p.contribution_max, "LSB", "largest contribution"},
    };
    if (!d.adc.on)
        facts.push_back({"protected_error", p.error_lsb, "LSB", "bound of a contribution against the real formula"});
    facts.push_back({"protected_busy_cycles", s.protected_scored + p.steps - 1, "cycles",
                     "admission of a query to the next admission"});
    facts.push_back({"protected_cycles", s.protected_scored + s.protected_done, "cycles",
                     "admission of a query to its contributions"});
    return facts;
}

}  // namespace kvolt
