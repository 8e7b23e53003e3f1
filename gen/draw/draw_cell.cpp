// SPDX-License-Identifier: Apache-2.0
// A gain cell as a schematic, and its current over the stored voltage with every level that can be written.
#include <fmt/format.h>

#include <algorithm>

#include "gen/draw/pictures.hpp"
#include "gen/draw/plot.hpp"
#include "sim/model/current_table.hpp"
#include "sim/model/tile_of_design.hpp"

namespace kvolt {
namespace {

/// An n-channel transistor: drain at the top, source at the bottom, gate at the left.
void transistor(Svg& svg, Point gate, double half) {
    const double channel = gate.x + 10;
    svg.line({gate.x - 12, gate.y}, {gate.x + 4, gate.y}, "wire");
    svg.line({gate.x + 4, gate.y - 11}, {gate.x + 4, gate.y + 11}, "wire wide");
    svg.line({channel, gate.y - 13}, {channel, gate.y + 13}, "wire wide");
    svg.polyline({{channel, gate.y - 9}, {channel + 12, gate.y - 9}, {channel + 12, gate.y - half}}, "wire");
    svg.polyline({{channel, gate.y + 9}, {channel + 12, gate.y + 9}, {channel + 12, gate.y + half}}, "wire");
}

void schematic(Svg& svg) {
    const double bit = 70, store = 214, top = 120, read_line = 330;
    // Write half: bit line, write transistor, capacitor.
    svg.line({bit, 84}, {bit, 342}, "trace wide");
    svg.text({bit, 74}, "level (DAC)", "small", Anchor::middle);
    svg.line({40, top}, {150, top}, "trace wide");
    svg.text({98, top - 8}, "write word line", "small");
    // The write transistor lies on its side: channel between bit line and storage node.
    svg.line({150, top}, {150, 172}, "wire");
    svg.line({138, 172}, {162, 172}, "wire wide");
    svg.line({136, 179}, {164, 179}, "wire wide");
    svg.polyline({{bit, 194}, {140, 194}, {140, 179}}, "wire");
    svg.polyline({{160, 179}, {160, 194}, {store, 194}}, "wire");
    svg.circle({bit, 194}, 2.6, "tip");
    svg.line({store, 194}, {store, 238}, "wire");
    svg.line({store - 15, 238}, {store + 15, 238}, "curve wide");
    svg.line({store - 15, 246}, {store + 15, 246}, "curve wide");
    svg.line({store, 246}, {store, 276}, "wire");
    for (int i = 0; i < 3; ++i)
        svg.line({store - 10.0 + 3 * i, 276.0 + 4 * i}, {store + 10.0 - 3 * i, 276.0 + 4 * i}, "wire");
    svg.text({store - 22, 246}, "C", "math", Anchor::end);
    svg.text({store + 24, 262}, "V_{store}", "math");
    svg.circle({store, 194}, 2.6, "tip");
    // Read half: the stored voltage drives a transistor that the word-line pulse feeds.
    svg.line({store, 194}, {store + 52, 194}, "wire");
    transistor(svg, {store + 62, 194}, 50);
    svg.line({store + 84, 144}, {store + 84, 128}, "wire");
    svg.line({240, 128}, {394, 128}, "trace wide");
    svg.text({394, 118}, "word-line pulse, width q", "small", Anchor::end);
    svg.line({store + 84, 244}, {store + 84, read_line}, "wire");
    svg.line({240, read_line}, {394, read_line}, "curve wide");
    svg.text({394, read_line + 18}, "column: currents of all rows add up", "small", Anchor::end);
    svg.route({{store + 100, 270}, {store + 100, 312}}, "", 0);
    svg.text({store + 108, 294}, "I(V_{store})", "math");
}

Svg draw(const Design& d, const std::string& command) {
    const auto parameters = tile_parameters(d);
    const auto& analog = d.config.analog;
    const auto current = [&](double volt) { return cell_current(parameters, volt - analog.v_zero); };
    Svg svg(960, 400, fmt::format("A gain cell and its current, engine {}", d.name), command);
    svg.text({24, 32}, "A gain cell, and the current it gives while its word line is high", "title");
    schematic(svg);

    Axes axes{{520, 96, 400, 232}, 0, analog.v_max, 0, 0};
    for (int level = 0; level <= d.level_max; ++level) {
        const double i = current(analog.v_max * level / d.level_max);
        axes.y_min = std::min(axes.y_min, i);
        axes.y_max = std::max(axes.y_max, i);
    }
    const double margin = 0.08 * (axes.y_max - axes.y_min);
    axes.y_min -= margin;
    axes.y_max += margin;
    draw_axes(svg, axes, "stored voltage, V", "current, uA");
    svg.line(axes.at(0, 0), axes.at(analog.v_max, 0), "wire thin");
    const Point zero = axes.at(analog.v_zero, axes.y_min);
    svg.line(zero, {zero.x, axes.box.y}, "wire thin dashed");
    svg.text({zero.x + 6, axes.box.y + 16}, "zero point", "small muted");
    draw_curve(svg, axes, current, "curve wide");
    const bool roomy = d.level_max <= 15;
    for (int level = 0; level <= d.level_max; ++level) {
        const double volt = analog.v_max * level / d.level_max;
        const Point at = axes.at(volt, current(volt));
        svg.circle(at, roomy ? 4 : 2.5, "analog");
        if (roomy)
            svg.text({at.x + (level == d.level_max ? -9
                              : level == 0         ? 9
                                                   : 0),
                      at.y - 9},
                     std::to_string(level), "code", Anchor::middle);
    }
    svg.text({520, 388}, fmt::format("dots: the {} levels that {} bits write", d.level_max + 1, d.config.bits.kv),
             "small muted");
    return svg;
}

}  // namespace

const Picture cell_picture{"cell", "a gain cell, and its current at every level", any_design, draw};

}  // namespace kvolt
