// SPDX-License-Identifier: Apache-2.0
// Names and widths on both sides of every boundary agree: emitted instances with the library, emitted ports with the
// Design's records.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "gen/emit/emit_common.hpp"
#include "tests/gen/emitted.hpp"

namespace kvolt::test {
namespace {

using Json = nlohmann::json;

/// Modules as yosys sees them; `commands` follow the reading of `list`.
Json modules_of(const EmittedDirectory& dir, const std::string& list, const std::string& commands) {
    const auto script = yosys_reads(list) + " " + commands + "; proc; write_json modules.json";
    const auto outcome = dir.run("yosys -q -p \"" + script + "\"");
    EXPECT_EQ(outcome.status, 0) << outcome.output;
    return Json::parse(contents(dir.path("modules.json")))["modules"];
}

std::set<std::string> keys_of(const Json& object) {
    std::set<std::string> keys;
    for (const auto& [key, value] : object.items()) keys.insert(key);
    return keys;
}

class Interfaces : public testing::TestWithParam<Variant> {};

TEST_P(Interfaces, EveryInstanceNamesAllPortsAndParametersOfItsModuleAndNoOthers) {
    const EmittedDirectory dir(GetParam());
    const auto& d = dir.design;
    const auto modules = modules_of(dir, d.name + ".synth.f", "");
    int instances = 0;
    for (const auto& emitted : {d.top, d.head_module, regs_module(d)}) {
        for (const auto& [name, cell] : modules[emitted]["cells"].items()) {
            const std::string type = cell["type"];
            if (type[0] == '$') continue;
            ASSERT_TRUE(modules.contains(type)) << name << " in " << emitted;
            const auto& module = modules[type];
            EXPECT_EQ(keys_of(cell["connections"]), keys_of(module["ports"])) << name << " in " << emitted;
            const auto declared = module.contains("parameter_default_values")
                                      ? keys_of(module["parameter_default_values"])
                                      : std::set<std::string>();
            const auto given = keys_of(cell["parameters"]);
            EXPECT_EQ(given, declared) << name << " in " << emitted;
            ++instances;
        }
    }
    EXPECT_GE(instances, 20);
}

TEST_P(Interfaces, PortsOfTheTopAreThoseOfTheRecord) {
    const EmittedDirectory dir(GetParam());
    const auto& d = dir.design;
    const auto ports = modules_of(dir, d.name + ".synth.f", "hierarchy -check -top " + d.top)[d.top]["ports"];
    ASSERT_EQ(ports.size(), top_ports(d).size());
    for (const auto& port : top_ports(d)) {
        ASSERT_TRUE(ports.contains(port.name)) << port.name;
        EXPECT_EQ(ports[port.name]["bits"].size(), static_cast<std::size_t>(port.width)) << port.name;
        EXPECT_EQ(ports[port.name]["direction"], port.direction == PortDirection::in ? "input" : "output") << port.name;
        EXPECT_LE(port.width, 64) << port.name;
    }
}

void expect_pins(const Json& ports, const MacroRecord& macro, const std::string& view) {
    ASSERT_EQ(ports.size(), macro.pins.size()) << view;
    for (const auto& pin : macro.pins) {
        ASSERT_TRUE(ports.contains(pin.name)) << view << " " << pin.name;
        EXPECT_EQ(ports[pin.name]["bits"].size(), static_cast<std::size_t>(pin.width)) << view << " " << pin.name;
        EXPECT_EQ(ports[pin.name]["direction"], pin.direction == PinDirection::in ? "input" : "output");
    }
}

TEST_P(Interfaces, PinsOfEveryMacroViewAreThoseOfTheRecord) {
    const EmittedDirectory dir(GetParam());
    for (const auto& macro : dir.design.macros) {
        expect_pins(modules_of(dir, dir.design.name + ".synth.f", "")[macro.module]["ports"], macro, "black box");
        for (const auto* read : {"read_verilog -lib macros/{}.v", "read_liberty -lib macros/{}.lib"}) {
            const auto script = fmt::format(fmt::runtime(read), macro.module) + "; write_json modules.json";
            ASSERT_EQ(dir.run("yosys -q -p '" + script + "'").output, "");
            const auto modules = Json::parse(contents(dir.path("modules.json")))["modules"];
            expect_pins(modules[macro.module]["ports"], macro, read);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Variants, Interfaces,
                         testing::Values(Variant{"tiny", {}}, odd_sizes("odd"),
                                         odd_sizes("two", {"analog.integrators=2"}),
                                         odd_sizes("ramp", {"score.path=adc", "adc.columns_per_converter=2"}),
                                         odd_sizes("sar", {"score.path=adc", "tile.rows=3", "adc.kind=sar",
                                                           "adc.readout=sar", "adc.columns_per_converter=3"}),
                                         odd_sizes("read", {"score.path=adc", "adc.readout=ramp"})));

// OpenSTA reads the Liberty view and the constraints of a netlist that has nothing but the macro in it.
TEST(TimingViews, AreAcceptedByOpenSta) {
    for (const auto* stages : {"2", "0"}) {
        const EmittedDirectory dir(odd_sizes("odd", {fmt::format("readout.sync_stages={}", stages)}));
        const auto& d = dir.design;
        std::string ports, declarations;
        for (const auto& p : top_ports(d)) {
            ports += (ports.empty() ? "" : ", ") + p.name;
            declarations += fmt::format("{} [{}:0] {};\n", p.direction == PortDirection::in ? "input" : "output",
                                        p.width - 1, p.name);
        }
        for (std::size_t at = 0; (at = declarations.find("[0:0] ", at)) != std::string::npos;)
            declarations.erase(at, 6);
        spit(dir.path("net.v"),
             fmt::format("module {0} ({1});\n{2}{3} \\gen_tiles[0].u_tile (.clk_i(clk_i), .rst_ni(rst_ni), "
                         ".read_start_i(s_axis_0_tvalid_i), .a_pulse_o({{m_axis_0_tdata_o[6:0]}}));\nendmodule\n",
                         d.top, ports, declarations, d.macros.front().module));
        spit(dir.path("sta.tcl"),
             fmt::format("read_liberty macros/{0}.lib\nread_verilog net.v\nlink_design {1}\n"
                         "source constraints/{2}.sdc\nputs \"pins [llength [get_lib_pins {0}/{0}/*]]\"\n"
                         "report_checks -from [get_ports s_axis_0_tvalid_i] -format end\nexit\n",
                         d.macros.front().module, d.top, d.name));
        const auto outcome = dir.run("sta -no_splash -exit sta.tcl");
        EXPECT_EQ(outcome.output.find("rror"), std::string::npos) << outcome.output;
        EXPECT_EQ(outcome.output.find("arning"), std::string::npos) << outcome.output;
        EXPECT_NE(outcome.output.find(fmt::format("pins {}\n", d.macros.front().pins.size())), std::string::npos)
            << outcome.output;
        EXPECT_NE(outcome.output.find("u_tile/read_start_i"), std::string::npos) << outcome.output;
    }
}

}  // namespace
}  // namespace kvolt::test
