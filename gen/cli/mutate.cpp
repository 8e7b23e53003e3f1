// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <regex>

#include "gen/cli/commands.hpp"
#include "gen/cli/numbers.hpp"
#include "gen/cli/paths.hpp"
#include "gen/flows/mutation/mutation.hpp"
#include "gen/flows/mutation/mutation_build.hpp"
#include "gen/flows/mutation/mutation_list.hpp"
#include "gen/flows/mutation/mutation_report.hpp"
#include "gen/flows/mutation/mutation_run.hpp"
#include "gen/support/cleanup.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/process.hpp"
#include "gen/support/terminal.hpp"

namespace kvolt::cli {
namespace {

struct MutateArguments {
    ConfigArguments config;
    std::vector<std::string> sum;
    MutationOptions options;
    bool json = false, list = false, again = false;
};

std::vector<std::string> configuration_of(const MutateArguments& arguments) {
    std::vector<std::string> words{arguments.config.config};
    for (const auto& text : arguments.config.overrides) words.insert(words.end(), {"--set", text});
    return words;
}

std::size_t tried(const Mutation& mutation) {
    return static_cast<std::size_t>(std::count_if(mutation.mutants.begin(), mutation.mutants.end(),
                                                  [](const Mutant& one) { return one.fate != Fate::untried; }));
}

void say(ProgressLine& line, const Mutation& mutation, const Mutant& mutant) {
    if (mutant.fate == Fate::survived)
        line.line(fmt::format("SURVIVED {} {}: {}", mutant.source, mutant.module, mutant.command));
    line.count(tried(mutation), mutation.mutants.size());
}

/// Records of several runs in one table.
void print_sum(const MutateArguments& arguments) {
    std::vector<nlohmann::json> records;
    for (const auto& path : arguments.sum) records.push_back(read_mutation_record(path));
    fmt::print("{}", mutation_sum_text(records));
}

void mutate(MutateArguments arguments) {
    if (!arguments.sum.empty()) return print_sum(arguments);
    if (arguments.config.config.empty() || arguments.options.directory.empty())
        throw InputError({{{"kvolt mutate", 0}, "CFG", "is missing", "allowed CFG -o DIRECTORY, or --sum RECORD"}});
    try {
        const std::regex modules(arguments.options.only, std::regex::extended);
    } catch (const std::regex_error&) {
        throw InputError({{{"kvolt mutate", 0},
                           "--modules",
                           arguments.options.only + " is not a regular expression",
                           "allowed POSIX extended"}});
    }
    const auto begin = std::chrono::steady_clock::now();
    const auto design = arguments.config.design();
    auto& options = arguments.options;
    options.directory = std::filesystem::absolute(options.directory).string();
    setenv("KVOLT_CACHE", (options.directory + "/cache").c_str(),
           1);  // the engine with mutants stays out of the user's
    const auto record = options.directory + "/mutation.json";
    nlohmann::json earlier;
    if (std::filesystem::exists(record)) earlier = read_mutation_record(record);
    const bool fresh = !std::filesystem::exists(options.directory);
    std::optional<DoomedPath> doomed;
    if (fresh) doomed.emplace(options.directory);  // until it holds the record it would not be known as ours
    auto mutation = list_mutants(design, options);
    if (mutation.mutants.empty()) {
        if (fresh) std::filesystem::remove_all(options.directory);
        throw InputError({{{"kvolt mutate", 0},
                           "--modules",
                           options.only + " names no module of this engine",
                           "allowed a name that `kvolt mutate CFG -o DIRECTORY --list` prints"}});
    }
    if (earlier.is_null()) OutputFile(record).write(mutation_json(design, mutation, options).dump(1) + "\n");
    doomed.reset();
    if (arguments.list) {
        for (const auto& one : mutation.mutants)
            fmt::print("{} {} {}: {}\n", one.number, one.source, one.module, one.command);
        return;
    }
    if (!earlier.is_null() && resume_mutation(earlier, design, options, mutation))
        warn(fmt::format("going on where {} ends", record));
    for (auto& mutant : mutation.mutants)
        if (arguments.again && mutant.fate == Fate::survived) mutant.fate = Fate::untried;
    ProgressLine line("mutants", 20);
    options.progress = [&](const std::string& step) { line.line(step + " ..."); };
    options.interrupted = interrupted;
    options.finished = [&](const Mutant& mutant) {
        say(line, mutation, mutant);
        OutputFile(record).write(mutation_json(design, mutation, options).dump(1) + "\n");
    };
    build_mutants(design, mutation, options);
    const RememberInterrupts remember;
    line.count(tried(mutation), mutation.mutants.size());
    try_mutants(design, own_binary, configuration_of(arguments), options, mutation);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    const auto json = mutation_json(design, mutation, options).dump(1) + "\n";
    OutputFile(record).write(json);
    fmt::print("{}", arguments.json ? json : mutation_text(mutation, seconds));
    if (interrupted()) throw FailedRun{};
}

}  // namespace

void add_mutate_command(const Command& app) {
    const auto command =
        app.subcommand("mutate", "does the regression notice one wrong gate? every module, many gates");
    auto a = std::make_shared<MutateArguments>();
    a->config.add_to(command);
    auto& o = a->options;
    add_work_directory(command, "-o,--output", o.directory, "mutation.json",
                       "directory for the engine with all mutants and for the record, mutation.json; a run that was "
                       "stopped goes on from there");
    command.get_option("CFG").required(false);
    command.add_option("--modules", o.only, "only modules that are named so").type_name("REGEX");
    add_input_files(command, "--sum", a->sum, "print records of earlier runs as one table (repeatable)").one_value();
    add_number_with_default(command, "--places", o.places_per_mutant, 1, 100000,
                            "one mutant for so many bits of ports of gates");
    add_number_with_default(command, "--least", o.least, 1, 10000, "mutants of a module at least");
    add_number_with_default(command, "--most", o.most, 1, 10000, "mutants of a module at most");
    add_number_with_default(command, "--seed", o.seed, std::uint64_t{0}, most_seed, "of the choice of gates");
    add_number_with_default(command, "--jobs", o.jobs, 1, most_jobs, "mutants at the same time");
    add_number_with_default(command, "--timeout", o.timeout_s, 1.0, longest_seconds,
                            "seconds for one run; what takes longer has noticed the mutant");
    add_number_with_default(command, "--proof-timeout", o.proof_timeout_s, 1.0, longest_seconds,
                            "seconds for one proof; what takes longer says nothing");
    command
        .add_option("--also", o.also,
                    "shell command that is run where simulation notices "
                    "nothing; it finds the engine with the mutant "
                    "in $KVOLT_CACHE and fails where it notices it (repeatable)")
        .type_name("COMMAND")
        .one_value();
    command.add_flag("--again", a->again, "try again what survived an earlier run");
    command.add_flag("--list", a->list, "print the mutants and run nothing");
    command.add_flag("--json", a->json, "print the record as JSON");
    command.footer(
        "Examples:\n  kvolt mutate tiny -o build/mutation\n  kvolt "
        "mutate my.toml --set head.tiles=2 --most 20 -o out");
    command.callback([a] { mutate(*a); });
}

}  // namespace kvolt::cli
