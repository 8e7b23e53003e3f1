// SPDX-License-Identifier: Apache-2.0
// The window through a wrap and the start of the next sequence: which slot is written, which are live.
#include <fmt/format.h>

#include <algorithm>

#include "gen/draw/pictures.hpp"

namespace kvolt {
namespace {

/// One head as kv_window keeps it; the runtime window is the built one.
struct Window {
    int size = 0;
    int next = 0, fill = 0;
    std::vector<long> token;  ///< that a slot holds; -1: none of this sequence
    explicit Window(int slots) : size(slots), token(static_cast<std::size_t>(slots), -1) {}
    void begin() {
        next = fill = 0;
        std::fill(token.begin(), token.end(), -1);
    }
    int store(long number) {
        const int slot = next;
        token[static_cast<std::size_t>(slot)] = number;
        fill = std::min(fill + 1, size);
        next = (next + 1) % size;
        return slot;
    }
};

constexpr double kLeft = 190, kWidth = 960, kRow = 40, kCell = 22, kNewSequence = 30;

struct Moment {
    long stored = 0;     ///< tokens of the sequence so far
    bool fresh = false;  ///< first of the next sequence
};

/// Start, growth, full, wrap, and again from the start.
std::vector<Moment> moments_of(int window) {
    std::vector<long> stored{1,          2,          window / 2,          window - 1,  window,
                             window + 1, window + 2, window + window / 2, 2L * window, 2L * window + 1};
    std::sort(stored.begin(), stored.end());
    stored.erase(std::unique(stored.begin(), stored.end()), stored.end());
    std::vector<Moment> list;
    for (const long count : stored)
        if (count > 0) list.push_back({count, false});
    list.push_back({1, true});
    list.push_back({2, true});
    return list;
}

void draw_row(Svg& svg, const Window& window, int slots_of_tile, double y, int written) {
    const double cell = (kWidth - kLeft - 150) / window.size;
    const bool roomy = cell >= 20;
    for (int slot = 0; slot < window.size; ++slot) {
        const Box box{kLeft + cell * slot, y, cell, kCell};
        const bool live = slot < window.fill;
        const auto paint = slot == written ? "second" : live ? "first" : "quiet";
        if (roomy || slot == written) {
            svg.rect(box, paint);
        }
        if (roomy && live)
            svg.text({box.center().x, y + 15.5}, std::to_string(window.token[static_cast<std::size_t>(slot)]),
                     cell >= 28 ? "mono" : "code", Anchor::middle);
    }
    if (!roomy) {
        // Too many slots for boxes of their own: two bars, the slot just written between them.
        const double frontier = kLeft + cell * window.fill, end = kLeft + cell * window.size;
        if (window.fill > 0) svg.rect({kLeft, y, frontier - kLeft, kCell}, "first");
        if (window.fill < window.size) svg.rect({frontier, y, end - frontier, kCell}, "quiet");
        if (written >= 0) svg.rect({kLeft + cell * written, y, std::max(cell, 4.0), kCell}, "second");
    }
    for (int slot = slots_of_tile; slot < window.size; slot += slots_of_tile) {
        const double x = kLeft + cell * slot;
        svg.line({x, y - 4}, {x, y + kCell + 4}, "wire");
    }
    // Next slot: a tip below. Frontier: a bold line behind the last live slot.
    const double next = kLeft + cell * (window.next + 0.5);
    svg.path(fmt::format("M{} {}l-5 8h10z", svg_number(next), svg_number(y + kCell + 2)), "tip");
    const double frontier = kLeft + cell * window.fill;
    svg.line({frontier, y - 5}, {frontier, y + kCell + 5}, "curve wide");
}

Svg draw(const Design& d, const std::string& command) {
    const auto moments = moments_of(d.window);
    const double top = 96, legend = top + kRow * static_cast<double>(moments.size()) + kNewSequence + 26;
    Svg svg(kWidth, legend + 30, fmt::format("The window of engine {} through a wrap", d.name), command);
    svg.text({24, 32}, "Slots are used in order and round again; the first ones are live", "title");
    svg.text({24, 54},
             fmt::format("{}: {} slots{}", d.name, d.window,
                         d.tiles > 1 ? fmt::format(" in {} tiles of {}", d.tiles, d.slots) : ""),
             "small muted");
    svg.text({kLeft, top - 14}, d.window > 40 ? "slots" : "token that each slot holds", "small muted");
    svg.text({kWidth - 24, top - 14}, "live, next slot", "small muted", Anchor::end);

    Window window(d.window);
    long stored = 0;
    bool again = false;
    double y = top;
    for (const auto& moment : moments) {
        if (moment.fresh && !again) {
            window.begin();
            stored = 0;
            again = true;
            svg.line({24, y}, {kWidth - 24, y}, "rule dashed");
            svg.text({24, y + 16}, "a new sequence", "small muted");
            y += kNewSequence;
        }
        int written = -1;
        while (stored < moment.stored) written = window.store(stored++);
        svg.text({kLeft - 16, y + 15.5}, fmt::format("token {} stored", stored - 1), "label", Anchor::end);
        draw_row(svg, window, d.slots, y, written);
        svg.text({kWidth - 24, y + 15.5}, fmt::format("{}, {}", window.fill, window.next), "mono", Anchor::end);
        y += kRow;
    }

    double x = kLeft;
    const auto key = [&](std::string_view paint, const std::string& text) {
        svg.rect({x, legend - 10, 16, 13}, paint);
        svg.text({x + 22, legend}, text, "small");
        x += 22 + text_width(text, text_style("small")) + 26;
    };
    key("second", "just written");
    key("first", "live");
    key("quiet", "not live: weight exactly 0");
    svg.line({x + 4, legend - 13}, {x + 4, legend + 4}, "curve wide");
    svg.text({x + 14, legend}, "frontier", "small");
    x += 14 + text_width("frontier", text_style("small")) + 26;
    svg.path(fmt::format("M{} {}l-5 8h10z", svg_number(x + 4), svg_number(legend - 8)), "tip");
    svg.text({x + 14, legend}, "next slot", "small");
    return svg;
}

}  // namespace

const Picture window_picture{"window", "slots, frontier and live tokens through a wrap", any_design, draw};

}  // namespace kvolt
