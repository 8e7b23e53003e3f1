// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/proofs/formal.hpp"

#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <regex>

#include "gen/cli/commands.hpp"
#include "gen/cli/numbers.hpp"
#include "gen/cli/paths.hpp"
#include "gen/flows/proofs/formal_config.hpp"
#include "gen/flows/proofs/formal_report.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/terminal.hpp"

namespace kvolt::cli {
namespace {

struct FormalArguments {
    ConfigArguments config;
    std::string only;
    OutputFile report;
    FormalOptions options;
    bool quick = false, json = false, list = false;
};

std::vector<FormalProof> chosen(const FormalArguments& arguments, std::vector<FormalProof> proofs) {
    std::regex only;
    try {
        only = std::regex(arguments.only, std::regex::extended);
    } catch (const std::regex_error&) {
        throw InputError({{{"kvolt formal", 0},
                           "--only",
                           arguments.only + " is not a regular expression",
                           "allowed POSIX extended"}});
    }
    std::vector<FormalProof> kept;
    const bool quick = arguments.quick && arguments.config.config.empty();
    for (auto& proof : proofs)
        if ((proof.quick || !quick) && std::regex_search(proof.name(), only)) kept.push_back(std::move(proof));
    if (kept.empty())
        throw InputError({{{"kvolt formal", 0}, "--only", "no proof is named so", "`kvolt formal --list` lists them"}});
    return kept;
}

void formal(FormalArguments arguments) {
    if (arguments.config.config.empty() && !arguments.config.overrides.empty())
        throw InputError({{{"kvolt formal", 0}, "--set", "has no configuration to change", "allowed after CFG"}});
    const bool builtin = arguments.config.config.empty();
    const auto design = builtin ? Design{} : arguments.config.design();
    auto sources = builtin ? builtin_formal_sources() : formal_sources_of(design);
    auto all = builtin ? builtin_proofs() : proofs_of(design);
    if (builtin) {
        add_register_proofs(sources, all);
        add_head_proofs(sources, all);
    }
    const auto proofs = chosen(arguments, std::move(all));
    if (arguments.list) {
        for (const auto& proof : proofs) fmt::print("{}\n", proof.name());
        return;
    }
    std::size_t done = 0;
    ProgressLine line("proofs");
    arguments.options.finished = [&](std::size_t i, const FormalResult& result) {
        if (result.verdict == Proved::failed) line.line("FAILED " + proofs[i].name());
        line.count(++done, proofs.size());
    };
    line.count(0, proofs.size());
    const auto begin = std::chrono::steady_clock::now();
    const auto results = run_proofs(sources, proofs, arguments.options);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    line.clear();
    const auto json = formal_json(proofs, results, seconds).dump(1) + "\n";
    if (arguments.report) arguments.report.write(json);
    fmt::print("{}", arguments.json ? json : formal_text(proofs, results, seconds));
    for (const auto& result : results)
        if (result.verdict != Proved::passed) throw FailedRun{};
}

}  // namespace

void add_formal_command(const Command& app) {
    const auto command = app.subcommand("formal", "prove the blocks with yosys-smtbmc and z3");
    auto a = std::make_shared<FormalArguments>();
    a->config.add_to(command);
    command.get_option("CFG").required(false).description(
        "TOML file, or the name of a preset, whose blocks are proved (default: every block at many sizes)");
    command.add_option("--only", a->only, "prove only what is named so: block and parameters").type_name("REGEX");
    command.add_flag("--quick", a->quick, "the small set that scripts/test runs");
    add_number_with_default(command, "--jobs", a->options.jobs, 1, most_jobs, "proofs at the same time");
    add_number_with_default(command, "--timeout", a->options.timeout_s, 0.01, longest_seconds,
                            "seconds for one run of a tool; what takes longer has failed");
    add_output_file(command, "--report", a->report, "write the result as JSON to this file");
    command.add_flag("--json", a->json, "print the result as JSON");
    command.add_flag("--list", a->list, "print the names of the proofs and run nothing");
    command.footer(
        "Exit status 1 when a proof fails, a cover is not reached, or the time is up.\nExamples:\n  kvolt formal "
        "--quick\n"
        "  kvolt formal --only '^kv_window' --report formal.json");
    command.callback([a] { formal(*a); });
}

}  // namespace kvolt::cli
