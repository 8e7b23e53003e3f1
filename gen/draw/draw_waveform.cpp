// SPDX-License-Identifier: Apache-2.0
// Two tokens through the stages, cycle by cycle: times from the walk of the schedule.
#include <fmt/format.h>

#include <algorithm>

#include "gen/design/phase_signals.hpp"
#include "gen/design/schedule.hpp"
#include "gen/draw/pictures.hpp"

namespace kvolt {
namespace {

constexpr double kWidth = 960, kLeft = 132, kRight = 24, kTop = 74, kRow = 26, kHigh = 15;
constexpr std::string_view kTokens[] = {"first", "second"};

struct Canvas {
    Svg& svg;
    double scale;  ///< pixels of a cycle
    [[nodiscard]] double x(long cycle) const { return kLeft + static_cast<double>(cycle) * scale; }
};

/// High in cycles [from, to), for one of the tokens.
struct High {
    long from, to;
    int token;
};

long start_of(const TokenTimes& times, Stage stage) {
    switch (stage) {
        case Stage::score:
            return times.score_at;
        case Stage::convert:
            return times.convert_at;
        case Stage::weigh:
            return times.weigh_at;
        case Stage::read:
            return times.read_at;
    }
    return 0;
}

void name_row(Svg& svg, double y, std::string_view name, std::string_view style) {
    svg.text({kLeft - 12, y}, name, style, Anchor::end);
}

/// A lane with one bar per token.
void bars(Canvas& canvas, double y, std::string_view name, const std::vector<High>& spans, std::string_view label) {
    name_row(canvas.svg, y + 12, name, "label");
    for (const auto& span : spans) {
        const double width = std::max(canvas.x(span.to) - canvas.x(span.from), 1.5);
        canvas.svg.rect({canvas.x(span.from), y, width, 17}, kTokens[span.token], 3);
        const auto text = fmt::format("{} {}", label, span.token);
        if (text_width(text, text_style("small")) + 6 < width)
            canvas.svg.text({canvas.x(span.from) + width / 2, y + 12.5}, text, "small", Anchor::middle);
    }
}

/// A digital signal: low line, high plateaus in the colour of their token.
void trace(Canvas& canvas, double y, std::string_view name, std::vector<High> spans, long end) {
    name_row(canvas.svg, y + kHigh - 3, name, "mono");
    std::sort(spans.begin(), spans.end(), [](const High& a, const High& b) { return a.from < b.from; });
    const double low = y + kHigh;
    std::vector<Point> points{{canvas.x(0), low}};
    for (const auto& span : spans) {
        const double from = canvas.x(span.from), to = std::max(canvas.x(span.to), from + 1.5);
        canvas.svg.rect({from, y, to - from, kHigh}, kTokens[span.token]);
        points.insert(points.end(), {{from, low}, {from, y}, {to, y}, {to, low}});
    }
    points.push_back({canvas.x(end), low});
    canvas.svg.polyline(points, "wire");
}

/// 1, 2, 5, 10, ... cycles a tick, so that labels keep apart.
long tick_of(double scale) {
    long tick = 1;
    while (static_cast<double>(tick) * scale < 52) {
        for (const long factor : {2L, 5L, 10L}) {
            if (static_cast<double>(tick * factor) * scale >= 52) return tick * factor;
        }
        tick *= 10;
    }
    return tick;
}

void ruler(Canvas& canvas, long end, double bottom) {
    const long tick = tick_of(canvas.scale);
    for (long cycle = 0; cycle <= end; cycle += tick) {
        canvas.svg.line({canvas.x(cycle), kTop - 6}, {canvas.x(cycle), bottom}, "rule thin");
        canvas.svg.text({canvas.x(cycle), kTop - 12}, std::to_string(cycle), "code muted", Anchor::middle);
    }
    canvas.svg.text({kLeft - 12, kTop - 12}, "cycle", "small muted", Anchor::end);
}

/// A measure between two cycles.
void measure(Canvas& canvas, double y, long from, long to, const std::string& text) {
    const double a = canvas.x(from), b = canvas.x(to);
    canvas.svg.line({a, y - 5}, {a, y + 5}, "wire");
    canvas.svg.line({b, y - 5}, {b, y + 5}, "wire");
    const double half = text_width(text, text_style("small")) / 2 + 6;
    const double middle = (a + b) / 2;
    if (b - a > 2 * half + 12) {
        canvas.svg.line({a, y}, {middle - half, y}, "wire");
        canvas.svg.line({middle + half, y}, {b, y}, "wire");
        canvas.svg.text({middle, y + 4}, text, "small", Anchor::middle);
    } else {
        canvas.svg.line({a, y}, {b, y}, "wire");
        canvas.svg.text({b + 6, y + 4}, text, "small");
    }
}

Svg draw(const Design& d, const std::string& command) {
    const auto times = walk_schedule(d.schedule, d.stream, 2);
    const long end = times[1].last_beat_out + 3;
    const auto signals = phase_signals(d.schedule);
    const auto stages = stages_of(d.schedule);
    const double bottom = kTop + kRow * static_cast<double>(2 + stages.size() + signals.size()) + 12;
    Svg svg(kWidth, bottom + 66, fmt::format("Two tokens through the engine {}, cycle by cycle", d.name), command);
    Canvas canvas{svg, (kWidth - kLeft - kRight) / static_cast<double>(end)};

    svg.text({24, 32}, fmt::format("Two tokens through {}", d.name), "title");
    svg.text({kWidth - 24, 32},
             fmt::format("{} integrator{} per column, {} ns a cycle", d.schedule.integrators,
                         d.schedule.integrators == 1 ? "" : "s", svg_number(d.config.timing.clock_ns)),
             "small muted", Anchor::end);
    ruler(canvas, end, bottom);

    double y = kTop + 4;
    const auto both = [&](auto&& span) { return std::vector<High>{span(times[0], 0), span(times[1], 1)}; };
    bars(canvas, y, "stream in", both([&](const TokenTimes& t, int token) {
             return High{t.last_beat_in - d.stream.token_beats + 1, t.last_beat_in + 1, token};
         }),
         "token");
    y += kRow;
    for (const auto& [stage, letter] : stages) {
        const auto of = [&, stage = stage](const TokenTimes& t, int token) {
            const long from = start_of(t, stage);
            return High{from, from + stage_cycles(d.schedule, stage), token};
        };
        bars(canvas, y, fmt::format("stage {}", letter), both(of), "token");
        y += kRow;
    }
    y += 6;
    for (const auto& signal : signals) {
        trace(canvas, y, signal.name, both([&](const TokenTimes& t, int token) {
                  const long from = start_of(t, signal.stage) + signal.from;
                  return High{from, from + signal.cycles, token};
              }),
              end);
        y += kRow;
    }
    bars(canvas, y, "stream out", both([](const TokenTimes& t, int token) {
             return High{t.first_beat_out, t.last_beat_out + 1, token};
         }),
         "result");

    measure(canvas, bottom + 20, times[0].last_beat_in, times[0].first_beat_out,
            fmt::format("latency {} cycles", d.schedule.latency_cycles));
    measure(canvas, bottom + 44, times[0].first_beat_out, times[1].first_beat_out,
            fmt::format("{} cycles to the next result", times[1].first_beat_out - times[0].first_beat_out));
    return svg;
}

}  // namespace

const Picture waveform_picture{"waveform", "two tokens through the stages, cycle by cycle", any_design, draw};

}  // namespace kvolt
