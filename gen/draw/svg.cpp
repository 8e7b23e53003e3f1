// SPDX-License-Identifier: Apache-2.0
#include "gen/draw/svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace kvolt {
namespace {

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

/// A run of text on one level: 0 the line, -1 below, 1 above it.
struct Run {
    std::string text;
    int level = 0;
};

std::vector<Run> runs_of(std::string_view text) {
    std::vector<Run> runs(1);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool script = (text[i] == '_' || text[i] == '^') && i + 1 < text.size() && text[i + 1] == '{';
        const auto end = script ? text.find('}', i) : std::string_view::npos;
        if (end == std::string_view::npos) {
            runs.back().text += text[i];
            continue;
        }
        runs.push_back({std::string(text.substr(i + 2, end - i - 2)), text[i] == '_' ? -1 : 1});
        runs.push_back({});
        i = end;
    }
    runs.erase(std::remove_if(runs.begin(), runs.end(), [](const Run& run) { return run.text.empty(); }), runs.end());
    return runs;
}

constexpr double kScriptSize = 0.72;
constexpr double kScriptShift = 0.28;

/// Of a proportional font, in sizes. Sorted by feel: narrow, wide, capitals, the rest.
double character_width(char c) {
    constexpr std::string_view narrow = "iljtf.,:;|!'()[] ", wide = "mwMW@%";
    if (narrow.find(c) != std::string_view::npos) return 0.33;
    if (wide.find(c) != std::string_view::npos) return 0.88;
    if (c >= 'A' && c <= 'Z') return 0.68;
    return 0.56;
}

/// The first byte of a UTF-8 character counts, the others don't.
bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

double run_width(const Run& run, const TextStyle& style) {
    double width = 0;
    for (const char c : run.text) {
        if (!continues(c)) width += style.monospaced ? 0.6 : character_width(c);
    }
    return width * style.size * (run.level == 0 ? 1 : kScriptSize);
}

std::string style_rules() {
    std::string light, dark;
    const auto rule = [](std::string_view name, std::string_view fill, std::string_view stroke) {
        return fmt::format(".{}{{fill:{};stroke:{}}}\n", name, fill.empty() ? "none" : fill,
                           stroke.empty() ? "none" : stroke);
    };
    for (const auto& paint : paints()) {
        light += rule(paint.name, paint.light_fill, paint.light_stroke);
        dark += rule(paint.name, paint.dark_fill, paint.dark_stroke);
    }
    constexpr const char* sans = "system-ui,'Helvetica Neue',Helvetica,Arial,'DejaVu Sans',sans-serif";
    constexpr const char* mono = "ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace";
    constexpr const char* serif = "'STIX Two Text',Cambria,Georgia,'Times New Roman','DejaVu Serif',serif";
    std::string fonts;
    for (const char* name : {"title", "label", "small", "mono", "code", "math"}) {
        const auto& style = text_style(name);
        const char* family = style.monospaced ? mono : style.name == "math" ? serif : sans;
        fonts += fmt::format(".{}{{font:{}{}px {}}}\n", name, style.name == "title" ? "600 " : "",
                             svg_number(style.size), family);
    }
    return "text{white-space:pre}\n" + fonts +
           ".thin{stroke-width:1}\n.wide{stroke-width:2}\n.dashed{stroke-dasharray:4 3}\n.dotted{stroke-dasharray:1 "
           "3}\n"
           "line,polyline,path,rect,circle{stroke-width:1.25;stroke-linejoin:round;stroke-linecap:round}\n" +
           light + "@media (prefers-color-scheme:dark){\n" + dark + "}\n";
}

}  // namespace

const std::vector<Paint>& paints() {
    static const std::vector<Paint> table{
        // name        light fill  stroke     dark fill  stroke
        {"background", "#ffffff", "", "#0d1117", ""},
        {"ink", "#1b2733", "", "#e6edf3", ""},
        {"muted", "#526170", "", "#a3b1bf", ""},
        {"rule", "", "#d8dfe6", "", "#2d3742"},
        {"wire", "", "#44525f", "", "#a9b6c2"},
        {"tip", "#44525f", "", "#a9b6c2", ""},
        {"panel", "#f6f8fa", "#d8dfe6", "#151b23", "#2d3742"},
        {"digital", "#e6f0fc", "#2f6db5", "#12304f", "#6cb0ff"},
        {"analog", "#fdf0de", "#b9701c", "#40290b", "#f0b35e"},
        {"first", "#cfe9e4", "#14806f", "#0e443c", "#56d3bf"},
        {"second", "#e2dbf7", "#6a4bc0", "#33265f", "#b79cff"},
        {"third", "#fbdbe3", "#b8395c", "#561a2c", "#ff8fab"},
        {"charge", "#f0bd78", "", "#9a6420", ""},
        {"spent", "#ccd5dd", "", "#414d59", ""},
        {"quiet", "#edf1f5", "#9aa8b5", "#212a34", "#5c6a78"},
        {"curve", "", "#b9701c", "", "#f0b35e"},
        {"trace", "", "#2f6db5", "", "#6cb0ff"},
    };
    return table;
}

const TextStyle& text_style(std::string_view name) {
    static const std::vector<TextStyle> table{{"title", 15, false}, {"label", 13, false}, {"small", 11, false},
                                              {"mono", 12, true},   {"code", 10.5, true}, {"math", 16, false}};
    const auto found =
        std::find_if(table.begin(), table.end(), [&](const TextStyle& style) { return style.name == name; });
    return found == table.end() ? table.front() : *found;
}

double text_width(std::string_view text, const TextStyle& style) {
    double width = 0;
    for (const auto& run : runs_of(text)) width += run_width(run, style);
    return width;
}

std::string svg_number(double value) {
    auto text = fmt::format("{:.2f}", std::round(value * 100) / 100);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text == "-0" ? "0" : text;
}

Svg::Svg(double width, double height, std::string title, std::string command)
    : width_(width), height_(height), title_(std::move(title)), command_(std::move(command)) {}

void Svg::rect(const Box& box, std::string_view classes, double radius) {
    body_ += fmt::format("<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"", classes, svg_number(box.x),
                         svg_number(box.y), svg_number(box.width), svg_number(box.height));
    if (radius > 0) body_ += fmt::format(" rx=\"{}\"", svg_number(radius));
    body_ += "/>\n";
}

void Svg::line(Point from, Point to, std::string_view classes) {
    body_ += fmt::format("<line class=\"{}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>\n", classes, svg_number(from.x),
                         svg_number(from.y), svg_number(to.x), svg_number(to.y));
}

void Svg::polyline(const std::vector<Point>& points, std::string_view classes) {
    std::string list;
    for (const auto& p : points)
        list += fmt::format("{}{},{}", list.empty() ? "" : " ", svg_number(p.x), svg_number(p.y));
    body_ += fmt::format("<polyline class=\"{}\" points=\"{}\"/>\n", classes, list);
}

void Svg::route(const std::vector<Point>& points, std::string_view classes, double radius, bool arrow) {
    const auto step = [](Point from, Point to, double distance) {
        const double length = std::hypot(to.x - from.x, to.y - from.y);
        const double share = length > 0 ? std::min(distance / length, 0.5) : 0;
        return Point{from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share};
    };
    auto d = fmt::format("M{} {}", svg_number(points.front().x), svg_number(points.front().y));
    for (std::size_t i = 1; i + 1 < points.size(); ++i) {
        const Point before = step(points[i], points[i - 1], radius), after = step(points[i], points[i + 1], radius);
        d += fmt::format("L{} {}Q{} {} {} {}", svg_number(before.x), svg_number(before.y), svg_number(points[i].x),
                         svg_number(points[i].y), svg_number(after.x), svg_number(after.y));
    }
    const Point end = points.back();
    d += fmt::format("L{} {}", svg_number(end.x), svg_number(end.y));
    path(d, fmt::format("wire {}", classes));
    if (!arrow) return;
    // An arrow head along the last leg.
    const Point from = points[points.size() - 2];
    const double length = std::hypot(end.x - from.x, end.y - from.y);
    const double ux = (end.x - from.x) / length, uy = (end.y - from.y) / length;
    const auto corner = [&](double along, double across) {
        return fmt::format("{} {}", svg_number(end.x - along * ux - across * uy),
                           svg_number(end.y - along * uy + across * ux));
    };
    path(fmt::format("M{}L{}L{}Z", corner(0, 0), corner(7, 3.4), corner(7, -3.4)), "tip");
}

void Svg::path(std::string_view d, std::string_view classes) {
    body_ += fmt::format("<path class=\"{}\" d=\"{}\"/>\n", classes, d);
}

void Svg::circle(Point center, double radius, std::string_view classes) {
    body_ += fmt::format("<circle class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>\n", classes, svg_number(center.x),
                         svg_number(center.y), svg_number(radius));
}

void Svg::text(Point at, std::string_view text, std::string_view style, Anchor anchor) {
    const auto blank = style.find(' ');
    const auto& font = text_style(style.substr(0, blank));
    const auto colour = blank == std::string_view::npos ? std::string(style) + " ink" : std::string(style);
    constexpr const char* anchors[] = {"", " text-anchor=\"middle\"", " text-anchor=\"end\""};
    body_ += fmt::format("<text class=\"{}\" x=\"{}\" y=\"{}\"{}>", colour, svg_number(at.x), svg_number(at.y),
                         anchors[static_cast<int>(anchor)]);
    const double shift = kScriptShift * font.size;
    int level = 0;
    std::string plain;
    for (const auto& run : runs_of(text)) {
        plain += run.text;
        const double dy = (level - run.level) * shift;
        if (run.level == 0 && dy == 0) {
            body_ += escaped(run.text);
        } else {
            body_ += fmt::format("<tspan dy=\"{}\"", svg_number(dy));
            if (run.level != 0) body_ += fmt::format(" font-size=\"{}\"", svg_number(font.size * kScriptSize));
            body_ += fmt::format(">{}</tspan>", escaped(run.text));
        }
        level = run.level;
    }
    body_ += "</text>\n";
    const double width = text_width(text, font);
    const double left = anchor == Anchor::start ? at.x : anchor == Anchor::middle ? at.x - width / 2 : at.x - width;
    texts_.push_back({plain, {left, at.y - 0.75 * font.size, width, 0.95 * font.size}});
}

std::string Svg::finish() const {
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" role=\"img\">\n"
        "<!-- SPDX-License-Identifier: Apache-2.0 -->\n<title>{3}</title>\n<desc>{2}</desc>\n<style>\n{4}</style>\n"
        "<rect class=\"background\" width=\"{0}\" height=\"{1}\" rx=\"8\"/>\n{5}</svg>\n",
        svg_number(width_), svg_number(height_), escaped(command_), escaped(title_), style_rules(), body_);
}

}  // namespace kvolt
