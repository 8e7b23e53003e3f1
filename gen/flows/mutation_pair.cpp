// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/mutation_pair.hpp"

#include <fmt/format.h>

#include <regex>
#include <stdexcept>
#include <vector>

namespace kvolt {
namespace {

constexpr const char* inside = "kvolt_mutant";

struct Signal {
    std::string name;   ///< without the mark of an escaped name
    std::string range;  ///< "[3:0] ", "" for one bit
};

std::string range_of(std::size_t bits) { return bits > 1 ? fmt::format("[{}:0] ", bits - 1) : ""; }

/// An escaped name is a name like any other, and ends with a blank.
std::string escaped(const std::string& name) { return "\\" + name + " "; }

/// As yosys writes them: "  reg [3:0] state_q;", "  reg \gen_a.b ;".
std::vector<Signal> registers_of(const std::string& module) {
    static const std::regex declaration(R"(\n *reg (\[[0-9]+:[0-9]+\] )?\\?([^ ;\[]+) ?( = [^;]*)?;)");
    std::vector<Signal> list;
    for (std::sregex_iterator it(module.begin(), module.end(), declaration), end; it != end; ++it)
        list.push_back({(*it)[2], (*it)[1]});
    return list;
}

std::string equal(const Signal& a, const std::string& b) { return fmt::format("{}== {}", escaped(a.name), escaped(b)); }

/// The mutant's registers under the names they have when the hierarchy is gone.
std::string registers_agree(const std::vector<Signal>& registers, bool always) {
    std::string text, same = "1'b1";
    for (const auto& one : registers) {
        const auto other = fmt::format("{}.{}", inside, one.name);
        text += fmt::format("  (* hierconn *) wire {}{};\n", one.range, escaped(other));
        same += " && " + equal(one, other);
    }
    return text + fmt::format(
                      "  reg kvolt_begun = 1'b0;\n  always @(posedge clk_i) kvolt_begun <= 1'b1;\n"
                      "  always @* if (!kvolt_begun) assume({0});\n{1}",
                      same, always ? fmt::format("  always @* assert({});\n", same) : "");
}

}  // namespace

std::string with_mutant_inside(const std::string& netlist, const std::string& block, const std::string& mutant,
                               const nlohmann::json& module, bool registers) {
    const auto begin = netlist.find("module " + block + "(");
    const auto end = begin == std::string::npos ? begin : netlist.find("endmodule", begin);
    if (end == std::string::npos) throw std::runtime_error(fmt::format("no module {} in its netlist", block));
    std::string pins, outputs, asserts;
    for (const auto& [name, port] : module.at("ports").items()) {
        auto pin = name;
        if (port.at("direction") == "output") {
            pin = "kvolt_other_" + name;
            outputs += fmt::format("  wire {}{};\n", range_of(port.at("bits").size()), pin);
            asserts += fmt::format("  always @* assert({} == {});\n", name, pin);
        }
        pins += fmt::format("{}.{}({})", pins.empty() ? "" : ", ", name, pin);
    }
    auto text = outputs + fmt::format("  {} {} ({});\n", mutant, inside, pins) + asserts;
    const auto state = registers_of(netlist.substr(begin, end - begin));
    if (!state.empty()) text += registers_agree(state, registers);
    return netlist.substr(0, end) + text + netlist.substr(end);
}

}  // namespace kvolt
