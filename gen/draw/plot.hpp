// SPDX-License-Identifier: Apache-2.0
// Axes of a small plot, and what several pictures draw alike.
#pragma once

#include <functional>

#include "gen/draw/svg.hpp"

namespace kvolt {

/// Values to pixels within `box`; y values grow upwards.
struct Axes {
    Box box;
    double x_min = 0, x_max = 1, y_min = 0, y_max = 1;
    [[nodiscard]] Point at(double x, double y) const {
        return {box.x + (x - x_min) / (x_max - x_min) * box.width,
                box.bottom() - (y - y_min) / (y_max - y_min) * box.height};
    }
};

/// Frame, ticks with grid lines and labels at "nice" distances, names of the axes.
void draw_axes(Svg& svg, const Axes& axes, const std::string& x_name, const std::string& y_name);

/// `value` over the whole x range.
void draw_curve(Svg& svg, const Axes& axes, const std::function<double(double)>& value, std::string_view classes);

/// A box with a name and up to two lines below it.
void draw_block(Svg& svg, const Box& box, std::string_view paint, const std::string& name,
                const std::vector<std::string>& lines = {});

/// Distance of ticks: 1, 2 or 5 times a power of ten, at most `most` of them over `range`.
double nice_step(double range, int most);

}  // namespace kvolt
