// SPDX-License-Identifier: Apache-2.0
// The record of a regression: JSON to resume from, JUnit XML.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "gen/flows/regression/regress_run.hpp"

namespace kvolt {

/// The record of a run: what was planned, and every case with its command and verdict.
/// `others`: what other_cases() has kept of an earlier record.
nlohmann::ordered_json to_json(const RegressPlan& plan, const std::vector<RegressResult>& results,
                               const nlohmann::ordered_json& others = nlohmann::ordered_json::array());
/// Cases of a record that are not in the plan and have been run, as they stand there: a record that goes on with
/// another suite, or with a part of one, loses none of them. Throws InputError as resume_from().
nlohmann::ordered_json other_cases(const std::string& path, const RegressPlan& plan);
/// Takes over what passed in the record of an earlier run, case by case. Returns how many. Throws InputError for a file
/// that is no record, or one of another version of kvolt.
std::size_t resume_from(const std::string& path, const RegressPlan& plan, std::vector<RegressResult>& results);
/// JUnit XML, one test case per case.
std::string to_junit(const RegressPlan& plan, const std::vector<RegressResult>& results);

}  // namespace kvolt
