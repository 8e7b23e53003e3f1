// SPDX-License-Identifier: Apache-2.0
// Results of proofs as text and JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "gen/flows/proofs/formal.hpp"

namespace kvolt {

/// The table; its last line is the summary.
std::string formal_text(const std::vector<FormalProof>& proofs, const std::vector<FormalResult>& results,
                        double seconds);
nlohmann::ordered_json formal_json(const std::vector<FormalProof>& proofs, const std::vector<FormalResult>& results,
                                   double seconds);

}  // namespace kvolt
