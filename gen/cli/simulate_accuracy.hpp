// SPDX-License-Identifier: Apache-2.0
// What `kvolt simulate` says about its inputs and about accuracy, as text and as JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "gen/design/design.hpp"
#include "sim/accuracy/error_budget.hpp"
#include "sim/model/token_set.hpp"

namespace kvolt::cli {

/// Lines of the summary about arrays read from a file: shapes, order of packets, range of each array; empty for drawn
/// tokens.
std::string inputs_text(const TokenSet& tokens, KindMix kinds);
/// The same for the report: an object; null for drawn tokens.
nlohmann::ordered_json inputs_json(const TokenSet& tokens, KindMix kinds);

/// Lines of the summary: the error budget of all heads, and a line for each head where there are several.
std::string accuracy_text(const Design& design, const ErrorBudget& budget);
/// The same for the report, every head in full; docs/accuracy.md lists the members.
nlohmann::ordered_json accuracy_json(const Design& design, const ErrorBudget& budget);

/// A ratio in dB as JSON: null where it is infinite or undefined.
nlohmann::ordered_json decibel_json(double decibel);

}  // namespace kvolt::cli
