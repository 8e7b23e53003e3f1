// SPDX-License-Identifier: Apache-2.0
// The handshake of a stream: a packet, a receiver that is not ready, a sender that pauses.
#include <fmt/format.h>

#include <algorithm>

#include "gen/draw/pictures.hpp"

namespace kvolt {
namespace {

constexpr double kWidth = 960, kLeft = 112, kRight = 24, kHigh = 20, kRow = 40, kTop = 110;

/// One cycle at the port; `beat` is on TDATA while `valid`.
struct Cycle {
    bool valid = false, ready = false;
    int beat = -1;
    bool last = false;
    [[nodiscard]] bool moves() const { return valid && ready; }
};

/// `beats` beats; the receiver pauses for two cycles, the sender for one.
std::vector<Cycle> cycles_of(int beats) {
    std::vector<Cycle> cycles{{false, true, -1, false}};
    for (int beat = 0; beat < beats; ++beat) {
        const bool last = beat == beats - 1;
        if (beat == 1) cycles.insert(cycles.end(), 2, Cycle{true, false, beat, last});
        if (beat == std::min(beats - 1, 3)) cycles.push_back({false, true, -1, false});
        cycles.push_back({true, true, beat, last});
    }
    cycles.push_back({false, true, -1, false});
    return cycles;
}

struct Lane {
    Svg& svg;
    double pitch;
    [[nodiscard]] double x(std::size_t cycle) const { return kLeft + pitch * static_cast<double>(cycle); }
};

void level(Lane& lane, double y, std::string_view name, const std::vector<bool>& high) {
    lane.svg.text({kLeft - 14, y + 15}, name, "mono", Anchor::end);
    std::vector<Point> points;
    for (std::size_t c = 0; c < high.size(); ++c) {
        const double at = high[c] ? y : y + kHigh;
        points.insert(points.end(), {{lane.x(c), at}, {lane.x(c + 1), at}});
    }
    lane.svg.polyline(points, "trace wide");
}

/// A bus: one hexagon for each run of cycles with the same beat.
void bus(Lane& lane, double y, const std::vector<Cycle>& cycles) {
    lane.svg.text({kLeft - 14, y + 15}, "tdata", "mono", Anchor::end);
    for (std::size_t c = 0; c < cycles.size();) {
        std::size_t end = c + 1;
        while (end < cycles.size() && cycles[end].beat == cycles[c].beat) ++end;
        const double a = lane.x(c), b = lane.x(end), middle = y + kHigh / 2;
        if (cycles[c].beat < 0) {
            lane.svg.line({a, middle}, {b, middle}, "rule wide");
        } else {
            lane.svg.path(fmt::format("M{} {}L{} {}H{}L{} {}L{} {}H{}Z", svg_number(a), svg_number(middle),
                                      svg_number(a + 5), svg_number(y), svg_number(b - 5), svg_number(b),
                                      svg_number(middle), svg_number(b - 5), svg_number(y + kHigh), svg_number(a + 5)),
                          "digital");
            lane.svg.text({(a + b) / 2, y + 14.5}, fmt::format("beat {}", cycles[c].beat), "small", Anchor::middle);
        }
        c = end;
    }
}

Svg draw(const Design& d, const std::string& command) {
    const int beats = std::clamp(d.stream.query_beats, 4, 7);
    const auto cycles = cycles_of(beats);
    Svg svg(kWidth, kTop + 6 * kRow + 40, fmt::format("A packet on a token stream of engine {}", d.name), command);
    Lane lane{svg, (kWidth - kLeft - kRight) / static_cast<double>(cycles.size())};
    svg.text({24, 32}, "A beat moves in every cycle in which valid and ready are high", "title");
    svg.text({24, 54},
             "valid says: there is something, and it stands until it has moved. ready says: I can take it. Neither "
             "side loses anything.",
             "small muted");

    const double bottom = kTop + 6 * kRow - 16;
    for (std::size_t c = 0; c < cycles.size(); ++c) {
        if (cycles[c].moves()) svg.rect({lane.x(c), kTop - 10, lane.pitch, bottom - kTop + 10}, "panel");
        svg.text({lane.x(c) + lane.pitch / 2, kTop - 18}, std::to_string(c), "code muted", Anchor::middle);
    }
    svg.text({kLeft - 14, kTop - 18}, "cycle", "small muted", Anchor::end);

    double y = kTop;
    svg.text({kLeft - 14, y + 15}, "clk_i", "mono", Anchor::end);
    std::vector<Point> clock;
    for (std::size_t c = 0; c < cycles.size(); ++c) {
        const double a = lane.x(c), half = a + lane.pitch / 2;
        clock.insert(clock.end(), {{a, y + kHigh}, {a, y}, {half, y}, {half, y + kHigh}, {a + lane.pitch, y + kHigh}});
    }
    svg.polyline(clock, "wire");
    const auto high = [&](auto&& of) {
        std::vector<bool> list;
        for (const auto& cycle : cycles) list.push_back(of(cycle));
        return list;
    };
    level(lane, y += kRow, "tvalid", high([](const Cycle& c) { return c.valid; }));
    level(lane, y += kRow, "tready", high([](const Cycle& c) { return c.ready; }));
    bus(lane, y += kRow, cycles);
    level(lane, y += kRow, "tuser", high([](const Cycle& c) { return c.beat == 0; }));
    level(lane, y += kRow, "tlast", high([](const Cycle& c) { return c.last && c.valid; }));
    for (std::size_t c = 0; c < cycles.size(); ++c) {
        const double x = lane.x(c) + lane.pitch / 2;
        if (cycles[c].moves()) svg.text({x, bottom + 20}, "moves", "small", Anchor::middle);
        if (cycles[c].valid && !cycles[c].ready) svg.text({x, bottom + 20}, "waits", "small muted", Anchor::middle);
    }
    return svg;
}

}  // namespace

const Picture stream_picture{"stream", "the handshake of a token stream, with pauses on both sides", any_design, draw};

}  // namespace kvolt
