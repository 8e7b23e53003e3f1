// SPDX-License-Identifier: Apache-2.0
// The schedule of one token as text.
#include "gen/emit/timing_diagram.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gen/design/phase_signals.hpp"
#include "gen/support/integers.hpp"

namespace kvolt {
namespace {

constexpr int max_columns = 96;
constexpr int name_width = 14;

struct Row {
    std::string name;
    int from = 0, cycles = 1;  ///< high in cycles [from, from + cycles)
};

/// Each stage, then what happens in it; the frames of a token alone.
std::vector<Row> rows_of(const Schedule& s) {
    const auto signals = phase_signals(s);
    std::vector<Row> rows;
    for (const auto& [stage, name] : stages_of(s)) {
        const int start = stage_start(s, stage);
        rows.push_back({fmt::format("stage {}", name), start, stage_cycles(s, stage)});
        for (const auto& signal : signals)
            if (signal.stage == stage) rows.push_back({signal.name, start + signal.from, signal.cycles});
    }
    rows.push_back({"m_axis_tvalid", s.latency_cycles - 2, 1});
    return rows;
}

std::string trace(const Row& row, int columns, int scale) {
    std::string text(static_cast<std::size_t>(columns), '.');
    for (int c = 0; c < columns; ++c) {
        const bool high = row.from < (c + 1) * scale && row.from + row.cycles > c * scale;
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
    const int scale = ceil_div(total, max_columns);
    const int columns = ceil_div(total, scale);
    auto text = fmt::format("{:<{}} {}\n", scale == 1 ? "cycle" : fmt::format("cycle, x{}", scale), name_width,
                            ruler(columns, scale));
    for (const auto& row : rows_of(design.schedule)) {
        text += fmt::format("{:<{}} {}\n", row.name, name_width, trace(row, columns, scale));
    }
    return text;
}

}  // namespace kvolt
