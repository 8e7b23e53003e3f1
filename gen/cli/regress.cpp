// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <memory>

#include "gen/cli/commands.hpp"
#include "gen/cli/numbers.hpp"
#include "gen/cli/paths.hpp"
#include "gen/flows/regression/regress_record.hpp"
#include "gen/flows/regression/regress_run.hpp"
#include "gen/support/cleanup.hpp"
#include "gen/support/process.hpp"
#include "gen/support/terminal.hpp"

namespace kvolt::cli {
namespace {

struct RegressArguments {
    std::string suite;
    OutputFile junit, json, resume;
    int jobs = 2;
    std::int64_t only = -1;
    bool keep = false, list = false;
    std::vector<std::string> golden_overrides;
};

constexpr std::size_t quiet_step = 20;  // cases between two lines of progress where nobody watches a terminal

void print_failure(const RegressCase& one, const RegressResult& result) {
    fmt::print("FAILED  {} seed {}\n", one.group, one.seed);
    for (const auto& problem : result.problems) fmt::print("  {}\n", problem);
    if (!result.output.empty()) fmt::print("  {}\n", result.output);
    fmt::print("  reproduce: {}\n", one.command());
    std::fflush(stdout);
}

void write_records(const RegressArguments& arguments, const RegressPlan& plan,
                   const std::vector<RegressResult>& results, const nlohmann::ordered_json& others) {
    const auto& record = arguments.json ? arguments.json : arguments.resume;
    if (record) record.write(to_json(plan, results, others).dump(1) + "\n");
    if (arguments.junit) arguments.junit.write(to_junit(plan, results));
}

void print_summary(const RegressPlan& plan, const std::vector<RegressResult>& results) {
    const auto record = to_json(plan, results);
    const auto count = [&](const char* name) { return record.at(name).get<std::int64_t>(); };
    fmt::print("compared {} words of {} tokens in {} cycles, {} of them saturated; {} draws refused, {} too large\n",
               count("words"), count("tokens"), count("cycles"), count("saturated"), plan.refused, plan.too_large);
    fmt::print("{}: {} cases, {} configurations: {} passed, {} failed, {} not run\n", plan.name, plan.cases.size(),
               plan.configurations(), count("passed"), count("failed"), count("not_run"));
}

RegressPlan plan_of(const RegressArguments& arguments) {
    const auto suite = load_suite(arguments.suite);
    return plan_regression(suite, arguments.only >= 0
                                      ? std::optional<std::uint64_t>(static_cast<std::uint64_t>(arguments.only))
                                      : std::nullopt);
}

void regress(const RegressArguments& arguments) {
    const auto plan = plan_of(arguments);
    if (arguments.list) {
        for (const auto& one : plan.cases) fmt::print("{}\n", one.command());
        return;
    }
    std::vector<RegressResult> results(plan.cases.size());
    std::size_t taken = 0;
    auto others = nlohmann::ordered_json::array();
    if (arguments.resume && arguments.resume.exists()) {
        taken = resume_from(arguments.resume.path(), plan, results);
        others = other_cases(arguments.resume.path(), plan);
    }
    write_records(arguments, plan, results, others);  // an unwritable path shows now, not after the last case
    if (taken > 0) fmt::print("{} of {} cases passed before\n", taken, plan.cases.size());

    ProgressLine progress("cases", quiet_step);
    std::size_t done = taken, failures = 0;
    progress.count(done, plan.cases.size());
    RegressOptions options;
    options.jobs = arguments.jobs;
    options.keep = arguments.keep;
    for (const auto& text : arguments.golden_overrides) options.more.insert(options.more.end(), {"--golden-set", text});
    options.interrupted = interrupted;
    options.finished = [&](std::size_t i, const RegressResult& result) {
        const bool failed = result.verdict == Verdict::failed;
        if (failed) {
            progress.clear();
            print_failure(plan.cases[i], result);
        }
        failures += failed ? 1 : 0;
        progress.count(++done, plan.cases.size(), fmt::format("{} failed", failures));
        write_records(arguments, plan, results, others);
    };
    const RememberInterrupts remember;
    run_regression(own_binary, plan, options, results);
    progress.clear();
    print_summary(plan, results);
    for (const auto& result : results)
        if (result.verdict != Verdict::passed) throw FailedRun{};
}

}  // namespace

void add_regress_command(const Command& app) {
    const auto command =
        app.subcommand("regress", "run a suite of configurations, drawn and given, against the golden model");
    auto a = std::make_shared<RegressArguments>();
    command.add_option("SUITE", a->suite, fmt::format("TOML file, or one of {}", fmt::join(builtin_suites(), ", ")))
        .type_name(suite_or_name)
        .required();
    add_number_with_default(command, "--jobs", a->jobs, 1, most_jobs, "cases at the same time");
    add_output_file(command, "--junit", a->junit, "write the results as JUnit XML, after every case");
    add_output_file(command, "--json", a->json, "write the record of the run, after every case");
    add_output_file(command, "--resume", a->resume,
                    "go on from this record: what passed there is not run again; it is also where the record goes, "
                    "unless --json says otherwise");
    add_number(command, "--only", a->only, std::int64_t{0}, std::int64_t{INT64_MAX}, "run the cases with this seed");
    command.add_flag("--keep", a->keep, "keep the models of random cases in the cache");
    command.add_flag("--list", a->list, "print the command of every case and run nothing");
    // What the golden models take to be different: a test of the comparison itself.
    command.add_option("--golden-set", a->golden_overrides).type_name("KEY=VALUE").one_value().hidden();
    command.footer(
        "Ctrl-C keeps what has finished. Exit status 1 when a case failed or was not run.\nExamples:\n  kvolt regress "
        "quick --junit regress.xml\n  kvolt regress full --jobs 8 --resume full.json");
    command.callback([a] { regress(*a); });
}

}  // namespace kvolt::cli
