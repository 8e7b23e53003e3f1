// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/mutation/mutation_build.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "gen/flows/models/verilate.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/file_io.hpp"
#include "gen/support/process.hpp"

namespace kvolt {
namespace {

constexpr const char* select_signal = "kvolt_mutant";  // zero: the engine as it is

/// What yosys writes is right but not in our style.
constexpr const char* waivers =
    "// verilator lint_off WIDTH\n// verilator lint_off CASEOVERLAP\n// "
    "verilator lint_off UNOPTFLAT\n"
    "// verilator lint_off CASEX\n// verilator lint_off CMPCONST\n// verilator "
    "lint_off UNSIGNED\n";

/// One netlist of all mutants. yosys leads the switch through the hierarchy to
/// the top.
std::string netlist_script(const Design& design, const Mutation& mutation) {
    std::string script = "read_rtlil design.il\n";
    for (const auto& mutant : mutation.mutants) {
        const auto module = std::find_if(mutation.modules.begin(), mutation.modules.end(),
                                         [&](const auto& one) { return one.name == mutant.module; });
        script += fmt::format("mutate {} -module {} -ctrl {} 16 {}\n", mutant.command, module->yosys_name,
                              select_signal, mutant.number);
    }
    return script + fmt::format("rename {0} {0}_mutants\nwrite_verilog -noattr mutants.v\n", design.top);
}

/// The top with the pins of the engine; which mutant is on is said by the
/// environment of the process.
std::string top_with_switch(const Design& design, const nlohmann::json& module) {
    std::string ports, pins;
    for (const auto& [name, port] : module.at("ports").items()) {
        const auto width = port.at("bits").size();
        ports += fmt::format("{}    {} wire {}{}", ports.empty() ? "" : ",\n", port.at("direction").get<std::string>(),
                             width > 1 ? fmt::format("[{}:0] ", width - 1) : "", name);
        pins += fmt::format("        .{0}({0}),\n", name);
    }
    return fmt::format(
        "{0}module {1} (\n{2}\n);\n    reg [15:0] {3};\n    "
        "initial {3} = $c(\"(std::getenv(\\\"KVOLT_MUTANT\\\") ? "
        "std::atoi(std::getenv(\\\"KVOLT_MUTANT\\\")) : 0)\");\n  "
        "  {1}_mutants u_mutants (\n{4}        .{3}({3})\n"
        "    );\nendmodule\n",
        waivers, design.top, ports, select_signal, pins);
}

/// The macros of a file list.
std::string macros_in(const std::string& list) {
    std::string macros;
    std::istringstream lines(list);
    for (std::string line; std::getline(lines, line);)
        if (line.rfind("macros/", 0) == 0) macros += line + "\n";
    return macros;
}

}  // namespace

void build_mutants(const Design& design, const Mutation& mutation, const MutationOptions& options) {
    const auto work = options.directory + "/list";
    write_files(work, {{"netlist.ys", netlist_script(design, mutation)}});
    run_tool("yosys: netlist of all mutants", {"yosys", "-Q", "-T", "-q", "netlist.ys"}, work);
    const auto netlist = waivers + read_text(work + "/mutants.v");
    const auto json = nlohmann::json::parse(read_text(work + "/design.json"));
    const auto top = top_with_switch(design, json.at("modules").at(design.top));
    ModelOptions model;
    model.quick = true;
    model.progress = options.progress;
    // The model takes the place of the engine's in a cache of our own, and
    // whoever looks there finds it.
    model.rewrite = [&](std::vector<File> files) {
        for (auto& file : files)
            if (file.path == design.name + ".sim.f")
                file.text = macros_in(file.text) + "mutants/mutants.v\nmutants/" + design.top + ".v\n";
        files.push_back({"mutants/mutants.v", netlist});
        files.push_back({"mutants/" + design.top + ".v", top});
        return files;
    };
    auto built = build_model(design, model);
    if (!built.cached) return;
    discard_model(std::move(built));  // of an earlier run: it has other mutants
    build_model(design, model);
}

}  // namespace kvolt
