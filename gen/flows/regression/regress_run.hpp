// SPDX-License-Identifier: Apache-2.0
// Runs the cases of a plan, each in a process of its own (SystemC elaborates once per process), and judges them.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "gen/flows/regression/regress_plan.hpp"

namespace kvolt {

enum class Verdict { passed, failed, not_run };

struct RegressResult {
    Verdict verdict = Verdict::not_run;
    std::vector<std::string> problems;  ///< why it failed, one line each
    std::string output;                 ///< of a run that gave no report
    double seconds = 0;
    std::int64_t tokens = 0, cycles = 0;
    std::int64_t words = 0, saturated = 0;  ///< compared, and of them those at the end of their range, which say less
    bool resumed = false;                   ///< taken over from an earlier run
};

struct RegressOptions {
    int jobs = 1;
    bool keep = false;                  ///< keep the models of random cases
    std::vector<std::string> more;      ///< further arguments of every run
    std::function<bool()> interrupted;  ///< true: start nothing more, drop what was running
    /// Called after each case, one at a time.
    std::function<void(std::size_t, const RegressResult&)> finished;
};

/// `results` has one entry per case; those that are not `not_run` are left alone. `binary` is kvolt itself.
void run_regression(const std::string& binary, const RegressPlan& plan, const RegressOptions& options,
                    std::vector<RegressResult>& results);

/// What is wrong with a run that gave this report; empty: nothing.
std::vector<std::string> problems_of(const RegressCase& one, const nlohmann::json& report);

}  // namespace kvolt
