// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/estimate/area.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "gen/cli/commands.hpp"
#include "gen/cli/numbers.hpp"
#include "gen/cli/paths.hpp"
#include "gen/flows/estimate/area_json.hpp"
#include "gen/flows/estimate/area_text.hpp"
#include "gen/flows/proofs/gate_proof.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/hash.hpp"
#include "gen/support/terminal.hpp"

namespace kvolt::cli {
namespace {

struct AreaArguments {
    ConfigArguments config;
    AreaOptions options;
    double clock_ns = 0;
    bool head_only = false, no_clock_gates = false;
    OutputDirectory output;
    OutputFile report;
    bool json = false;
    bool prove = false;
    double prove_seconds = 120;
    std::string wrong_cell;
};

void keep(const AreaArguments& arguments, const Design& design, const AreaReport& report, const std::string& text,
          const std::string& json) {
    auto files = report.files;
    files.push_back({"report.txt", text});
    files.push_back({"report.json", json});
    const nlohmann::ordered_json manifest{
        {"generator", "kvolt"}, {"version", version()},           {"content", "area"},
        {"name", design.name},  {"hash", hash_text(design.hash)}, {"files", manifest_files(files)}};
    files.push_back({manifest_name, manifest.dump(2) + "\n"});
    arguments.output.write(files);
}

nlohmann::ordered_json proof_json(const std::vector<BlockProof>& blocks) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& block : blocks)
        list.push_back({{"block", block.module},
                        {"result", proof_word(block.proof)},
                        {"points", block.points},
                        {"unproven", block.unproven},
                        {"seconds", block.seconds}});
    return {{"blocks", list}};
}

/// Table of blocks; its last line is the summary. FailedRun when a block is not proven.
void prove(const AreaArguments& arguments, const Design& design) {
    GateProofOptions options;
    options.area = arguments.options;
    options.seconds = arguments.prove_seconds;
    options.wrong_cell = arguments.wrong_cell;
    const auto blocks = prove_gates(design, options);
    const auto json = proof_json(blocks).dump(2) + "\n";
    if (arguments.report) arguments.report.write(json);
    std::string text = fmt::format("{:<24}{:>8}{:>10}{:>10}  result\n", "block", "points", "unproven", "seconds");
    std::map<Proof, long> counts;
    long points = 0;
    for (const auto& block : blocks) {
        text += fmt::format("{:<24}{:>8}{:>10}{:>10.1f}  {}\n", block.module, block.points, block.unproven,
                            block.seconds, proof_word(block.proof));
        ++counts[block.proof];
        points += block.points - block.unproven;
    }
    text +=
        fmt::format("{} of {} blocks proven equal to their RTL ({} outputs and flip-flops), {} open, {} not proven\n",
                    counts[Proof::proven], blocks.size(), points, counts[Proof::open], counts[Proof::unproven]);
    fmt::print("{}", arguments.json ? json : text);
    if (counts[Proof::unproven] > 0 || counts[Proof::proven] == 0) throw FailedRun{};
}

void area(AreaArguments arguments) {
    if (arguments.clock_ns > 0)
        arguments.config.overrides.push_back(fmt::format("timing.clock_ns={}", arguments.clock_ns));
    if (arguments.head_only) arguments.config.overrides.emplace_back("engine.heads=1");
    const auto design = arguments.config.design();
    arguments.options.gate_clocks = !arguments.no_clock_gates;
    arguments.options.keep_files = static_cast<bool>(arguments.output);
    arguments.options.progress = [](const std::string& step) { warn(step + " ..."); };
    if (arguments.prove) return prove(arguments, design);
    const auto report = estimate_area(design, arguments.options);
    const auto text = area_text(design, report);
    const auto json = area_json(design, report);
    if (arguments.output) keep(arguments, design, report, text, json);
    if (arguments.report) arguments.report.write(json);
    fmt::print("{}", arguments.json ? json : text);
}

}  // namespace

void add_area_command(const Command& app) {
    const auto command = app.subcommand("area", "estimate area, timing and power with yosys and OpenSTA");
    auto arguments = std::make_shared<AreaArguments>();
    auto& options = arguments->options;
    arguments->config.add_to(command);
    const auto tech = command.add_option("--tech", options.technology, "technology description")
                          .type_name("TECHNOLOGY")
                          .capture_default_str();
    add_input_files(command, "--liberty", options.liberty,
                    "Liberty file, plain or gzip, instead of a known technology; once for each file of the library")
        .one_value()
        .excludes(tech);
    add_number(command, "--clock-ns", arguments->clock_ns, 0.01, 1e6, "clock period, instead of timing.clock_ns");
    command.add_flag("--head-only", arguments->head_only, "an engine of one head, whatever the configuration has");
    command.add_flag("--no-clock-gates", arguments->no_clock_gates, "enables become multiplexers, for comparison");
    add_number(command, "--measure", options.measure_tokens, 1, 10000,
               "send this many random tokens through the netlist in simulation and use the activity of every net");
    add_number_with_default(command, "--toggles", options.assumed_toggles, 0.0, 2.0,
                            "assumed toggles per cycle of a signal");
    add_number_with_default(command, "--gate-duty", options.assumed_gate_duty, 0.0, 1.0,
                            "assumed share of the time in which a clock gate is open");
    add_output_directory(command, "-o,--output", arguments->output, "directory for netlist, reports, scripts and logs");
    add_output_file(command, "--report", arguments->report, "write the report as JSON to this file");
    command.add_flag("--json", arguments->json, "print the report as JSON");
    const auto prove = command.add_flag("--prove", arguments->prove,
                                        "no estimate: prove block by block that the netlist does what the RTL says");
    add_number_with_default(command, "--prove-seconds", arguments->prove_seconds, 1.0, 86400.0,
                            "time for the proof of a block")
        .needs(prove);
    // A test of the proof itself: one cell is wrong.
    command.add_option("--wrong-cell", arguments->wrong_cell).type_name("CELL").needs(prove).hidden();
    command.footer(
        "Examples: kvolt area tile64\n          kvolt area paper --head-only --liberty sky130hd_tt.lib.gz --clock-ns 4 "
        "-o out");
    command.callback([arguments] { area(*arguments); });
}

}  // namespace kvolt::cli
