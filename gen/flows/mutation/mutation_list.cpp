// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/mutation/mutation_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "gen/emit/emit.hpp"
#include "gen/emit/link.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/file_io.hpp"
#include "gen/support/process.hpp"

namespace kvolt {
namespace {

/// Reads the design; constants are propagated, or half of the mutants would sit
/// where nothing depends on them.
std::string front_script(const Design& design, const std::vector<File>& files) {
    std::string script;
    for (const auto& file : files) {
        if (ends_with(file.path, "_bb.v")) script += "read_verilog -lib " + file.path + "\n";
        if (file.path.rfind("rtl/", 0) == 0 && ends_with(file.path, ".v")) script += "read_verilog " + file.path + "\n";
    }
    return script + fmt::format(
                        "hierarchy -check -top "
                        "{}\nproc\nmemory_map\nopt_expr\nopt_merge\nopt_"
                        "clean\nwrite_rtlil design.il\n"
                        "write_json design.json\n",
                        design.top);
}

/// A mutant of a clock is a chip without one; bits of all other ports count.
int places_of(const nlohmann::json& module) {
    int places = 0;
    for (const auto& [name, cell] : module.at("cells").items()) {
        if (cell.at("type").get<std::string>()[0] != '$') continue;
        if (cell.at("type").get<std::string>().rfind("$paramod", 0) == 0) continue;
        for (const auto& [port, bits] : cell.at("connections").items())
            if (port != "CLK") places += static_cast<int>(bits.size());
    }
    return places;
}

std::vector<MutatedModule> modules_of(const nlohmann::json& json, const MutationOptions& options) {
    std::vector<MutatedModule> modules;
    std::map<std::string, int> names;
    const std::regex only(options.only, std::regex::extended);
    for (const auto& [yosys_name, module] : json.at("modules").items()) {
        if (module.at("attributes").count("blackbox") > 0) continue;
        MutatedModule one;
        one.yosys_name = yosys_name;
        one.block = block_of(module);
        one.places = places_of(module);
        if (one.places == 0) continue;
        const int copies = names[one.block.block]++;
        one.name = copies == 0 ? one.block.block : fmt::format("{}_{}", one.block.block, copies + 1);
        if (!std::regex_search(one.name, only)) continue;
        one.mutants =
            std::min({std::max(options.least, one.places / options.places_per_mutant), options.most, one.places});
        modules.push_back(std::move(one));
    }
    std::sort(modules.begin(), modules.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return modules;
}

/// "mutate -mode inv -ctrl .. -module M -cell C -port Y -portbit 0 -src
/// a.v:1.2-1.9": what makes the mutant, and where.
Mutant mutant_of(const std::string& line, const std::string& module) {
    Mutant mutant;
    mutant.module = module;
    std::istringstream words(line);
    std::string word, value;
    words >> word;
    while (words >> word >> value) {
        if (word == "-src") {
            if (mutant.source.empty()) mutant.source = value.substr(0, value.find('.', value.find(".v:") + 3));
        } else if (word != "-module" && word != "-wire" && word != "-wirebit") {
            mutant.command += fmt::format("{}{} {}", mutant.command.empty() ? "" : " ", word, value);
        }
    }
    return mutant;
}

}  // namespace

Mutation list_mutants(const Design& design, const MutationOptions& options) {
    const auto files = emit_all(design);
    const auto work = options.directory + "/list";
    write_files(work, files);
    write_files(work, {{"front.ys", front_script(design, files)}});
    run_tool("yosys: the design", {"yosys", "-Q", "-T", "-q", "front.ys"}, work);
    Mutation mutation;
    mutation.modules = modules_of(nlohmann::json::parse(read_text(work + "/design.json")), options);
    std::string script = "read_rtlil design.il\n";
    for (const auto& module : mutation.modules)
        script += fmt::format("mutate -list {} -seed {} -o {}.txt -module {}\n", module.mutants, options.seed,
                              module.name, module.yosys_name);
    write_files(work, {{"list.ys", script}});
    run_tool("yosys: list of mutants", {"yosys", "-Q", "-T", "-q", "list.ys"}, work);
    for (auto& module : mutation.modules) {
        std::ifstream lines(work + "/" + module.name + ".txt");
        std::set<std::string> seen;
        for (std::string line; std::getline(lines, line);) {
            auto mutant = mutant_of(line, module.name);
            if (line.find("-port CLK ") != std::string::npos || !seen.insert(mutant.command).second) continue;
            mutant.number = static_cast<int>(mutation.mutants.size()) + 1;
            mutation.mutants.push_back(std::move(mutant));
        }
        module.mutants = static_cast<int>(seen.size());
    }
    return mutation;
}

}  // namespace kvolt
