// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/regression/regress_run.hpp"

#include <fmt/format.h>

#include <mutex>

#include "gen/support/diagnostics.hpp"
#include "gen/support/process.hpp"
#include "gen/support/worker_pool.hpp"

namespace kvolt {
namespace {

using Json = nlohmann::json;

std::string trimmed(const std::string& text) {
    const auto end = text.find_last_not_of(" \n\r\t");
    return end == std::string::npos ? std::string() : text.substr(0, end + 1);
}

/// The report is the last thing `simulate --json` prints.
Json report_in(const std::string& output) {
    const auto begin = output.rfind("\n{\n");
    const auto from = begin != std::string::npos ? begin + 1 : output.rfind("{\n", 0) == 0 ? 0 : std::string::npos;
    return from == std::string::npos ? Json() : Json::parse(output.substr(from), nullptr, false);
}

RegressResult run_case(const std::string& binary, const RegressCase& one, const RegressOptions& options) {
    std::vector<std::string> argv{binary};
    const auto arguments = one.arguments();
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    argv.emplace_back("--json");
    if (one.random && !options.keep) argv.emplace_back("--discard");
    argv.insert(argv.end(), options.more.begin(), options.more.end());
    const auto run = run_process(argv);
    RegressResult result;
    result.seconds = run.seconds;
    const auto report = report_in(run.standard_output);
    if (report.is_object()) {
        result.problems = problems_of(one, report);
        result.tokens = report.value("tokens", std::int64_t{0});
        result.cycles = report.value("cycles", std::int64_t{0});
        result.words = report.value("words", std::int64_t{0});
        result.saturated = report.value("saturations", std::int64_t{0});
    } else {
        result.output = trimmed(run.output);
        result.problems.push_back(fmt::format("gave no report, exit status {}", run.status));
    }
    if (result.problems.empty() && run.status != 0)
        result.problems.push_back(fmt::format("exit status {}", run.status));
    result.verdict = result.problems.empty() ? Verdict::passed : Verdict::failed;
    return result;
}

}  // namespace

std::vector<std::string> problems_of(const RegressCase& one, const Json& report) {
    std::vector<std::string> problems;
    try {
        const auto mismatches = report.at("mismatches").get<std::int64_t>();
        if (mismatches > 0) problems.push_back(fmt::format("{} output words differ from the golden model", mismatches));
        for (const auto& first : report.at("first_mismatches")) problems.push_back(first.get<std::string>());
        for (const auto& failure : report.at("failures")) problems.push_back(failure.get<std::string>());
        if (report.at("tokens").get<std::int64_t>() == 0 && one.kinds == "full")
            problems.emplace_back("no token was compared");
        if (!one.times_are_derived() || !problems.empty()) return problems;
        const auto compare = [&](const char* name, const char* of) {
            const auto measured = report.at(name).get<int>(), derived = report.at("derived").at(of).get<int>();
            if (measured != derived)
                problems.push_back(fmt::format("{} is {} where the schedule has {}", name, measured, derived));
        };
        compare("latency_cycles", "latency_cycles");
        compare("interval_cycles", "interval_cycles_of_run");
    } catch (const Json::exception& error) {
        problems.push_back(fmt::format("the report is not what it should be: {}", error.what()));
    }
    return problems;
}

void run_regression(const std::string& binary, const RegressPlan& plan, const RegressOptions& options,
                    std::vector<RegressResult>& results) {
    results.resize(plan.cases.size());
    std::mutex one_at_a_time;
    const auto stop = [&] { return options.interrupted && options.interrupted(); };
    const auto job = [&](std::size_t i) {
        if (results[i].verdict != Verdict::not_run) return;
        auto result = run_case(binary, plan.cases[i], options);
        if (stop()) return;  // the signal reached the child too: what it says is worth nothing
        const std::lock_guard<std::mutex> lock(one_at_a_time);
        results[i] = std::move(result);
        if (options.finished) options.finished(i, results[i]);
    };
    run_jobs(plan.cases.size(), options.jobs, job, stop);
}

}  // namespace kvolt
