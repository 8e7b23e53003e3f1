// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/models/gate_model.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "gen/flows/cells/technology.hpp"
#include "gen/flows/estimate/area.hpp"
#include "gen/flows/netlist/cell_models.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/file_io.hpp"

namespace kvolt {
namespace {

namespace fs = std::filesystem;

/// Models of the macros from the list of the simulation; the RTL is what the netlist replaces.
std::string macro_lines(const Design& design, const fs::path& directory) {
    std::string lines;
    std::ifstream list(directory / (design.name + ".sim.f"));
    for (std::string line; std::getline(list, line);)
        if (line.rfind("macros/", 0) == 0) lines += line + "\n";
    return lines;
}

}  // namespace

// Its truth table is a hexadecimal number in the model.
std::string with_wrong_cell(std::string models, const std::string& cell) {
    const auto module = models.find(fmt::format("\nmodule {} (", cell));
    const auto table = models.find("'h", module);
    if (module == std::string::npos || table == std::string::npos || table > models.find("endmodule", module))
        throw InputError(cell, "is no logic cell of this netlist");
    auto& digit = models[models.find(';', table) - 1];
    const auto value = std::stoi(std::string(1, digit), nullptr, 16) ^ 1;
    digit = fmt::format("{:x}", value)[0];
    return models;
}

std::string gate_identity(const GateOptions& options) {
    const auto technology = load_technology(options.technology, options.liberty);
    auto identity = technology.description.name;
    for (const auto& source : technology.cells.sources)
        identity += fmt::format(" {}:{}:{}", source, fs::file_size(source),
                                fs::last_write_time(source).time_since_epoch().count());
    return identity + " " + options.wrong_cell;
}

std::string write_gate_sources(const Design& design, const GateOptions& options, const std::string& directory,
                               const Progress& progress) {
    const auto technology = load_technology(options.technology, options.liberty);
    const auto work = directory + "/gate";
    fs::create_directories(work);
    AreaOptions area;
    area.progress = progress;
    const auto netlist = synthesize_design(design, technology, area, directory, work).netlist;
    auto models = cell_models(netlist, technology);
    if (!options.wrong_cell.empty()) models = with_wrong_cell(std::move(models), options.wrong_cell);
    write_text(work + "/cells.v", models);
    const auto list = design.name + ".gate.f";
    write_text(directory + "/" + list, macro_lines(design, directory) + "gate/cells.v\ngate/netlist.v\n");
    return list;
}

}  // namespace kvolt
