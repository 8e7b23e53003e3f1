// SPDX-License-Identifier: Apache-2.0
// A small writer of SVG pictures: shapes in drawing order, colours as classes with a light and a dark value, text whose
// extent is known well enough to lay boxes out and to find texts that collide.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kvolt {

/// User units: pixels of the picture at its natural size; y points down.
struct Point {
    double x = 0, y = 0;
};

struct Box {
    double x = 0, y = 0, width = 0, height = 0;
    [[nodiscard]] double right() const { return x + width; }
    [[nodiscard]] double bottom() const { return y + height; }
    [[nodiscard]] Point center() const { return {x + width / 2, y + height / 2}; }
    [[nodiscard]] bool overlaps(const Box& other) const {
        return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
    }
};

/// Colours of a class on a light and on a dark screen, as #rrggbb; empty: none.
struct Paint {
    std::string_view name;
    std::string_view light_fill, light_stroke, dark_fill, dark_stroke;
};

/// Every class of the pictures; text classes (fill only) are readable on `background` and on every filled class.
const std::vector<Paint>& paints();

enum class Anchor { start, middle, end };

/// Text classes beside the paints: `title`, `label`, `small`, `mono`, `code` (small mono), `math`.
struct TextStyle {
    std::string_view name;
    double size = 0;          ///< font size
    bool monospaced = false;  ///< 0.6 of the size a character; otherwise estimated character by character
};
const TextStyle& text_style(std::string_view name);

/// Width of `text`, which may have `_{...}` and `^{...}`; at most a few percent less than any common font draws.
double text_width(std::string_view text, const TextStyle& style);

/// Text on the picture, for tests: which words, and where.
struct PlacedText {
    std::string text;
    Box box;
};

class Svg {
public:
    /// `title` is read out by screen readers; `command` repeats the picture and is its description.
    Svg(double width, double height, std::string title, std::string command);

    void rect(const Box& box, std::string_view classes, double radius = 0);
    void line(Point from, Point to, std::string_view classes);
    void polyline(const std::vector<Point>& points, std::string_view classes);
    /// The same with corners rounded by `radius`, ending in an arrow head where `arrow`.
    void route(const std::vector<Point>& points, std::string_view classes, double radius = 6, bool arrow = true);
    void path(std::string_view d, std::string_view classes);
    void circle(Point center, double radius, std::string_view classes);
    /// `style` is a text style, with more classes behind a blank where its colour is another one than `ink`.
    /// `_{...}` is a subscript, `^{...}` a superscript.
    void text(Point at, std::string_view text, std::string_view style, Anchor anchor = Anchor::start);

    [[nodiscard]] double width() const { return width_; }
    [[nodiscard]] double height() const { return height_; }
    [[nodiscard]] const std::vector<PlacedText>& texts() const { return texts_; }
    /// The whole file.
    [[nodiscard]] std::string finish() const;

private:
    double width_, height_;
    std::string title_, command_, body_;
    std::vector<PlacedText> texts_;
};

/// Shortest of at most two decimals: 12, 12.5, 0.25.
std::string svg_number(double value);

}  // namespace kvolt
