// SPDX-License-Identifier: Apache-2.0
// make_top GROUP RTL_DIR VARIANTS OUT_DIR: prints the Verilog top of a group (every variant beside the others, ports
// <instance>_<port>) and the C++ that finds its pins by name.
#include <fmt/format.h>

#include <exception>
#include <fstream>
#include <regex>

#include "catalog.hpp"

namespace {

using namespace kvolt::test;

/// The range with the variant's values in place of the parameters.
std::string resolve(std::string range, const Variant& variant) {
    for (const auto& [name, value] : variant.parameters) {
        range = std::regex_replace(range, std::regex("\\b" + name + "\\b"), std::to_string(value));
    }
    return range;
}

/// Negative values with the width of the only parameters that may be negative, the limits of kv_reg_field.
std::string literal(int value) {
    return value < 0 ? fmt::format("-34'sd{}", -static_cast<long>(value)) : std::to_string(value);
}

bool shared(const Port& port) { return port.name == "clk_i"; }

std::string verilog(const std::string& group, const std::vector<Variant>& variants, const std::string& rtl_directory) {
    std::string ports = "    input  wire clk_i";
    std::string body;
    for (const Variant& v : variants) {
        std::string overrides, connections;
        for (const auto& [name, value] : v.parameters)
            overrides += fmt::format("{}.{}({})", overrides.empty() ? "" : ", ", name, literal(value));
        for (const Port& p : read_module(rtl_directory, v.block).ports) {
            const std::string outer = shared(p) ? p.name : v.instance() + "_" + p.name;
            connections += fmt::format("{}        .{}({})", connections.empty() ? "" : ",\n", p.name, outer);
            if (shared(p)) continue;
            const std::string range = p.range.empty() ? "" : "[" + resolve(p.range, v) + "] ";
            ports += fmt::format(",\n    {} wire {}{}", p.input ? "input " : "output", range, outer);
        }
        body += fmt::format("\n    {} #({}) u_{} (\n{}\n    );\n", v.block, overrides, v.instance(), connections);
    }
    return fmt::format("module kv_{}_blocks (\n{}\n);\n{}endmodule\n", group, ports, body);
}

std::string binding(const std::string& group, const std::vector<Variant>& variants, const std::string& rtl_directory) {
    std::string pins = "        add(\"clk_i\", top_.clk_i);\n";
    for (const Variant& v : variants) {
        for (const Port& p : read_module(rtl_directory, v.block).ports) {
            const std::string name = v.instance() + "_" + p.name;
            if (!shared(p)) pins += fmt::format("        add(\"{0}\", top_.{0});\n", name);
        }
    }
    return fmt::format(R"(#include "Vkv_{0}_blocks.h"

#include "device.hpp"
#include "model.hpp"

namespace kvolt::test {{

class Device_{0} : public Device {{
public:
    Device_{0}() {{
{1}    }}
    void eval() override {{ top_.eval(); }}

private:
    std::shared_ptr<Vkv_{0}_blocks> model_ = make_model<Vkv_{0}_blocks>();
    Vkv_{0}_blocks& top_ = *model_;
}};

std::unique_ptr<Device> make_{0}() {{ return std::make_unique<Device_{0}>(); }}

}}  // namespace kvolt::test
)",
                       group, pins);
}

}  // namespace

int main(int argc, char** argv) try {
    if (argc != 5) throw std::runtime_error("usage: make_top GROUP RTL_DIR VARIANTS OUT_DIR");
    const std::string group = argv[1];
    std::vector<Variant> chosen;
    for (const Variant& v : read_variants(argv[3], argv[2])) {
        if (v.group == group) chosen.push_back(v);
    }
    const std::string directory = argv[4];
    std::ofstream(directory + "/kv_" + group + "_blocks.v") << verilog(group, chosen, argv[2]);
    std::ofstream(directory + "/bind_" + group + ".cpp") << binding(group, chosen, argv[2]);
    return 0;
} catch (const std::exception& error) {
    fmt::print(stderr, "make_top: {}\n", error.what());
    return 1;
}
