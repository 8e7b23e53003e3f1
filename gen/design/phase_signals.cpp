// SPDX-License-Identifier: Apache-2.0
#include "gen/design/phase_signals.hpp"

#include <algorithm>

namespace kvolt {

std::vector<std::pair<Stage, const char*>> stages_of(const Schedule& s) {
    if (s.convert_frame > 0)
        return {{Stage::score, "Q"}, {Stage::convert, "X"}, {Stage::weigh, "P"}, {Stage::read, "R"}};
    return {{Stage::score, "Q"}, {Stage::weigh, "P"}, {Stage::read, "R"}};
}

int stage_cycles(const Schedule& s, Stage stage) {
    switch (stage) {
        case Stage::score:
            return s.score_frame;
        case Stage::convert:
            return s.convert_frame;
        case Stage::weigh:
            return s.weigh_frame;
        case Stage::read:
            return s.read_frame;
    }
    return 0;
}

int stage_start(const Schedule& s, Stage stage) {
    int cycle = 0;
    for (const auto earlier : {Stage::score, Stage::convert, Stage::weigh}) {
        if (earlier == stage) break;
        cycle += stage_cycles(s, earlier);
    }
    return cycle;
}

std::vector<PhaseSignal> phase_signals(const Schedule& s) {
    const bool adc = s.convert_frame > 0;
    // With one integrator the arrays of the pulse path are written together.
    const auto v_write = adc || s.integrators == 2 ? Stage::weigh : Stage::score;
    std::vector<PhaseSignal> list{{"level_open", Stage::score, s.lead_cycles - s.level_setup_cycles,
                                   s.level_setup_cycles + s.write_cycles + s.level_hold_cycles},
                                  {"k_write", Stage::score, s.lead_cycles, s.write_cycles},
                                  {"score_start", Stage::score, s.gap_cycles - 1, 1},
                                  {"q_pulse", Stage::score, s.gap_cycles, s.pulse_cycles}};
    if (adc) list.push_back({"convert_start", Stage::convert, 0, 1});
    list.push_back({"weigh_start", Stage::weigh, s.phi_gap_cycles - 1, 1});
    list.push_back({adc ? "phi_pulse" : "phi (analog)", Stage::weigh, s.phi_gap_cycles, s.phi_cycles});
    list.push_back({"read_start", Stage::read, 0, 1});
    if (!adc) list.push_back({"a_pulse", Stage::read, 2, s.readout_cycles - 1});
    const auto begins =
        std::find_if(list.begin(), list.end(), [&](const auto& signal) { return signal.stage == v_write; });
    list.insert(v_write == Stage::score ? begins + 2 : begins, {"v_write", v_write, s.lead_cycles, s.write_cycles});
    return list;
}

}  // namespace kvolt
