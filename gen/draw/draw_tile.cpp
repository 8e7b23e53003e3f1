// SPDX-License-Identifier: Apache-2.0
// A tile from inside, K array above V array, beside the formula of each step.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gen/draw/pictures.hpp"
#include "gen/draw/plot.hpp"
#include "sim/model/current_table.hpp"
#include "sim/model/tile_of_design.hpp"

namespace kvolt {
namespace {

constexpr double kCellX = 40, kCellY = 26, kLeft = 108, kTop = 92, kFormulas = 580;
constexpr double kGenerous = 3.2;  // keeps the pulses of few rows apart

/// A corner of the tile, filled with values spread over their ranges.
struct Corner {
    int rows = 0, slots = 0;
    std::vector<int> q;                  ///< rows
    std::vector<std::vector<int>> k, v;  ///< [row][slot], levels
    std::vector<double> score, phi, output;
    [[nodiscard]] bool live(int slot) const { return slot < slots - 1; }
};

/// Spread over 0..max by a multiplicative hash; always the same.
int spread(int a, int b, int salt, int max) {
    auto x = static_cast<std::uint32_t>(a + 64 * b + 4096 * salt) * 2654435761U;
    x = (x ^ (x >> 15U)) * 2246822519U;
    x = (x ^ (x >> 13U)) * 3266489917U;
    return static_cast<int>((x >> 8U) % static_cast<std::uint32_t>(max + 1));
}

Corner corner_of(const Design& d) {
    const auto parameters = tile_parameters(d);
    const auto& analog = d.config.analog;
    Corner c;
    c.rows = std::min(d.adc.on ? d.adc.array_rows : d.rows, 6);
    c.slots = std::min(d.slots, 8);
    const auto current = [&](int level) {
        return cell_current(parameters, level * analog.v_max / d.level_max - analog.v_zero);
    };
    for (int r = 0; r < c.rows; ++r) {
        c.q.push_back(std::max(1, spread(r, 3, 1, d.q_max)));
        c.k.emplace_back();
        c.v.emplace_back();
        for (int s = 0; s < c.slots; ++s) {
            // Every other token resembles the query.
            const int level = spread(r, s, 2, d.level_max);
            c.k.back().push_back(s % 2 == 0 ? std::max(level, spread(r, s, 5, d.level_max)) : level);
            c.v.back().push_back(spread(r, s, 3, d.level_max));
        }
    }
    // As many rows as are drawn reach the saturation that the whole array has, so that pulses show what they do.
    const double share = static_cast<double>(c.rows) / d.rows * kGenerous;
    for (int s = 0; s < c.slots; ++s) {
        double sum = 0;
        for (int r = 0; r < c.rows; ++r)
            sum += current(c.k[static_cast<std::size_t>(r)][static_cast<std::size_t>(s)]) *
                   c.q[static_cast<std::size_t>(r)] / d.q_max;
        c.score.push_back(c.live(s) ? sum : 0);
        c.phi.push_back(std::clamp(c.score.back() / (analog.score_saturation_ua * share), 0.0, 1.0));
    }
    for (int r = 0; r < c.rows; ++r) {
        double sum = 0;
        for (int s = 0; s < c.slots; ++s)
            sum += c.phi[static_cast<std::size_t>(s)] *
                   current(c.v[static_cast<std::size_t>(r)][static_cast<std::size_t>(s)]);
        c.output.push_back(std::clamp(sum / (analog.output_saturation_ua * share), -1.0, 1.0));
    }
    return c;
}

/// A pulse of `share` of the width on its base line.
void pulse(Svg& svg, const Box& box, double share, std::string_view paint) {
    const double end = box.x + share * box.width;
    if (share > 0) svg.rect({box.x, box.y, end - box.x, box.height}, paint);
    svg.polyline({{box.x - 3, box.bottom()},
                  {box.x, box.bottom()},
                  {box.x, share > 0 ? box.y : box.bottom()},
                  {end, share > 0 ? box.y : box.bottom()},
                  {end, box.bottom()},
                  {box.right() + 3, box.bottom()}},
                 "wire");
}

/// Stored level as the height of a filling.
void array(Svg& svg, double y, const Corner& c, const std::vector<std::vector<int>>& levels, int level_max,
           std::string_view name) {
    for (int r = 0; r < c.rows; ++r) {
        for (int s = 0; s < c.slots; ++s) {
            const Box cell{kLeft + kCellX * s, y + kCellY * r, kCellX - 6, kCellY - 6};
            svg.rect(cell, "panel", 2);
            const int level = levels[static_cast<std::size_t>(r)][static_cast<std::size_t>(s)];
            const double height = cell.height * level / level_max;
            if (level > 0)
                svg.rect({cell.x, cell.bottom() - height, cell.width, height}, c.live(s) ? "charge" : "spent", 2);
        }
    }
    svg.text({kLeft - 22, y - 8}, name, "label", Anchor::end);
}

struct Formula {
    std::string step;
    std::string formula;
    std::string note;
};

void formulas(Svg& svg, double y, const std::vector<Formula>& list) {
    for (const auto& f : list) {
        svg.text({kFormulas, y}, f.step, "small muted");
        svg.text({kFormulas, y + 22}, f.formula, "math");
        if (!f.note.empty()) svg.text({kFormulas, y + 41}, f.note, "small muted");
        y += 66;
    }
}

void integrator(Svg& svg, Point at, bool live = true) {
    svg.circle(at, 9, live ? "analog" : "quiet");
    svg.text({at.x, at.y + 5}, "\xE2\x88\xAB", "math", Anchor::middle);
}

/// What stands between the arrays, from score to phi.
std::vector<Formula> phi_formulas(const Design& d) {
    const auto& analog = d.config.analog;
    if (!d.adc.on)
        return {{"phi: charge becomes a pulse",
                 fmt::format("\xCF\x86_{{c}} = clamp(S_{{c}} / {} uA, 0, 1)", svg_number(analog.score_saturation_ua)),
                 "inside the macro, no conversion"}};
    return {
        {"convert: charge becomes a code",
         fmt::format("x_{{c}} = clamp(\xE2\x8C\x8AS_{{c}} / lsb + \xC2\xBD\xE2\x8C\x8B), {} bits", d.adc.scores.bits),
         ""},
        {"normalize, and back to a pulse", fmt::format("\xCF\x86_{{c}} = N(x_{{c}}) / {}", d.adc.phi_max),
         "digital; the pulse is N(x) units long"}};
}

std::vector<Formula> output_formulas(const Design& d) {
    const auto& analog = d.config.analog;
    return {{"weigh: pulses on the V array",
             fmt::format("A_{{r}} = clamp(\xCE\xA3_{{c}} \xCF\x86_{{c}} \xC2\xB7 I(v_{{rc}}) / {} uA, -1, 1)",
                         svg_number(analog.output_saturation_ua)),
             ""},
            {"read: charge becomes a signed pulse of whole cycles",
             fmt::format("a_{{r}} = sign(A_{{r}}) \xC2\xB7 \xE2\x8C\x8A|A_{{r}}| \xC2\xB7 {} + \xC2\xBD\xE2\x8C\x8B",
                         d.code_max),
             ""},
            {"sum: digital, exact",
             d.tiles > 1 ? fmt::format("y_{{r}} = \xCE\xA3 a_{{r}} over {} tiles", d.tiles) : "y_{r} = a_{r}",
             d.tiles > 1 ? "counted while the pulses last" : "with more tiles the sum over them"}};
}

Svg draw(const Design& d, const std::string& command) {
    const auto c = corner_of(d);
    const double k_end = kTop + kCellY * c.rows, between = k_end + 14, v_top = between + 104;
    const double bottom = v_top + kCellY * c.rows;
    auto list =
        std::vector<Formula>{{"score: pulses on the K array",
                              fmt::format("S_{{c}} = \xCE\xA3_{{r}} q_{{r}} / {} \xC2\xB7 I(k_{{rc}})", d.q_max),
                              fmt::format("I: current of a cell; {} levels", d.level_max + 1)}};
    for (auto&& f : phi_formulas(d)) list.push_back(f);
    for (auto&& f : output_formulas(d)) list.push_back(f);
    Svg svg(960, std::max(bottom + 56, kTop + 66.0 * static_cast<double>(list.size()) + 30),
            fmt::format("A tile of engine {} from inside, with the formula of each step", d.name), command);
    svg.text({24, 32}, "A tile from inside, and what it computes", "title");
    svg.text({24, 54},
             fmt::format("a corner of {} rows and {} slots; the last slot drawn is not live",
                         d.adc.on ? d.adc.array_rows : d.rows, d.slots),
             "small muted");
    formulas(svg, kTop - 4, list);

    // K array: pulses from the left, charge below.
    array(svg, kTop, c, c.k, d.level_max, "K");
    for (int r = 0; r < c.rows; ++r) {
        const double y = kTop + kCellY * r;
        pulse(svg, {kLeft - 70, y + 3, 44, 13}, static_cast<double>(c.q[static_cast<std::size_t>(r)]) / d.q_max,
              "digital");
        svg.line({kLeft - 22, y + 10}, {kLeft + kCellX * c.slots - 6, y + 10}, "trace thin");
    }
    svg.text({kLeft - 74, k_end + 10}, "q pulses", "small muted");
    for (int s = 0; s < c.slots; ++s) {
        const double x = kLeft + kCellX * s + (kCellX - 6) / 2;
        svg.line({x, kTop}, {x, between + 2}, "curve thin");
        integrator(svg, {x, between + 12}, c.live(s));
        if (d.adc.on) {
            svg.rect({x - 16, between + 26, 32, 18}, "digital", 3);
            svg.text({x, between + 39}, "ADC", "code", Anchor::middle);
        }
        pulse(svg, {x - 14, between + 52, 28, 13}, c.phi[static_cast<std::size_t>(s)], d.adc.on ? "digital" : "analog");
        svg.line({x, between + 68}, {x, bottom - 6}, "trace thin");
    }
    const double side = kLeft + kCellX * c.slots + 8;
    svg.text({side, between + 17}, "S", "math");
    svg.text({side, between + 65}, "\xCF\x86 pulses", "math");

    // V array: pulses from above, outputs to the right.
    array(svg, v_top, c, c.v, d.level_max, "V");
    for (int r = 0; r < c.rows; ++r) {
        const double y = v_top + kCellY * r + 10, value = c.output[static_cast<std::size_t>(r)];
        svg.line({kLeft, y}, {side - 2, y}, "curve thin");
        integrator(svg, {side + 8, y});
        const int code = static_cast<int>(std::copysign(std::floor(std::abs(value) * d.code_max + 0.5), value));
        pulse(svg, {side + 28, y - 8, 40, 13}, std::abs(value), value < 0 ? "third" : "first");
        svg.text({side + 82, y + 4}, code == 0 ? "0" : fmt::format("{:+}", code), "code");
    }
    svg.text({side + 24, bottom + 12}, "a: sign and width", "small muted");
    svg.text({kLeft, bottom + 12}, fmt::format("slots 0, 1, 2 ... {}", d.slots - 1), "small muted");
    return svg;
}

}  // namespace

const Picture tile_picture{"tile", "a tile from inside, with the formula of each step", any_design, draw};

}  // namespace kvolt
