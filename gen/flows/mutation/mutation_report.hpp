// SPDX-License-Identifier: Apache-2.0
// What became of the mutants, as text and as a record to resume from.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "gen/flows/mutation/mutation.hpp"

namespace kvolt {

const char* fate_name(Fate fate);  ///< "killed by simulation", ...

std::string mutation_text(const Mutation& mutation, double seconds);
/// What mutation_json wrote. Throws InputError for a file that is no such record.
nlohmann::json read_mutation_record(const std::string& path);
/// Records of several runs: a line for each module of each, the survivors, the
/// sum.
std::string mutation_sum_text(const std::vector<nlohmann::json>& records);

nlohmann::ordered_json mutation_json(const Design& design, const Mutation& mutation, const MutationOptions& options);

/// Takes the fates of a record; false where it is of another design or other
/// options.
bool resume_mutation(const nlohmann::json& record, const Design& design, const MutationOptions& options,
                     Mutation& mutation);

}  // namespace kvolt
