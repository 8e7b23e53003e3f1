// SPDX-License-Identifier: Apache-2.0
#include "tests/flows/library_kinds.hpp"

#include <regex>
#include <stdexcept>

#include "tests/flows/small_library.hpp"

namespace kvolt {
namespace {

/// Every occurrence of `from`, of which there must be one.
std::string replaced(std::string text, const std::string& from, const std::string& to) {
    if (text.find(from) == std::string::npos) throw std::logic_error("the small library has no " + from);
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

std::string with_gate() { return small_library(); }

std::string with_latch() {
    SmallLibrary with;
    with.clock_gate = false;
    return small_library(with);
}

/// The text of one cell, from its name to its closing brace.
std::string cell_text(const std::string& library, const std::string& cell) {
    const auto begin = library.find("  cell (" + cell + ")");
    const auto end = library.find("\n  }\n", begin);
    if (begin == std::string::npos || end == std::string::npos) throw std::logic_error("no cell " + cell);
    return library.substr(begin, end + 5 - begin);
}

std::string without(const std::string& library, const std::string& cell) {
    return replaced(library, cell_text(library, cell), "");
}

std::string with_more(std::string library, const std::string& cell) {
    library.erase(library.rfind('}'));
    return library + cell + "}\n";
}

/// Only flip-flops of one kind: state group `group` in cells that otherwise are DFFR with a second asynchronous pin.
std::string only_flip_flop(const std::string& group, const std::string& output) {
    auto library = with_gate();
    auto cell = cell_text(library, "DFFR");
    const auto pin = "    pin (RN) { direction : input; capacitance : 0.002;  }\n";
    cell = replaced(cell, "ff (IQ, IQN) { next_state : \"D\"; clocked_on : \"CK\"; clear : \"!RN\"; }",
                    "ff (IQ, IQN) { clocked_on : \"CK\"; " + group + " }");
    cell = replaced(cell, "function : \"IQ\";", "function : \"" + output + "\";");
    cell = replaced(cell, pin,
                    std::string(pin) +
                        "    pin (SN) { direction : input; capacitance : 0.002; }\n"
                        "    pin (SI) { direction : input; capacitance : 0.002; }\n"
                        "    pin (SE) { direction : input; capacitance : 0.002; }\n");
    for (const auto* name : {"DFF", "DFFR", "DFFR4", "DFFS"}) library = without(library, name);
    return with_more(library, cell);
}

std::string in_femtofarad_and_picoseconds() {
    auto text = with_gate();
    text = replaced(text, "capacitive_load_unit (1, pf)", "capacitive_load_unit (\"1\",\"fF\")");
    text = replaced(text, "time_unit : \"1ns\"", "time_unit : \"1ps\"");
    text = replaced(text, "capacitance : 0.002;", "capacitance : 2;");
    text = replaced(text, "max_capacitance : 0.5;", "max_capacitance : 500;");
    text = replaced(text, "index_1 (\"0.01, 0.1\"); index_2 (\"0.0, 0.1\")",
                    "index_1 (\"10, 100\"); index_2 (\"0.0, 100\")");
    text = replaced(text, "values (\"0.05\")", "values (\"50\")");
    for (const auto* slope : {"0.250", "0.450", "0.850"})
        text = std::regex_replace(text, std::regex("\"0\\.05, " + std::string(slope)),
                                  "\"50, " + std::to_string(1000 * std::stod(slope)));
    for (const auto* slope : {"0.260", "0.460", "0.860"})
        text = std::regex_replace(text, std::regex("\"0\\.06, " + std::string(slope)),
                                  "\"60, " + std::to_string(1000 * std::stod(slope)));
    return text;
}

/// Indices of delays in their template only, loads before transitions.
std::string with_indices_in_the_template_only() {
    auto text = with_gate();
    text = replaced(text, "(t) { index_1 (\"0.01, 0.1\"); index_2 (\"0.0, 0.1\"); ", "(t) { ");
    return text;
}

std::string with_loads_first() {
    auto text = with_gate();
    text = replaced(text,
                    "variable_1 : input_net_transition; variable_2 : total_output_net_capacitance; index_1 (\"0.01, "
                    "0.1\"); index_2 (\"0.0, 0.1\");",
                    "variable_1 : total_output_net_capacitance; variable_2 : input_net_transition; index_1 (\"0.0, "
                    "0.1\"); index_2 (\"0.01, 0.1\");");
    text = replaced(text, "(t) { index_1 (\"0.01, 0.1\"); index_2 (\"0.0, 0.1\"); ", "(t) { ");
    return std::regex_replace(text, std::regex("values \\(\"0.05, ([0-9.]+)\", \"0.06, ([0-9.]+)\"\\)"),
                              "values (\"0.05, 0.06\", \"$1, $2\")");
}

std::vector<std::string> in_several_files() {
    auto rest = with_gate();
    const auto head = rest.substr(0, rest.find("  cell ("));
    std::vector<std::string> files;
    for (const auto* cell : {"DFF", "DFFR", "DFFR4", "DFFS", "CG", "LAT"}) {
        files.push_back(head + cell_text(rest, cell) + "}\n");
        rest = without(rest, cell);
    }
    files.insert(files.begin(), rest);
    return files;
}

}  // namespace

std::vector<LibraryKind> library_kinds() {
    const auto gate = with_gate();
    const auto latch = with_latch();
    const std::string test_pin =
        "    pin (TE) { direction : input; capacitance : 0.002; clock_gate_test_pin : true; }\n";
    const std::string scan = "next_state : \"(SE SI) + (!SE D)\"; clear : \"!RN\";";
    return {
        {"plain", {gate}},
        {"gate_with_test_pin",
         {replaced(replaced(gate, "\"latch_posedge\"", "\"latch_posedge_precontrol\""), "    pin (EN)",
                   test_pin + "    pin (EN)")}},
        {"gate_marked_dont_use", {replaced(gate, "cell (CG) {", "cell (CG) { dont_use : true;")}},
        // The latch does it.
        {"gate_that_rests_high", {replaced(gate, "\"latch_posedge\"", "\"latch_negedge\"")}},
        {"latch", {latch}},
        {"latch_stores_and_shows_the_opposite",
         {replaced(
             latch, cell_text(latch, "LAT"),
             replaced(replaced(cell_text(latch, "LAT"), "data_in : \"D\"", "data_in : \"!D\""), "\"IQ\"", "\"IQN\""))}},
        {"latch_shows_the_opposite",
         {replaced(latch, cell_text(latch, "LAT"), replaced(cell_text(latch, "LAT"), "\"IQ\"", "\"IQN\""))}},
        {"latch_open_while_low", {replaced(latch, "enable : \"E\"", "enable : \"E'\"")}},
        {"latch_with_a_clear",
         {replaced(replaced(latch, "enable : \"E\"", "enable : \"E\"; clear : \"!CN\""), "  cell (LAT) { area : 4;",
                   "  cell (LAT) { area : 4;\n    pin (CN) { direction : input; capacitance : 0.002; }\n")}},
        {"cell_without_area", {replaced(gate, "cell (XOR2) { area : 3;", "cell (XOR2) {")}, false},
        {"flip_flops_all_with_reset", {without(gate, "DFF")}},
        {"flip_flop_with_set_and_reset",
         {only_flip_flop("next_state : \"D\"; clear : \"!RN\"; preset : \"!SN\"; clear_preset_var1 : L;", "IQ")}},
        {"flip_flop_with_set_only", {only_flip_flop("next_state : \"D\"; preset : \"(!SN)\";", "IQ")}},
        {"flip_flop_stores_the_opposite", {only_flip_flop("next_state : \"!D\"; clear : \"RN'\";", "IQ")}},
        {"flip_flop_shows_the_opposite", {only_flip_flop("next_state : \"D\"; clear : \"!RN\";", "IQN")}},
        {"flip_flop_with_a_high_reset", {only_flip_flop("next_state : \"D\"; clear : \"RN\";", "IQ")}},
        {"flip_flop_with_scan", {only_flip_flop(scan, "IQ")}},
        {"flip_flop_with_enable", {only_flip_flop("next_state : \"(SE D) | (!SE IQ)\"; clear : \"!RN\";", "IQ")}},
        {"expression_without_quotes",
         {replaced(
             gate, "  cell (DFFR) { area : 7;",
             "  cell (DFFR) { area : 7;\n    test_cell () { ff (IQ,IQN) { clocked_on : CK ; next_state : D ; clear "
             ": !RN ; } }\n")}},
        {"units_in_quotes_femtofarad", {in_femtofarad_and_picoseconds()}},
        {"pins_in_one_group",
         {replaced(gate,
                   "    pin (A) { direction : input; capacitance : 0.002;  }\n    pin (B) { direction : input; "
                   "capacitance : 0.002;  }\n",
                   "    pin (A, B) { direction : input; capacitance : 0.002; }\n")}},
        {"cell_defined_twice",
         {with_more(gate, replaced(cell_text(gate, "NAND2"), "function : \"!(A B)\"", "function : \"(A B)\""))}},
        {"cell_without_arcs",
         {with_more(gate,
                    "  cell (NAND3) { area : 0.4; pin (A, B, C) { direction : input; capacitance : 0.002; }\n"
                    "    pin (Y) { direction : output; function : \"!(A B C)\"; } }\n")}},
        {"indices_in_the_template_only", {with_indices_in_the_template_only()}},
        {"loads_before_transitions", {with_loads_first()}},
        {"several_files", in_several_files()},
    };
}

}  // namespace kvolt
