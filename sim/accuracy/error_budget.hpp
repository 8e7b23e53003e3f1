// SPDX-License-Identifier: Apache-2.0
// What each thing between exact softmax attention and the engine costs: a chain of models, each adding one thing to the
// one before it, run over the same tokens; docs/accuracy.md.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "gen/design/design.hpp"
#include "sim/model/engine_result.hpp"
#include "sim/model/token_set.hpp"

namespace kvolt {

/// The chain. All but the first store, hide, refresh and protect tokens as the engine does.
enum class BudgetModel {
    softmax,        ///< exact softmax of the scores of a linear cell, at the best temperature and gain
    free,           ///< softmax-free weights, linear cell, nothing lost
    cell,           ///< the configured curve of the cell
    leakage,        ///< stored deviations decay
    clipping,       ///< the output of each tile ends at +-1: `--engine float`
    inputs,         ///< the codes of q, k and v
    scores,         ///< adc path: score codes and normalizer; on the pulse path nothing
    outputs,        ///< tile codes, lane calibration, protected tokens in integers: the engine with ideal cells
    imperfections,  ///< the engine, one chip or several
};
inline constexpr std::size_t budget_models = 9;

/// Mean and standard deviation over the chips (of a population of one: 0).
struct ChipStatistic {
    double mean = 0, sigma = 0;
};

/// Differences are root mean squares in full scales of a tile's output, over all queries and rows. Ratios in dB are
/// infinite where nothing differs, and NaN where the reference is zero throughout.
struct BudgetRow {
    double rms = 0;           ///< of the model's own output
    ChipStatistic step;       ///< of the model minus the one before it; 0 for the first
    ChipStatistic step_db;    ///< output of the softmax-free model over that
    ChipStatistic engine;     ///< of the engine minus this model
    ChipStatistic engine_db;  ///< output of this model over that
};

struct HeadBudget {
    std::array<BudgetRow, budget_models> rows;  ///< by BudgetModel
    [[nodiscard]] const BudgetRow& of(BudgetModel model) const { return rows[static_cast<std::size_t>(model)]; }
    std::size_t queries = 0;
    double softmax_temperature_ua = 0, softmax_gain = 0;
    std::size_t softmax_queries = 0;  ///< evenly taken out of all: those that its row is made of
    /// Of the engine with ideal cells: shares of the weights of live slots that are 0 and 1, and of tile outputs at
    /// their clip.
    double phi_zero = 0, phi_one = 0, clipped = 0;
};

struct ErrorBudget {
    int chips = 1;
    std::vector<HeadBudget> heads;
    HeadBudget all;  ///< powers of all heads added; its temperature and gain are 0
};

struct BudgetOptions {
    int chips = 1;                      ///< seeds analog.seed, analog.seed + 1, ...; the first is the engine that ran
    double softmax_temperature_ua = 0;  ///< 0 = the best of each head
    std::size_t softmax_queries = 256;  ///< at most, of each head
    EngineOptions engine;               ///< of the run: window, bad slots, calibration, threads
};

/// `result` holds the codes of the engine that ran these tokens. Throws std::invalid_argument where it has none.
ErrorBudget error_budget(const Design& design, const TokenSet& tokens, const EngineResult& result,
                         const BudgetOptions& options);

}  // namespace kvolt
