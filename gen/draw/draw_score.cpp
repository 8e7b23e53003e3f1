// SPDX-License-Identifier: Apache-2.0
// From pulses to a pulse: what a column adds up while word lines are high, and what leaves for the V array.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "gen/draw/pictures.hpp"
#include "gen/draw/plot.hpp"
#include "sim/model/current_table.hpp"
#include "sim/model/tile_of_design.hpp"

namespace kvolt {
namespace {

/// A few rows whose codes and levels are spread over their range.
struct Row {
    int q = 0, level = 0;
    double current = 0;
};

std::array<Row, 4> example_rows(const Design& d) {
    const auto parameters = tile_parameters(d);
    const auto& analog = d.config.analog;
    constexpr double q_shares[] = {1.0, 0.35, 0.8, 0.55}, level_shares[] = {1.0, 0.0, 0.72, 0.86};
    std::array<Row, 4> rows;
    for (std::size_t r = 0; r < rows.size(); ++r) {
        rows[r].q = std::max(1, static_cast<int>(std::lround(q_shares[r] * d.q_max)));
        rows[r].level = static_cast<int>(std::lround(level_shares[r] * d.level_max));
        rows[r].current = cell_current(parameters, rows[r].level * analog.v_max / d.level_max - analog.v_zero);
    }
    return rows;
}

/// Charge over time in microampere: what S would be if all pulses ended now; t in LSB of q.
double charge(const std::array<Row, 4>& rows, double t, int q_max) {
    double sum = 0;
    for (const auto& row : rows) sum += row.current * std::min(t, static_cast<double>(row.q));
    return sum / q_max;
}

Svg draw(const Design& d, const std::string& command) {
    const auto rows = example_rows(d);
    const auto& analog = d.config.analog;
    const double span = d.q_max;
    // Each row drawn stands for as many alike as bring the score to two thirds of its saturation.
    const int alike =
        std::max(1, static_cast<int>(0.66 * analog.score_saturation_ua / std::max(charge(rows, span, d.q_max), 1e-9)));
    Svg svg(960, 470, fmt::format("From query pulses to a score, and to a pulse into the V array, engine {}", d.name),
            command);
    svg.text({24, 32}, "One column: pulses in, charge, a pulse out", "title");

    const double left = 176, right = 596, unit = (right - left) / (span + 1);
    double y = 78;
    svg.text({24, y - 14}, "word lines of the K array", "small muted");
    for (std::size_t r = 0; r < rows.size(); ++r, y += 34) {
        const double low = y + 18, end = left + rows[r].q * unit;
        svg.text({left - 14, y + 14}, fmt::format("q_{{{}}} = {}", r, rows[r].q), "math", Anchor::end);
        svg.rect({left, y, end - left, 18}, "digital");
        svg.polyline({{left - 6, low}, {left, low}, {left, y}, {end, y}, {end, low}, {right, low}}, "wire");
        svg.text({right + 14, y + 14}, fmt::format("level {}: {} uA", rows[r].level, svg_number(rows[r].current)),
                 "small");
    }
    svg.text({left, y + 6}, fmt::format("each stands for {} rows alike; the others rest", alike), "small muted");

    // Charge of the column.
    double peak = 0;
    for (double t = 0; t <= span; t += 0.25) peak = std::max(peak, alike * charge(rows, t, d.q_max));
    const double score = alike * charge(rows, span, d.q_max);
    Axes axes{{left, 258, (span + 1) * unit, 110}, 0, span + 1, 0, std::max(peak, 1e-9) * 1.2};
    draw_axes(svg, axes, "time, in units of one q LSB", "S, uA: charge of the column over the longest pulse");
    draw_curve(
        svg, axes, [&](double t) { return alike * charge(rows, t, d.q_max); }, "curve wide");
    const Point held = axes.at(span + 1, score);
    svg.circle(held, 3.5, "analog");
    svg.text({held.x + 14, held.y + 5}, fmt::format("S = {} uA, held", svg_number(score)), "math");

    // Charge to pulse.
    const double phi = std::clamp(score / analog.score_saturation_ua, 0.0, 1.0);
    y = 424;
    svg.text({left - 14, y + 14}, fmt::format("\xCF\x86 = {}", svg_number(phi)), "math", Anchor::end);
    const double end = left + phi * span * unit, low = y + 18;
    svg.rect({left, y, end - left, 18}, "analog");
    svg.polyline({{left - 6, low}, {left, low}, {left, y}, {end, y}, {end, low}, {right, low}}, "wire");
    svg.text({right + 14, y + 14}, "pulse into the V array, as wide as \xCF\x86", "small");

    // The function between them.
    Axes curve{{776, 78, 156, 116}, -0.5 * analog.score_saturation_ua, 1.5 * analog.score_saturation_ua, 0, 1.1};
    draw_axes(svg, curve, "S, uA", "\xCF\x86");
    draw_curve(
        svg, curve, [&](double s) { return std::clamp(s / analog.score_saturation_ua, 0.0, 1.0); }, "curve wide");
    svg.circle(curve.at(score, phi), 4, "analog");
    return svg;
}

std::string pulse_path_only(const Design& d) {
    return d.adc.on ? "shows the pulse path; this engine converts its scores" : "";
}

}  // namespace

const Picture score_picture{"score", "one column: query pulses, charge, the pulse that follows", pulse_path_only, draw};

}  // namespace kvolt
