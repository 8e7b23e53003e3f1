// SPDX-License-Identifier: Apache-2.0
// What the sequencer and the macros do within each stage, as cycles from the stage's first: docs/machine.md section 3,
// docs/adc.md section 6. Diagrams in text and as pictures read it.
#pragma once

#include <utility>
#include <vector>

#include "gen/design/design.hpp"

namespace kvolt {

/// Q, X (adc path), P, R.
enum class Stage { score, convert, weigh, read };

/// High in cycles [from, from + cycles), counted from f = 0 of the stage.
struct PhaseSignal {
    const char* name;
    Stage stage;
    int from;
    int cycles;
};

/// Stages of a token that queries, in order, with the letter of each.
std::vector<std::pair<Stage, const char*>> stages_of(const Schedule& schedule);

/// Signals of a token that writes and queries, in the order in which they rise; pulses at their longest.
std::vector<PhaseSignal> phase_signals(const Schedule& schedule);

/// Length of a stage, alone in its frame.
int stage_cycles(const Schedule& schedule, Stage stage);

/// f = 0 of each stage of a token that is alone, counted from f = 0 of stage Q.
int stage_start(const Schedule& schedule, Stage stage);

}  // namespace kvolt
