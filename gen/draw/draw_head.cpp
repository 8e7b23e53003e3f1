// SPDX-License-Identifier: Apache-2.0
// The blocks of a head and what runs between them. Where a block stands is said here; which blocks there are, and that
// an arrow is a net, is read from the emitted Verilog.
#include "gen/draw/draw_head.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "gen/design/phase_signals.hpp"
#include "gen/draw/head_graph.hpp"
#include "gen/draw/head_layout.hpp"
#include "gen/draw/pictures.hpp"
#include "gen/draw/plot.hpp"
#include "gen/emit/emit.hpp"

namespace kvolt {
namespace {

constexpr double kLeft = 66, kRightMargin = 84, kTop = 78, kBoxX = 132, kBoxY = 62, kPitchX = 160, kPitchY = 96,
                 kShadow = 5;

struct Block {
    const HeadPlace* place = nullptr;
    std::vector<const HeadInstance*> instances;
    Box box;
};

std::string emitted_head(const Design& d) {
    const auto path = fmt::format("rtl/{}.v", d.head_module);
    for (const auto& file : emit_all(d))
        if (file.path == path) return file.text;
    return "";
}

class HeadDrawing {
public:
    HeadDrawing(const Design& d, const std::string& command) : d_(d), graph_(emitted_head(d)), svg_(prepare(command)) {}

    Svg draw() {
        svg_.text({24, 34}, fmt::format("One head of {}: generated blocks around analog macros", d_.name), "title");
        legend();
        sequencer_bar();
        for (const auto& arrow : head_arrows()) draw_arrow(arrow);
        streams();
        strobes_from_the_side();
        for (const auto& [id, block] : blocks_) draw_one(block);
        rest();
        return std::move(svg_);
    }

    HeadPictureMap map() {
        HeadPictureMap map;
        for (const auto& [id, block] : blocks_) {
            map.blocks.push_back(id);
            for (const auto& [other, to] : blocks_)
                if (id != other && connected(block, to)) map.connected.emplace_back(id, other);
        }
        draw();
        map.arrows = drawn_;
        return map;
    }

private:
    Svg prepare(const std::string& command) {
        for (const auto& instance : graph_.instances()) {
            const auto* place = head_place(instance, d_);
            if (place == nullptr) {
                ++beside_[instance.module];
                continue;
            }
            auto& block = blocks_[std::string(place->id)];
            // Of two modules in one place the second gives it its name.
            if (!block.instances.empty() && block.instances.back()->module != instance.module)
                ++beside_[block.instances.back()->module];
            block.place = place;
            block.instances.push_back(&instance);
            block.box = {kLeft + kPitchX * place->column, kTop + kPitchY * place->row, kBoxX,
                         kBoxY + kPitchY * (place->rows - 1)};
        }
        for (const auto& [id, block] : blocks_) columns_ = std::max(columns_, block.place->column + 1);
        width_ = kLeft + kPitchX * (columns_ - 1) + kBoxX + kRightMargin;
        notes_y_ = kTop + kPitchY * 4 + 40 + 44;
        return {width_, notes_y_ + 34, fmt::format("Blocks of one head of engine {}", d_.name), command};
    }

    void legend() {
        svg_.rect({width_ - 330, 23, 16, 13}, "digital");
        svg_.text({width_ - 308, 34}, "Verilog", "small");
        svg_.rect({width_ - 240, 23, 16, 13}, "analog");
        svg_.text({width_ - 218, 34}, "analog macro", "small");
        svg_.line({width_ - 122, 29}, {width_ - 98, 29}, "wire dashed");
        svg_.text({width_ - 90, 34}, "strobes", "small");
    }

    [[nodiscard]] const Block* find(std::string_view id) const {
        const auto found = blocks_.find(std::string(id));
        return found == blocks_.end() ? nullptr : &found->second;
    }

    [[nodiscard]] bool connected(const Block& from, const Block& to) const {
        for (const auto* a : from.instances)
            for (const auto* b : to.instances)
                if (!graph_.nets(*a, *b).empty()) return true;
        return false;
    }

    /// Macros that stand for several have their copies behind them, up and to the right.
    [[nodiscard]] int shadows(const Block& block) const {
        return block.place->paint == "analog" ? std::min(d_.tiles * (d_.adc.on ? d_.adc.groups : 1) - 1, 2) : 0;
    }
    [[nodiscard]] Box outline(const Block& block) const {
        const double more = kShadow * shadows(block);
        return {block.box.x, block.box.y - more, block.box.width + more, block.box.height + more};
    }
    [[nodiscard]] static bool reaches(const Block& block, double row) {
        return row_y(row) > block.box.y && row_y(row) < block.box.bottom();
    }
    /// Whether another block stands between two at this height.
    [[nodiscard]] bool blocked(const Block& from, const Block& to, double y) const {
        const double left = std::min(from.box.right(), to.box.right()), right = std::max(from.box.x, to.box.x);
        const Box corridor{left, y - 1, right - left, 2};
        return std::any_of(blocks_.begin(), blocks_.end(), [&](const auto& entry) {
            return &entry.second != &from && &entry.second != &to && entry.first != "sequencer" &&
                   entry.second.box.overlaps(corridor);
        });
    }

    static double row_y(double row) { return kTop + kPitchY * row + kBoxY / 2; }

    void draw_arrow(const HeadArrow& arrow) {
        const auto* from = find(arrow.from);
        const auto* to = find(arrow.to);
        if (from == nullptr || to == nullptr || !connected(*from, *to)) return;
        const bool sideways = arrow.way == ArrowWay::right || arrow.way == ArrowWay::left;
        if (sideways && (!reaches(*from, arrow.from_row) || !reaches(*to, arrow.to_row))) return;
        if (sideways && blocked(*from, *to, row_y(arrow.to_row))) return;
        if (arrow.way == ArrowWay::around && !blocked(*from, *to, row_y(0))) return;
        std::vector<Point> points;
        const Box a = outline(*from), b = outline(*to);
        switch (arrow.way) {
            case ArrowWay::right:
                points = across({a.right(), row_y(arrow.from_row)}, {b.x, row_y(arrow.to_row)}, arrow.shift, b.x);
                break;
            case ArrowWay::left:
                points = across({a.x, row_y(arrow.from_row)}, {b.right(), row_y(arrow.to_row)}, arrow.shift, a.x);
                break;
            case ArrowWay::up:
                points = {{a.center().x, a.y}, {a.center().x, b.bottom()}};
                break;
            case ArrowWay::down:
                points = {{a.center().x, a.bottom()}, {a.center().x, b.y}};
                break;
            case ArrowWay::back: {
                // Below the upper rows, all the way back, and into the top of the other block.
                const double y = to->box.y - 17;
                points = {{a.center().x, a.bottom()}, {a.center().x, y}, {b.center().x, y}, {b.center().x, b.y}};
                break;
            }
            case ArrowWay::under: {
                // Out at the bottom, along the gap below this row, into the side or the bottom of the other block.
                const double y = a.bottom() + 17 + arrow.shift;
                points = {{a.center().x, a.bottom()}, {a.center().x, y}, {b.x, y}};
                break;
            }
            case ArrowWay::around: {
                // Along the gap below the first row, then up into the other block.
                const double y = kTop + kBoxY + 17;
                points = {{a.right(), y}, {b.center().x, y}, {b.center().x, b.bottom()}};
                break;
            }
            case ArrowWay::margin: {
                const double x = b.x - 14, y = a.bottom() - 8;
                points = {{a.x, y}, {x, y}, {x, row_y(arrow.to_row)}, {b.x, row_y(arrow.to_row)}};
                break;
            }
            case ArrowWay::over:
                points = {{a.center().x, a.y}, {a.center().x, row_y(arrow.to_row)}, {b.right(), row_y(arrow.to_row)}};
                break;
            case ArrowWay::lane: {
                // `shift` counts lanes here.
                const double y = sequencer_.box.y - 9 - 8 * arrow.shift, from_y = a.bottom() - 12,
                             to_y = b.bottom() - 12, x = a.x - 17, to_x = b.right() + 17;
                points = {{a.x, from_y}, {x, from_y}, {x, y}, {to_x, y}, {to_x, to_y}, {b.right(), to_y}};
                break;
            }
        }
        svg_.route(points, "");
        drawn_.emplace_back(arrow.from, arrow.to);
        if (!arrow.label.empty()) label(points, arrow);
    }

    /// Horizontal, or with a step in the gap before the column at `gap_right`.
    static std::vector<Point> across(Point from, Point to, double shift, double gap_right) {
        if (std::abs(from.y - to.y) < 0.5) return {from, to};
        const double x = gap_right - 15 + shift;
        return {from, {x, from.y}, {x, to.y}, to};
    }

    void label(const std::vector<Point>& points, const HeadArrow& arrow) {
        Point at = points.front();
        Anchor anchor = Anchor::start;
        switch (arrow.way) {
            case ArrowWay::back:
                at = {points[1].x - 10, points[1].y - 6};
                anchor = Anchor::end;
                break;
            case ArrowWay::around:
                at = {(points[0].x + points[1].x) / 2, points[0].y - 6};
                anchor = Anchor::middle;
                break;
            case ArrowWay::margin:
            case ArrowWay::over:
            case ArrowWay::lane:
                break;  // these have none
            case ArrowWay::under:
                at = {points[1].x + 8, points[1].y - 5};
                break;
            case ArrowWay::up:
            case ArrowWay::down:
                at = {points.back().x + 6, (points.front().y + points.back().y) / 2 + 4};
                break;
            case ArrowWay::right:
                at = {points.back().x - 5, points.back().y - 6};
                anchor = Anchor::end;
                break;
            case ArrowWay::left:
                at = {points.back().x + 5, points.back().y - 6};
                break;
        }
        labels_.push_back({at, std::string(arrow.label), anchor});
    }

    void streams() {
        if (const auto* in = find("token_in")) {
            const double y = row_y(in->place->row);
            svg_.route({{14, y}, {in->box.x, y}}, "");
            drawn_.emplace_back("", "token_in");
            svg_.text({14, y - 10}, "tokens", "small");
            svg_.text({14, y + 17}, fmt::format("{} bit", d_.stream.data_bits), "small muted");
        }
        if (const auto* out = find("result")) {
            const double y = row_y(out->place->row);
            svg_.route({{out->box.right(), y}, {width_ - 14, y}}, "");
            drawn_.emplace_back("result", "");
            svg_.text({out->box.right() + 8, y - 10}, "results", "small");
        }
    }

    void draw_one(const Block& block) {
        const auto& place = *block.place;
        const bool macro = place.paint == "analog";
        auto lines = std::vector<std::string>(place.lines.begin(), place.lines.end());
        const std::string name = macro ? std::string(place.title) : block.instances.back()->module;
        if (macro) {
            const int copies = d_.tiles * (d_.adc.on ? d_.adc.groups : 1);
            for (int i = shadows(block); i > 0; --i)
                svg_.rect({block.box.x + kShadow * i, block.box.y - kShadow * i, block.box.width, block.box.height},
                          "analog", 5);
            lines.push_back(fmt::format("{} x {} cells", d_.adc.on ? d_.adc.array_rows : d_.rows, d_.slots));
            if (copies > 1) lines.push_back(fmt::format("{} of them", copies));
        }
        draw_block(svg_, block.box, place.paint, name, lines);
    }

    /// The sequencer below all columns, with an arrow up to the lowest block of each column that hears it.
    void sequencer_bar() {
        const auto* sequencer = find("sequencer");
        if (sequencer == nullptr) return;
        auto& bar = blocks_.at("sequencer").box;
        bar = {kLeft, kTop + kPitchY * 4, kPitchX * (columns_ - 1) + kBoxX, 40};
        std::set<std::string> strobes;
        std::map<double, const Block*> lowest;
        for (const auto& [id, block] : blocks_) {
            if (id == "sequencer" || !connected(*sequencer, block)) continue;
            auto& low = lowest[block.box.x];
            if (low == nullptr || low->box.bottom() < block.box.bottom()) low = &block;
            if (block.place->paint != "analog") continue;
            for (const auto* instance : block.instances)
                for (const auto& net : graph_.nets(*sequencer->instances.front(), *instance)) strobes.insert(net);
        }
        for (const auto& [x, block] : lowest) {
            const double at = block->box.x + block->box.width * 0.72;
            const Box below{at - 1, block->box.bottom() + 1, 2, bar.y - block->box.bottom() - 2};
            if (std::any_of(blocks_.begin(), blocks_.end(),
                            [&](const auto& b) { return b.second.box.overlaps(below); }))
                from_the_side(*block);
            else
                svg_.route({{at, bar.y}, {at, block->box.bottom()}}, "dashed");
            drawn_.emplace_back("sequencer", block->place->id);
        }
        std::string list;
        for (const auto& signal : phase_signals(d_.schedule))
            if (strobes.count(signal.name) != 0) list += (list.empty() ? "" : ", ") + std::string(signal.name);
        offers(*sequencer);
        svg_.rect(bar, "digital", 5);
        svg_.text({bar.x + 14, bar.y + 25}, sequencer->instances.front()->module, "mono");
        svg_.text({bar.x + 160, bar.y + 25}, fmt::format("frames and strobes; to the arrays: {}", list), "small muted");
        sequencer_ = *sequencer;
        blocks_.erase("sequencer");
    }

    /// What makes it begin a frame: a token that waits, or one to be written again.
    void offers(const Block& sequencer) {
        const auto& bar = sequencer.box;
        for (const char* id : {"switch", "token_in"}) {
            const auto* from = find(id);
            if (from == nullptr || !connected(*from, sequencer)) continue;
            const double y = from->box.bottom() - 8, x = kLeft - 14;
            svg_.route({{from->box.x, y}, {x, y}, {x, bar.center().y}, {bar.x, bar.center().y}}, "");
            drawn_.emplace_back(id, "sequencer");
            break;
        }
        if (const auto* refresh = find("refresh"); refresh != nullptr && connected(*refresh, sequencer)) {
            const double y = refresh->box.bottom() - 12, x = refresh->box.x - 17;
            svg_.route({{refresh->box.x, y}, {x, y}, {x, bar.y}}, "");
            drawn_.emplace_back("refresh", "sequencer");
        }
    }

    /// What hears the sequencer, and nothing else that is drawn, though another block stands below it.
    void strobes_from_the_side() {
        for (const auto& [id, block] : blocks_) {
            const auto here = [&, &name = id](const auto& arrow) { return arrow.second == name; };
            if (std::any_of(drawn_.begin(), drawn_.end(), here) || !connected(sequencer_, block)) continue;
            from_the_side(block);
            drawn_.emplace_back("sequencer", id);
        }
    }

    /// A strobe that goes up in the gap on the right of a block.
    void from_the_side(const Block& block) {
        const double x = block.box.right() + 9, y = block.box.bottom() - 12;
        svg_.route({{x, kTop + kPitchY * 4}, {x, y}, {block.box.right(), y}}, "dashed");
    }

    /// Labels last, so that no line runs over them; what has no place of its own in one line.
    void rest() {
        for (const auto& label : labels_) svg_.text(label.at, label.text, "small", label.anchor);
        std::string list;
        std::vector<std::string> lines;
        for (const auto& [module, count] : beside_) {
            const auto item = count > 1 ? fmt::format("{} x {}", count, module) : module;
            if (!list.empty() && text_width(list + ", " + item, text_style("code")) > width_ - 150) {
                lines.push_back(list + ",");
                list.clear();
            }
            list += (list.empty() ? "" : ", ") + item;
        }
        if (!list.empty()) lines.push_back(list);
        if (lines.empty()) return;
        svg_.text({24, notes_y_}, "beside these:", "small muted");
        for (std::size_t i = 0; i < lines.size(); ++i)
            svg_.text({108, notes_y_ + 15 * static_cast<double>(i)}, lines[i], "code muted");
    }

    struct Label {
        Point at;
        std::string text;
        Anchor anchor;
    };

    const Design& d_;
    HeadGraph graph_;
    std::map<std::string, Block> blocks_;
    Block sequencer_;                    ///< when its bar has been drawn
    std::map<std::string, int> beside_;  ///< modules without a place
    std::vector<std::pair<std::string, std::string>> drawn_;
    int columns_ = 1;
    double width_ = 0, notes_y_ = 0;
    std::vector<Label> labels_;
    Svg svg_;
};

Svg draw(const Design& d, const std::string& command) { return HeadDrawing(d, command).draw(); }

}  // namespace

HeadPictureMap head_picture_map(const Design& design) { return HeadDrawing(design, "").map(); }

const Picture head_picture{"head", "blocks of a head, and what runs between them", any_design, draw};

}  // namespace kvolt
