// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/netlist/cell_models.hpp"

#include <fmt/format.h>

#include <set>
#include <vector>

#include "gen/flows/cells/boolean_function.hpp"
#include "gen/support/diagnostics.hpp"

namespace kvolt {
namespace {

[[noreturn]] void refuse(const StdCell& cell, const std::string& why) {
    throw ToolError(fmt::format("no simulation model for cell {}: {}", cell.name, why));
}

std::string concatenation(const std::vector<std::string>& names) {
    std::string text;
    for (auto name = names.rbegin(); name != names.rend(); ++name) text += (text.empty() ? "" : ", ") + *name;
    return "{" + text + "}";
}

/// A function of the inputs as its own truth table: exact, whatever the operators in the Liberty file were.
std::string table_lookup(const StdCell& cell, const StdCellPin& output, const std::vector<std::string>& inputs) {
    const auto table = truth_table(output.function, inputs);
    if (!table) refuse(cell, fmt::format("function of pin {} is not understood", output.name));
    if (inputs.empty()) return fmt::format("    assign {} = 1'b{};\n", output.name, *table);
    const auto rows = std::uint64_t{1} << inputs.size();
    return fmt::format("    wire [{0}:0] table_{1} = {2}'h{3:x};\n    assign {1} = table_{1}[{4}];\n", rows - 1,
                       output.name, rows, *table, concatenation(inputs));
}

std::string logic_model(const StdCell& cell) {
    std::string text;
    const auto inputs = cell.inputs();
    for (const auto& pin : cell.pins)
        if (pin.output) text += table_lookup(cell, pin, inputs);
    return text;
}

/// "posedge R" or "negedge R" for the literals "R" and "!R".
std::string edge_of(const std::string& literal) {
    return literal[0] == '!' ? "negedge " + literal.substr(1) : "posedge " + literal;
}

void state_outputs(std::string& text, const StdCell& cell) {
    for (const auto& pin : cell.pins) {
        if (!pin.output) continue;
        const bool direct = pin.function == cell.state || pin.function == "!" + cell.inverse_state;
        const bool inverse = pin.function == cell.inverse_state || pin.function == "!" + cell.state;
        if (!direct && !inverse) refuse(cell, fmt::format("pin {} is no copy of its state", pin.name));
        text += fmt::format("    assign {} = {}state_q;\n", pin.name, inverse ? "~" : "");
    }
}

/// The names that Liberty functions give the state, where the next state depends on it.
std::string state_names(const StdCell& cell) {
    const auto function = BooleanFunction::parse(cell.next_state);
    if (!function) refuse(cell, "its next state is not understood");
    std::string text;
    for (const auto& signal : function->signals())
        if (signal == cell.state || signal == cell.inverse_state)
            text += fmt::format("    wire {} = {}state_q;\n", signal, signal == cell.state ? "" : "~");
    return text;
}

/// Clear and preset, then what follows them; `assign` is "=" or "<=" with its delay.
std::string state_branches(const StdCell& cell, const std::string& assign, const std::string& otherwise) {
    std::string body;
    const auto branch = [&](const std::string& literal, int value) {
        if (!literal.empty()) body += fmt::format("if ({}) state_q {} 1'b{};\n        else ", literal, assign, value);
    };
    const bool preset_first = cell.both[0] == "H";
    if (preset_first) branch(cell.preset_pin, 1);
    branch(cell.clear_pin, 0);
    if (!preset_first) branch(cell.preset_pin, 1);
    return body + otherwise;
}

std::string flip_flop_model(const StdCell& cell, int delay) {
    auto events = fmt::format("{} {}", cell.active_low ? "negedge" : "posedge", cell.clock);
    for (const auto& literal : {cell.clear_pin, cell.preset_pin})
        if (!literal.empty()) events += " or " + edge_of(literal);
    const auto assign = delay > 0 ? fmt::format("<= #{}", delay) : std::string("<=");
    const auto body = state_branches(cell, assign, fmt::format("state_q {} {};", assign, cell.next_state));
    // A defined state in the simulator that has unknown ones: a table lookup with an unknown input is unknown
    // altogether.
    const auto* initial = delay > 0 ? "    initial state_q = 1'b0;\n" : "";
    auto text =
        fmt::format("    reg state_q;\n{}{}    always @({})\n        {}\n", state_names(cell), initial, events, body);
    state_outputs(text, cell);
    return text;
}

std::string latch_model(const StdCell& cell) {
    const auto body = state_branches(
        cell, "=", fmt::format("if ({}{}) state_q = {};", cell.active_low ? "!" : "", cell.enable, cell.next_state));
    auto text = fmt::format(
        "    reg state_q;\n{}    // verilator lint_off LATCH\n    always @*\n        {}\n    // verilator lint_on "
        "LATCH\n",
        state_names(cell), body);
    state_outputs(text, cell);
    return text;
}

std::string clock_gate_model(const StdCell& cell) {
    const auto& pins = cell.gate;
    const auto enable = pins.test.empty() ? pins.enable : pins.enable + " | " + pins.test;
    return fmt::format(
        "    reg state_q;\n    // verilator lint_off LATCH\n    always @* if (!{0}) state_q = {1};\n    // verilator "
        "lint_on LATCH\n"
        "    assign {2} = {0} & state_q;\n",
        pins.clock, enable, pins.output);
}

std::string body_of(const StdCell& cell, int delay) {
    switch (cell.kind) {
        case StdCellKind::logic:
        case StdCellKind::buffer:
        case StdCellKind::inverter:
        case StdCellKind::tie:
            return logic_model(cell);
        case StdCellKind::flip_flop:
            return flip_flop_model(cell, delay);
        case StdCellKind::latch:
            return latch_model(cell);
        case StdCellKind::clock_gate:
            return clock_gate_model(cell);
        case StdCellKind::other:
            break;
    }
    refuse(cell, "its Liberty description gives no function");
}

}  // namespace

std::string cell_models(const Netlist& netlist, const Technology& technology, int flip_flop_delay) {
    std::set<std::string> used;
    for (const auto& module : netlist.modules)
        for (const auto& cell : module.cells) used.insert(cell.type);
    std::string text = fmt::format("// Cells of {}, from its Liberty file.\n", technology.cells.name);
    for (const auto& name : used) {
        const auto* cell = technology.cells.find(name);
        if (cell == nullptr) continue;  // a block or a macro
        text += fmt::format("\nmodule {} (", name);
        for (std::size_t i = 0; i < cell->pins.size(); ++i)
            text += fmt::format("{}{} wire {}", i == 0 ? "" : ", ", cell->pins[i].output ? "output" : "input",
                                cell->pins[i].name);
        text += ");\n" + body_of(*cell, flip_flop_delay) + "endmodule\n";
    }
    return text;
}

}  // namespace kvolt
