// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/proofs/formal.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <regex>

#include "gen/cli/commands.hpp"
#include "gen/flows/proofs/formal_config.hpp"
#include "gen/flows/proofs/formal_report.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/output_file.hpp"
#include "gen/support/terminal.hpp"

namespace kvolt::cli {
namespace {

struct FormalArguments {
    ConfigArguments config;
    std::string only, report;
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

/// A place that cannot be written is found before minutes have been spent.
void refuse_unwritable(const std::string& path) {
    if (path.empty()) return;
    const auto parent = std::filesystem::absolute(path).parent_path();
    if (access(parent.c_str(), W_OK) != 0) throw InputError(path, "cannot be written");
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
    refuse_unwritable(arguments.report);
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
    if (!arguments.report.empty()) write_output_file(arguments.report, json);
    fmt::print("{}", arguments.json ? json : formal_text(proofs, results, seconds));
    for (const auto& result : results)
        if (result.verdict != Proved::passed) throw FailedRun{};
}

}  // namespace

void add_formal_command(CLI::App& app) {
    auto* command = app.add_subcommand("formal", "prove the blocks with yosys-smtbmc and z3");
    auto a = std::make_shared<FormalArguments>();
    a->config.add_to(*command);
    command->get_option("CFG")->required(false)->description(
        "TOML file, or the name of a preset, whose blocks are proved (default: every block at many sizes)");
    command->add_option("--only", a->only, "prove only what is named so: block and parameters")->type_name("REGEX");
    command->add_flag("--quick", a->quick, "the small set that scripts/test runs");
    command->add_option("--jobs", a->options.jobs, "proofs at the same time")
        ->check(CLI::Range(1, 256))
        ->capture_default_str();
    command
        ->add_option("--timeout", a->options.timeout_s, "seconds for one run of a tool; what takes longer has failed")
        ->check(CLI::Range(0.01, 1e6))
        ->capture_default_str();
    command->add_option("--report", a->report, "write the result as JSON to this file");
    command->add_flag("--json", a->json, "print the result as JSON");
    command->add_flag("--list", a->list, "print the names of the proofs and run nothing");
    command->footer(
        "Exit status 1 when a proof fails, a cover is not reached, or the time is up.\nExamples:\n  kvolt formal "
        "--quick\n"
        "  kvolt formal --only '^kv_window' --report formal.json");
    command->callback([a] { formal(*a); });
}

}  // namespace kvolt::cli
