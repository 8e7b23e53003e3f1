// SPDX-License-Identifier: Apache-2.0
// config.toml and manifest.json: what was asked for, every number that follows from it, and a checksum of every other
// file.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "gen/config/cell_table.hpp"
#include "gen/config/to_toml.hpp"
#include "gen/emit/emit_common.hpp"
#include "gen/emit/emitters.hpp"
#include "gen/emit/facts_json.hpp"
#include "gen/support/hash.hpp"
#include "gen/support/output_directory.hpp"

namespace kvolt {
namespace {

using Json = nlohmann::ordered_json;

const char* access_name(Access access) {
    switch (access) {
        case Access::read_only:
            return "ro";
        case Access::read_write:
            return "rw";
        case Access::write_one_clear:
            return "w1c";
        case Access::write_pulse:
            return "w1";
    }
    return "";
}

Json registers_json(const Design& design) {
    Json list = Json::array();
    for (const auto& reg : design.registers) {
        Json fields = Json::array();
        for (const auto& f : reg.fields) {
            Json field{{"name", f.name},
                       {"lsb", f.lsb},
                       {"width", f.width},
                       {"access", access_name(f.access)},
                       {"reset", f.reset}};
            if (f.is_signed) field["signed"] = true;
            if (f.access == Access::read_write) field.update({{"min", f.min}, {"max", f.max}});
            fields.push_back(std::move(field));
        }
        list.push_back({{"name", reg.name}, {"offset", reg.offset}, {"head", reg.head}, {"fields", std::move(fields)}});
    }
    return list;
}

Json macro_json(const MacroRecord& macro) {
    Json pins = Json::array();
    for (const auto& pin : macro.pins) {
        pins.push_back({{"name", pin.name},
                        {"direction", pin.direction == PinDirection::in ? "input" : "output"},
                        {"width", pin.width},
                        {"capacitance_ff", pin.capacitance_ff}});
    }
    return {
        {"module", macro.module},     {"area_um2", macro.area_um2}, {"cells_area_um2", macro.cells_area_um2},
        {"setup_ns", macro.setup_ns}, {"hold_ns", macro.hold_ns},   {"clock_to_output_ns", macro.clock_to_output_ns},
        {"pins", std::move(pins)}};
}

Json ports_json(const Design& design) {
    Json list = Json::array();
    for (const auto& p : top_ports(design)) {
        list.push_back({{"name", p.name},
                        {"direction", p.direction == PortDirection::in ? "input" : "output"},
                        {"width", p.width}});
    }
    return list;
}

Json macros_json(const Design& design) {
    Json list = Json::array();
    for (const auto& macro : design.macros) list.push_back(macro_json(macro));
    return list;
}

}  // namespace

void emit_manifest(const Design& design, std::vector<File>& files) {
    files.push_back({"config.toml", to_toml(design.config)});
    if (design.config.analog.cell == CellKind::table)
        files.push_back({kCellTableFile, cell_table_text(design.config.analog.points)});
    Json manifest{{"generator", "kvolt"}};
    for (const auto& group : fact_groups(design)) {
        if (group.name == identity_group)
            manifest.update(json_of(group));
        else
            manifest[group.name] = json_of(group);
    }
    manifest["ports"] = ports_json(design);
    manifest["registers"] = registers_json(design);
    manifest["macros"] = macros_json(design);
    manifest["files"] = manifest_files(files);
    files.push_back({manifest_name, manifest.dump(2) + "\n"});
}

}  // namespace kvolt
