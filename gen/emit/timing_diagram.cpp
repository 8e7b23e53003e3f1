// SPDX-License-Identifier: Apache-2.0
// The schedule of one token as text.
#include "gen/emit/timing_diagram.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace kvolt {
namespace {

constexpr int max_columns = 96;
constexpr int name_width = 14;

/// High in cycles [from, from + cycles).
struct Pulse {
    int from = 0;
    int cycles = 1;
};

struct Row {
    const char* name;
    Pulse pulse;
};

std::vector<Row> rows_of(const Schedule& s) {
    const int p = s.score_frame;      // f = 0 of stage P
    const int r = p + s.weigh_frame;  // f = 0 of stage R
    const int v_write = s.integrators == 2 ? p : 0;
    return {{"stage Q", {0, s.score_frame}},
            {"k_write", {0, s.write_cycles}},
            {"score_start", {s.gap_cycles - 1, 1}},
            {"q_pulse", {s.gap_cycles, s.pulse_cycles}},
            {"stage P", {p, s.weigh_frame}},
            {"v_write", {v_write, s.write_cycles}},
            {"weigh_start", {p + s.gap_cycles - 1, 1}},
            {"phi (analog)", {p + s.gap_cycles, s.phi_cycles}},
            {"stage R", {r, s.readout_cycles}},
            {"read_start", {r, 1}},
            {"a_pulse", {r + 2, s.readout_cycles - 1}},
            {"m_axis_tvalid", {s.latency_cycles - 2, 1}}};
}

/// Stages Q and X, P and R; the frames of a token alone.
std::vector<Row> adc_rows_of(const Schedule& s) {
    const int x = s.score_frame;
    const int p = x + s.convert_frame;
    const int r = p + s.weigh_frame;
    return {{"stage Q", {0, s.score_frame}},
            {"k_write", {0, s.write_cycles}},
            {"score_start", {s.gap_cycles - 1, 1}},
            {"q_pulse", {s.gap_cycles, s.pulse_cycles}},
            {"stage X", {x, s.convert_frame}},
            {"convert_start", {x, 1}},
            {"stage P", {p, s.weigh_frame}},
            {"v_write", {p, s.write_cycles}},
            {"weigh_start", {p + s.gap_cycles - 1, 1}},
            {"phi_pulse", {p + s.gap_cycles, s.phi_cycles}},
            {"stage R", {r, s.read_frame}},
            {"read_start", {r, 1}},
            {"m_axis_tvalid", {s.latency_cycles - 2, 1}}};
}

std::string trace(const Pulse& pulse, int columns, int scale) {
    std::string text(static_cast<std::size_t>(columns), '.');
    for (int c = 0; c < columns; ++c) {
        const bool high = pulse.from < (c + 1) * scale && pulse.from + pulse.cycles > c * scale;
        if (high) text[static_cast<std::size_t>(c)] = '#';
    }
    return text;
}

std::string ruler(int columns, int scale) {
    std::string text;
    for (int c = 0; c < columns; c += 10) text += fmt::format("{:<10}", c * scale);
    text.resize(text.find_last_not_of(' ') + 1);
    return text;
}

}  // namespace

std::string timing_diagram(const Design& design) {
    const int total = design.schedule.latency_cycles - 1;
    const int scale = (total + max_columns - 1) / max_columns;
    const int columns = (total + scale - 1) / scale;
    auto text = fmt::format("{:<{}} {}\n", scale == 1 ? "cycle" : fmt::format("cycle, x{}", scale), name_width,
                            ruler(columns, scale));
    for (const auto& row : design.adc.on ? adc_rows_of(design.schedule) : rows_of(design.schedule)) {
        text += fmt::format("{:<{}} {}\n", row.name, name_width, trace(row.pulse, columns, scale));
    }
    return text;
}

}  // namespace kvolt
