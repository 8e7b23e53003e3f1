// SPDX-License-Identifier: Apache-2.0
// Bit fields of every register: those of the engine, and those of one head.
#include <fmt/format.h>

#include <algorithm>

#include "gen/draw/pictures.hpp"

namespace kvolt {
namespace {

constexpr double kWidth = 960, kLeft = 232, kBit = 21.5, kCell = 22, kNotes = 15;

double x_of(int bit) { return kLeft + (31 - bit) * kBit; }

std::string bits_text(const Field& field) {
    return field.width == 1 ? std::to_string(field.lsb) : fmt::format("{}:{}", field.lsb + field.width - 1, field.lsb);
}

bool fits(const Field& field) { return text_width(field.name, text_style("code")) + 4 <= field.width * kBit; }

/// Names that did not fit into their fields, with their bits, in lines below.
std::vector<std::string> notes_of(const Register& reg) {
    std::vector<std::string> lines;
    for (const auto& field : reg.fields) {
        if (fits(field)) continue;
        const auto note = fmt::format("{} {}", bits_text(field), field.name);
        const bool begins = lines.empty() || text_width(lines.back() + "   " + note, text_style("code")) > 32 * kBit;
        if (begins)
            lines.push_back(note);
        else
            lines.back() += "   " + note;
    }
    return lines;
}

std::string_view paint_of(Access access) {
    switch (access) {
        case Access::read_only:
            return "panel";
        case Access::read_write:
            return "digital";
        case Access::write_one_clear:
            return "third";
        case Access::write_pulse:
            return "second";
    }
    return "quiet";
}

double height_of(const Register& reg) { return kCell + 12 + kNotes * static_cast<double>(notes_of(reg).size()); }

/// Returns the y below.
double draw_register(Svg& svg, double y, const Register& reg) {
    svg.text({24, y + 15}, fmt::format("{:03x}", reg.offset), "mono muted");
    svg.text({64, y + 15}, reg.name, text_width(reg.name, text_style("mono")) > 160 ? "code" : "mono");
    svg.rect({x_of(31), y, 32 * kBit, kCell}, "quiet");
    for (const auto& field : reg.fields) {
        const Box box{x_of(field.lsb + field.width - 1), y, field.width * kBit, kCell};
        svg.rect(box, paint_of(field.access));
        if (fits(field))
            svg.text({box.center().x, y + 15}, field.name, "code", Anchor::middle);
        else
            svg.text({box.center().x, y + 15}, field.width == 1 ? std::to_string(field.lsb) : bits_text(field),
                     "code muted", Anchor::middle);
    }
    double below = y + kCell + 13;
    for (const auto& line : notes_of(reg)) {
        svg.text({x_of(31), below}, line, "code muted");
        below += kNotes;
    }
    return y + height_of(reg);
}

Svg draw(const Design& d, const std::string& command) {
    std::vector<const Register*> engine, head;
    double height = 190;
    for (const auto& reg : d.registers) {
        if (reg.head > 0) continue;
        (reg.head < 0 ? engine : head).push_back(&reg);
        height += height_of(reg);
    }
    Svg svg(kWidth, height, fmt::format("Registers of engine {}", d.name), command);
    svg.text({24, 32}, fmt::format("Registers of {}", d.name), "title");
    double x = 24;
    const auto key = [&](Access access, const std::string& text) {
        svg.rect({x, 46, 16, 13}, paint_of(access));
        svg.text({x + 22, 57}, text, "small");
        x += 22 + text_width(text, text_style("small")) + 24;
    };
    key(Access::read_write, "read and write");
    key(Access::read_only, "read only");
    key(Access::write_one_clear, "write 1 to clear");
    key(Access::write_pulse, "write 1 for a pulse");
    svg.rect({x, 46, 16, 13}, "quiet");
    svg.text({x + 22, 57}, "reads 0", "small");

    const auto ruler = [&](double y) {
        for (int bit = 0; bit < 32; ++bit)
            svg.text({x_of(bit) + kBit / 2, y}, std::to_string(bit), "code muted", Anchor::middle);
    };
    double y = 92;
    svg.text({24, y}, "the engine", "label");
    ruler(y);
    y += 10;
    for (const auto* reg : engine) y = draw_register(svg, y, *reg);
    y += 30;
    svg.text({24, y}, d.heads > 1 ? fmt::format("head 0 of {}", d.heads) : "the head", "label");
    ruler(y);
    y += 10;
    for (const auto* reg : head) y = draw_register(svg, y, *reg);
    return svg;
}

}  // namespace

const Picture registers_picture{"registers", "bit fields of every register, of the engine and of one head", any_design,
                                draw};

}  // namespace kvolt
