// SPDX-License-Identifier: Apache-2.0
#include "gen/draw/plot.hpp"

#include <algorithm>
#include <cmath>

namespace kvolt {

double nice_step(double range, int most) {
    const double least = range / most;
    const double power = std::pow(10, std::floor(std::log10(least)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= least) return factor * power;
    }
    return 10 * power;
}

void draw_axes(Svg& svg, const Axes& axes, const std::string& x_name, const std::string& y_name) {
    const auto& box = axes.box;
    svg.rect(box, "panel");
    const double x_step = nice_step(axes.x_max - axes.x_min, 6), y_step = nice_step(axes.y_max - axes.y_min, 6);
    // Ticks are multiples of the step, made of an integer so that rounding does not add up.
    for (int i = static_cast<int>(std::ceil(axes.x_min / x_step - 1e-9)); i * x_step <= axes.x_max + 1e-9; ++i) {
        const Point foot = axes.at(i * x_step, axes.y_min);
        svg.line(foot, {foot.x, box.y}, "rule thin");
        svg.text({foot.x, foot.y + 15}, svg_number(i * x_step), "code muted", Anchor::middle);
    }
    for (int i = static_cast<int>(std::ceil(axes.y_min / y_step - 1e-9)); i * y_step <= axes.y_max + 1e-9; ++i) {
        const Point foot = axes.at(axes.x_min, i * y_step);
        svg.line(foot, {box.right(), foot.y}, "rule thin");
        svg.text({foot.x - 7, foot.y + 3.5}, svg_number(i * y_step), "code muted", Anchor::end);
    }
    svg.text({box.center().x, box.bottom() + 33}, x_name, "small", Anchor::middle);
    svg.text({box.x, box.y - 9}, y_name, "small");
}

void draw_curve(Svg& svg, const Axes& axes, const std::function<double(double)>& value, std::string_view classes) {
    constexpr int steps = 120;
    std::vector<Point> points;
    for (int i = 0; i <= steps; ++i) {
        const double x = axes.x_min + (axes.x_max - axes.x_min) * i / steps;
        points.push_back(axes.at(x, std::clamp(value(x), axes.y_min, axes.y_max)));
    }
    svg.polyline(points, classes);
}

void draw_block(Svg& svg, const Box& box, std::string_view paint, const std::string& name,
                const std::vector<std::string>& lines) {
    svg.rect(box, paint, 5);
    const double top = box.center().y - 7.5 * static_cast<double>(lines.size()) + 4;
    const bool wide = text_width(name, text_style("mono")) + 10 > box.width;
    svg.text({box.center().x, top}, name, wide ? "code" : "mono", Anchor::middle);
    for (std::size_t i = 0; i < lines.size(); ++i)
        svg.text({box.center().x, top + 15 * static_cast<double>(i + 1)}, lines[i], "small muted", Anchor::middle);
}

}  // namespace kvolt
