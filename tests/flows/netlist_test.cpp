// SPDX-License-Identifier: Apache-2.0
// Netlists: from yosys, to Verilog, and through the buffering that makes every net drivable.
#include "gen/flows/netlist/netlist.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "gen/flows/netlist/buffering.hpp"
#include "gen/flows/netlist/cell_models.hpp"
#include "gen/flows/netlist/clock_network.hpp"
#include "gen/flows/netlist/netlist_json.hpp"
#include "gen/flows/netlist/netlist_verilog.hpp"
#include "gen/support/diagnostics.hpp"
#include "tests/flows/small_library.hpp"

namespace kvolt {
namespace {

constexpr const char* json = R"({"modules": {
  "$paramod$12ab\\kv_part": {"attributes": {}, "ports": {
      "a_i": {"direction": "input", "bits": [2, 3]}, "y_o": {"direction": "output", "bits": [4, 2]}},
    "cells": {"$abc$1": {"type": "AND2", "port_directions": {"A": "input", "B": "input", "Y": "output"},
                          "connections": {"A": [2], "B": [3], "Y": [4]}}},
    "netnames": {"a_i": {"hide_name": 0, "bits": [2, 3]}, "y_o": {"hide_name": 0, "bits": [4, 2]}}},
  "CG": {"attributes": {"blackbox": "1"}, "ports": {}, "cells": {}, "netnames": {}},
  "top": {"attributes": {}, "ports": {"x_i": {"direction": "input", "bits": [2, 3]}, "z_o": {"direction": "output", "bits": [5]}},
    "cells": {"u_part": {"type": "$paramod$12ab\\kv_part", "port_directions": {"a_i": "input", "y_o": "output"},
                          "connections": {"a_i": [2, "1"], "y_o": [5, 6]}}},
    "netnames": {"x_i": {"hide_name": 0, "bits": [2, 3]}}}}})";

Technology small() { return make_technology({parse_liberty(small_library(), "small.lib")}, {}); }

/// A module whose flip-flop drives `loads` NAND gates, all on one clock.
Netlist fan_out(int loads) {
    Netlist netlist;
    netlist.top = "fan";
    NetlistModule module;
    module.name = "fan";
    module.net_names.resize(2);
    const Net clock = module.add_net("clk_i");
    const Net data = module.add_net("d_i");
    const Net state = module.add_net("state_q");
    std::vector<Net> outputs;
    module.cells.push_back(
        {"u_state", "DFF", {{"CK", false, {clock}}, {"D", false, {data}}, {"Q", true, {state}}}, false});
    for (int i = 0; i < loads; ++i) {
        const Net y = module.add_net(fmt::format("y_o[{}]", i));
        const Net q = module.add_net(fmt::format("q_{}", i));
        outputs.push_back(q);
        module.cells.push_back(
            {fmt::format("u_{}", i), "NAND2", {{"A", false, {state}}, {"B", false, {data}}, {"Y", true, {y}}}, false});
        module.cells.push_back(
            {fmt::format("u_q{}", i), "DFF", {{"CK", false, {clock}}, {"D", false, {y}}, {"Q", true, {q}}}, false});
    }
    module.ports = {{"clk_i", false, {clock}}, {"d_i", false, {data}}, {"y_o", true, outputs}};
    netlist.modules = {module};
    return netlist;
}

/// Largest load over limit of any driver, for cells of the small library (2 fF a pin).
double worst_stress(const Netlist& netlist, const Technology& tech) {
    double worst = 0;
    for (const auto& module : netlist.modules) {
        std::map<Net, double> loads;
        for (const auto& cell : module.cells)
            for (const auto& pin : cell.pins)
                if (!pin.output) loads[pin.nets[0]] += tech.cells.find(cell.type)->pin(pin.name)->capacitance_pf;
        for (const auto& cell : module.cells)
            for (const auto& pin : cell.pins)
                if (pin.output) {
                    const auto* output = tech.cells.find(cell.type)->pin(pin.name);
                    worst = std::max(worst, loads[pin.nets[0]] * output->resistance_ns_per_pf / tech.load_time_ns);
                }
    }
    return worst;
}

TEST(Netlist, ReadsModulesNamesAndConstants) {
    const auto netlist = read_netlist_json(json, "top");
    ASSERT_EQ(netlist.modules.size(), 2U);
    EXPECT_EQ(netlist.modules[0].name, "kv_part");
    EXPECT_EQ(netlist.modules[0].cells[0].name, "u_y_o[0]");
    EXPECT_EQ(netlist.modules[1].cells[0].type, "kv_part");
    EXPECT_EQ(netlist.modules[1].cells[0].pin("a_i")->nets, (std::vector<Net>{2, net_one}));
    EXPECT_EQ(netlist.instance_counts().at("AND2"), 1);
    EXPECT_THROW(read_netlist_json("{", "top"), ToolError);
    EXPECT_THROW(read_netlist_json(json, "missing"), ToolError);
}

TEST(Netlist, WritesVerilog) {
    const auto text = write_netlist_verilog(read_netlist_json(json, "top"), "demo");
    EXPECT_NE(text.find("// demo\n"), std::string::npos);
    EXPECT_NE(text.find("    input wire [1:0] a_i,\n    output wire [1:0] y_o\n);\n"), std::string::npos) << text;
    EXPECT_NE(text.find("    assign y_o[1] = a_i[0];\n"), std::string::npos) << text;
    EXPECT_NE(text.find("    AND2 \\u_y_o[0]  (.A(a_i[0]), .B(a_i[1]), .Y(y_o[0]));\n"), std::string::npos) << text;
    EXPECT_NE(text.find("    kv_part u_part (.a_i({1'b1, x_i[0]}), .y_o({n6, z_o}));\n"), std::string::npos) << text;
}

TEST(Buffering, KeepsEveryDriverWithinItsLimit) {
    const auto tech = small();
    for (const int loads : {1, 5, 13, 60, 700}) {
        auto netlist = fan_out(loads);
        const auto before = worst_stress(netlist, tech);
        const auto result = buffer_netlist(netlist, tech, {});
        EXPECT_LE(worst_stress(netlist, tech), 1.6) << loads << " loads, " << before << " before";
        if (loads >= 60) {
            EXPECT_GT(result.buffers, 2) << loads;
            EXPECT_GT(result.clock_buffers, 0) << loads;
        } else if (loads == 1) {
            EXPECT_EQ(result.buffers + result.upsized, 0);
        }
    }
}

TEST(Buffering, ClockNetsGetClockBuffers) {
    auto netlist = fan_out(200);
    const auto tech = small();
    buffer_netlist(netlist, tech, {});
    const auto clocks = clock_network(netlist.modules[0], tech);
    EXPECT_EQ(clocks.ungated, 201);
    EXPECT_EQ(clocks.gated, 0);
    long clock_buffers = 0;
    for (const int cell : clocks.clock_cells)
        clock_buffers += netlist.modules[0].cells[static_cast<std::size_t>(cell)].type == "CLKBUF4" ? 1 : 0;
    EXPECT_EQ(clock_buffers, 5);  // 201 pins of 2 fF, 0.096 pF each
    EXPECT_EQ(clock_buffers, static_cast<long>(clocks.clock_cells.size()));
}

TEST(Buffering, PrefersAStrongerFlipFlop) {
    auto netlist = fan_out(20);
    for (auto& cell : netlist.modules[0].cells)
        if (cell.name == "u_state") {
            cell.type = "DFFR";
            cell.pins.push_back({"RN", false, {net_one}});
        }
    const auto tech = small();
    const auto result = buffer_netlist(netlist, tech, {});
    EXPECT_EQ(result.upsized, 1);
    EXPECT_EQ(netlist.modules[0].cells[0].type, "DFFR4");
}

TEST(CellModels, RefusesWhatItCannotExpress) {
    auto netlist = fan_out(2);
    const auto tech = small();
    EXPECT_NE(cell_models(netlist, tech).find("wire [3:0] table_Y = 4'h7;\n    assign Y = table_Y[{B, A}];"),
              std::string::npos)
        << cell_models(netlist, tech);
    auto broken = tech;
    broken.cells.cells.at("NAND2").pins.back().function = "A & C";
    EXPECT_THROW(cell_models(netlist, broken), ToolError);
}

}  // namespace
}  // namespace kvolt
