// SPDX-License-Identifier: Apache-2.0
#include "tests/house/rooms_picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <vector>

#include "gen/draw/plot.hpp"
#include "gen/draw/svg.hpp"

namespace kvolt::test {
namespace {

using Arrows = std::map<std::string, std::set<std::string>>;

constexpr double kWidth = 960, kTop = 70, kLayer = 86, kBoxY = 38, kGap = 22;

bool reaches(const Arrows& arrows, const std::string& from, const std::string& to) {
    for (const auto& next : arrows.at(from))
        if (next == to || reaches(arrows, next, to)) return true;
    return false;
}

/// Without the arrows that others make between them.
Arrows reduced(const Arrows& arrows) {
    Arrows kept;
    for (const auto& [room, others] : arrows) {
        kept[room];
        for (const auto& other : others) {
            const bool implied = std::any_of(others.begin(), others.end(), [&](const auto& between) {
                return between != other && reaches(arrows, between, other);
            });
            if (!implied) kept[room].insert(other);
        }
    }
    return kept;
}

std::map<std::string, int> layers_of(const Arrows& arrows) {
    std::map<std::string, int> layer;
    const std::function<int(const std::string&)> depth = [&](const std::string& room) {
        int deepest = 0;
        for (const auto& other : arrows.at(room)) deepest = std::max(deepest, depth(other) + 1);
        return layer[room] = deepest;
    };
    for (const auto& [room, others] : arrows) depth(room);
    return layer;
}

double width_of(const std::string& room) { return text_width(room, text_style("mono")) + 26; }

/// A room, or a place in a layer that an arrow passes on its way to a deeper one.
struct Node {
    std::string room;  ///< empty: a passage
    int layer = 0;
    double x = 0;  ///< middle
    std::vector<std::size_t> neighbors;
    [[nodiscard]] double width() const { return room.empty() ? 14 : width_of(room); }
};

class Rooms {
public:
    explicit Rooms(const Arrows& arrows) {
        const auto layers = layers_of(arrows);
        std::map<std::string, std::size_t> number;
        for (const auto& [room, layer] : layers) number[room] = add(room, layer);
        for (const auto& [room, others] : reduced(arrows))
            for (const auto& other : others) connect(number[room], number[other]);
        for (auto& row : rows_) place(row);
        // Nodes move to where their neighbors are, a few times up and down.
        for (int round = 0; round < 24; ++round)
            for (std::size_t i = 0; i < rows_.size(); ++i) sort(rows_[round % 2 == 0 ? i : rows_.size() - 1 - i]);
    }

    std::string draw() {
        double left = 0, right = 0;
        for (const auto& node : nodes_) {
            left = std::min(left, node.x - node.width() / 2);
            right = std::max(right, node.x + node.width() / 2);
        }
        const double width = std::max(kWidth, right - left + 48), shift = width / 2 - (left + right) / 2;
        for (auto& node : nodes_) node.x += shift;
        Svg svg(width, kTop + kLayer * static_cast<double>(rows_.size()) + 14,
                "Rooms of the source tree and who includes whom",
                "tests/house, from the table of docs/architecture.md");
        svg.text({24, 34}, "Rooms, and who includes whom", "title");
        svg.text({width - 24, 34}, "an arrow that follows from others is left out", "small muted", Anchor::end);
        for (const auto& way : ways_) arrow(svg, way);
        for (const auto& node : nodes_) {
            if (node.room.empty()) continue;
            svg.rect(box(node), paint_of(node.room), 5);
            svg.text({node.x, box(node).center().y + 4}, node.room, "mono", Anchor::middle);
        }
        return svg.finish();
    }

private:
    std::size_t add(const std::string& room, int layer) {
        if (rows_.size() <= static_cast<std::size_t>(layer)) rows_.resize(static_cast<std::size_t>(layer) + 1);
        nodes_.push_back({room, layer, 0, {}});
        rows_[static_cast<std::size_t>(layer)].push_back(nodes_.size() - 1);
        return nodes_.size() - 1;
    }

    void connect(std::size_t from, std::size_t to) {
        std::vector<std::size_t> way{from};
        for (int layer = nodes_[from].layer - 1; layer > nodes_[to].layer; --layer) way.push_back(add("", layer));
        way.push_back(to);
        for (std::size_t i = 0; i + 1 < way.size(); ++i) {
            nodes_[way[i]].neighbors.push_back(way[i + 1]);
            nodes_[way[i + 1]].neighbors.push_back(way[i]);
        }
        ways_.push_back(way);
    }

    void place(const std::vector<std::size_t>& row) {
        double x = 0;
        for (const auto i : row) {
            nodes_[i].x = x + nodes_[i].width() / 2;
            x += nodes_[i].width() + kGap;
        }
        for (const auto i : row) nodes_[i].x -= (x - kGap) / 2;
    }

    void sort(std::vector<std::size_t>& row) {
        std::map<std::size_t, double> wish;
        for (const auto i : row) {
            double sum = 0;
            for (const auto n : nodes_[i].neighbors) sum += nodes_[n].x;
            wish[i] = nodes_[i].neighbors.empty() ? nodes_[i].x : sum / static_cast<double>(nodes_[i].neighbors.size());
        }
        std::stable_sort(row.begin(), row.end(), [&](auto a, auto b) { return wish[a] < wish[b]; });
        // Each as near to its wish as the one before it allows; then the row moves as a whole to its mean wish.
        double edge = -1e9, error = 0;
        for (const auto i : row) {
            nodes_[i].x = std::max(wish[i], edge + nodes_[i].width() / 2);
            edge = nodes_[i].x + nodes_[i].width() / 2 + kGap;
            error += wish[i] - nodes_[i].x;
        }
        for (const auto i : row) nodes_[i].x += error / static_cast<double>(row.size());
    }

    [[nodiscard]] double top(int layer) const {
        return kTop + kLayer * static_cast<double>(static_cast<int>(rows_.size()) - 1 - layer);
    }
    [[nodiscard]] Box box(const Node& node) const {
        return {node.x - node.width() / 2, top(node.layer), node.width(), kBoxY};
    }

    void arrow(Svg& svg, const std::vector<std::size_t>& way) const {
        const auto& last = nodes_[way.back()];
        auto d = fmt::format("M{} {}", svg_number(nodes_[way[0]].x), svg_number(box(nodes_[way[0]]).bottom()));
        double y = box(nodes_[way[0]]).bottom();
        for (std::size_t i = 1; i < way.size(); ++i) {
            const auto& from = nodes_[way[i - 1]];
            const auto& to = nodes_[way[i]];
            const double end = top(to.layer) - (i + 1 == way.size() ? 6 : 0), pull = (end - y) * 0.55;
            d += fmt::format("C{} {} {} {} {} {}", svg_number(from.x), svg_number(y + pull), svg_number(to.x),
                             svg_number(end - pull), svg_number(to.x), svg_number(end));
            y = end;
            if (i + 1 < way.size()) {
                y += kBoxY;
                d += fmt::format("V{}", svg_number(y));
            }
        }
        svg.path(d, "wire");
        svg.path(fmt::format("M{} {}l-3.4 -7h6.8z", svg_number(last.x), svg_number(top(last.layer))), "tip");
    }

    static std::string_view paint_of(const std::string& room) {
        if (room.compare(0, 4, "sim/") == 0) return "analog";
        if (room.compare(0, 10, "gen/flows/") == 0) return "second";
        return room.compare(0, 4, "gen/") == 0 ? "digital" : "first";
    }

    std::vector<Node> nodes_;
    std::vector<std::vector<std::size_t>> rows_;  ///< bottom first
    std::vector<std::vector<std::size_t>> ways_;
};

}  // namespace

std::string rooms_picture(const Arrows& arrows) { return Rooms(arrows).draw(); }

}  // namespace kvolt::test
