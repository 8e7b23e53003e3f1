// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/estimate/normalizer_area.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gen/design/normalizer.hpp"
#include "gen/emit/emit.hpp"
#include "gen/flows/netlist/synthesis.hpp"
#include "gen/support/file_io.hpp"
#include "gen/support/scratch_directory.hpp"

namespace kvolt {
namespace {

constexpr const char* top = "kvolt_normalizer_alone";

/// `, .NAME(VALUE)` for each.
std::string further(const std::vector<ModuleParameter>& parameters) {
    std::string text;
    for (const auto& p : parameters) text += fmt::format(", .{}({})", p.name, p.value);
    return text;
}

std::string divider(const Design& d, const Normalizer& kind) {
    return fmt::format(
        "    kv_reciprocal #(.SLOTS({}), .TILES({}){}) u_reciprocal (\n"
        "        .clk_i(clk_i), .rst_ni(rst_ni), .start_i(start_i), .frontier_tile_i(tile_i), "
        ".frontier_slot_i(slot_i),\n"
        "        .recip_o(recip));\n",
        d.slots, d.tiles, further(parameters_of(kind.reciprocal(d.adc.normalizer))));
}

/// A top around the normalizer, and the divider where it has one.
std::string wrapper(const Design& d) {
    const auto& setting = d.adc.normalizer;
    const auto& kind = normalizer(setting.kind);
    std::string text = fmt::format(
        "module {} (\n    input  wire clk_i,\n    input  wire rst_ni,\n    input  wire en_i,\n    input  wire "
        "start_i,\n"
        "    input  wire [{}:0] tile_i,\n    input  wire [{}:0] slot_i,\n    input  wire [{}:0] x_i,\n"
        "    output wire [{}:0] p_o\n);\n",
        top, d.widths.tile_bits - 1, d.widths.slot_bits - 1, setting.in_bits - 1, setting.out_bits - 1);
    if (kind.divides_by_live) {
        text += fmt::format("    wire [{}:0] recip;\n", kind.reciprocal(setting).recip_bits - 1);
        text += divider(d, kind);
    }
    return text + fmt::format(
                      "    {} #(.IN_BITS({}), .OUT_BITS({}){}) u_normalizer (\n"
                      "        .clk_i(clk_i), .en_i(en_i), .x_i(x_i), .recip_i({}), .p_o(p_o));\nendmodule\n",
                      kind.module, setting.in_bits, setting.out_bits, further(kind.parameters(setting)),
                      kind.divides_by_live ? "recip" : "1'b0");
}

void add_area(const NetlistModule& module, const Technology& tech, double& area_um2, long& flip_flops) {
    for (const auto& cell : module.cells)
        if (const auto* found = tech.cells.find(cell.type); found != nullptr) {
            area_um2 += found->area_um2;
            flip_flops += found->kind == StdCellKind::flip_flop ? 1 : 0;
        }
}

}  // namespace

NormalizerArea estimate_normalizer_area(const Design& design, const std::string& technology,
                                        const std::vector<std::string>& liberty) {
    const auto tech = load_technology(technology, liberty);
    const ScratchDirectory scratch;
    SynthesisInput input;
    for (const auto& file : emit_all(design)) {
        const bool block = file.path.rfind("rtl/kv_", 0) == 0;
        if (!block) continue;
        const auto path = scratch.path() + "/" + file.path.substr(4);
        write_text(path, file.text);
        input.sources.push_back(path);
    }
    const auto path = fmt::format("{}/{}.v", scratch.path(), top);
    write_text(path, wrapper(design));
    input.sources.push_back(path);
    input.top = top;
    input.composed = {top};
    input.clock_ns = design.config.timing.clock_ns;
    const auto synthesis = synthesize(
        input, tech, scratch.path(), [](const Netlist&) { return std::set<std::string>{}; }, [](const std::string&) {});

    NormalizerArea result;
    for (const auto& module : synthesis.netlist.modules)
        add_area(module, tech,
                 module.name.find("kv_reciprocal") == std::string::npos ? result.normalizer_um2 : result.divider_um2,
                 result.flip_flops);
    return result;
}

}  // namespace kvolt
