// SPDX-License-Identifier: Apache-2.0
#include "tests/flows/small_library.hpp"

#include <fmt/format.h>

#include <vector>

namespace kvolt {
namespace {

std::string input(const std::string& name, const std::string& more = "") {
    return fmt::format("    pin ({}) {{ direction : input; capacitance : 0.002; {} }}\n", name, more);
}

/// `slope`: ns per pF, so 1/slope is the drive strength.
std::string table(const std::string& name, double slope) {
    return fmt::format(
        "{} (t) {{ index_1 (\"0.01, 0.1\"); index_2 (\"0.0, 0.1\"); values (\"0.05, {:.3f}\", \"0.06, {:.3f}\"); }}",
        name, 0.05 + 0.1 * slope, 0.06 + 0.1 * slope);
}

std::string arc(const std::string& related, const std::string& type, double slope) {
    auto text = fmt::format("timing () {{ related_pin : \"{}\"; {}", related, type);
    for (const auto* name : {"cell_rise", "cell_fall", "rise_transition", "fall_transition"})
        text += table(name, slope);
    return text + "}";
}

std::string output(const std::string& name, const std::string& function, const std::vector<std::string>& related,
                   double slope, const std::string& type = "") {
    auto text = fmt::format("    pin ({}) {{ direction : output; max_capacitance : 0.5; {}\n", name, function);
    for (const auto& pin : related) text += "      " + arc(pin, type, slope) + "\n";
    text += fmt::format(
        "      internal_power () {{ related_pin : \"{}\"; rise_power (scalar) {{ values (\"0.01\"); }} fall_power "
        "(scalar) {{ values (\"0.01\"); }} }}\n",
        related.front());
    return text + "    }\n";
}

std::string gate(const std::string& name, double area, const std::vector<std::string>& inputs,
                 const std::string& function, double slope) {
    auto text = fmt::format("  cell ({}) {{ area : {}; cell_leakage_power : 0.5;\n", name, area);
    for (const auto& pin : inputs) text += input(pin);
    return text + output("Y", fmt::format("function : \"{}\";", function), inputs, slope) + "  }\n";
}

std::string constraint(const std::string& clock) {
    std::string text;
    for (const auto* type : {"setup_rising", "hold_rising"})
        text += fmt::format(
            "timing () {{ related_pin : \"{}\"; timing_type : {}; rise_constraint (scalar) {{ values (\"0.05\"); }} "
            "fall_constraint (scalar) {{ values (\"0.05\"); }} }} ",
            clock, type);
    return text;
}

std::string flip_flop(const std::string& name, double area, const std::string& reset, double slope) {
    auto text =
        fmt::format("  cell ({}) {{ area : {}; ff (IQ, IQN) {{ next_state : \"D\"; clocked_on : \"CK\"; {} }}\n", name,
                    area, reset);
    text += input("CK",
                  "clock : true; internal_power () { rise_power (scalar) { values (\"0.02\"); } "
                  "fall_power (scalar) { values (\"0.01\"); } }") +
            input("D", constraint("CK"));
    if (!reset.empty()) text += input("RN");
    return text + output("Q", "function : \"IQ\";", {"CK"}, slope, "timing_type : rising_edge; ") + "  }\n";
}

std::string latch() {
    return "  cell (LAT) { area : 4; latch (IQ, IQN) { data_in : \"D\"; enable : \"E\"; }\n" +
           input("E", "clock : true;") + input("D") + output("Q", "function : \"IQ\";", {"E", "D"}, 4.0) + "  }\n";
}

std::string clock_gate() {
    return "  cell (CG) { area : 5; clock_gating_integrated_cell : \"latch_posedge\";\n" +
           input("CK", "clock : true; clock_gate_clock_pin : true;") +
           input("EN", "clock_gate_enable_pin : true; " + constraint("CK")) +
           output("GCK", "clock_gate_out_pin : true; state_function : \"CK\";", {"CK"}, 4.0) + "  }\n";
}

}  // namespace

std::string small_library(const SmallLibrary& with) {
    std::string text =
        "library (small) {\n  delay_model : table_lookup;\n  time_unit : \"1ns\";\n  voltage_unit : \"1V\";\n  "
        "current_unit : \"1mA\";\n"
        "  pulling_resistance_unit : \"1kohm\";\n  leakage_power_unit : \"1nW\";\n  capacitive_load_unit (1, pf);\n"
        "  nom_process : 1;\n  nom_temperature : 25;\n  nom_voltage : 1.2;\n"
        "  slew_lower_threshold_pct_rise : 20;\n  slew_upper_threshold_pct_rise : 80;\n  slew_lower_threshold_pct_fall "
        ": 20;\n"
        "  slew_upper_threshold_pct_fall : 80;\n  input_threshold_pct_rise : 50;\n  input_threshold_pct_fall : 50;\n"
        "  output_threshold_pct_rise : 50;\n  output_threshold_pct_fall : 50;\n"
        "  lu_table_template (t) { variable_1 : input_net_transition; variable_2 : total_output_net_capacitance; "
        "index_1 (\"0.01, 0.1\"); "
        "index_2 (\"0.0, 0.1\"); }\n";
    text += gate("INV", 1, {"A"}, "!A", 8.0);
    if (with.buffer) {
        text += gate("BUF1", 2, {"A"}, "A", 8.0);
        text += gate("BUF4", 3.5, {"A"}, "(A)", 2.0);
        text += gate("CLKBUF4", 4, {"A"}, "A", 2.0);
    }
    text += gate("NAND2", 1.5, {"A", "B"}, "!(A B)", 8.0);
    text += gate("NOR2", 1.5, {"A", "B"}, "!(A+B)", 8.0);
    text += gate("AND2", 2, {"A", "B"}, "A*B", 8.0);
    text += gate("XOR2", 3, {"A", "B"}, "A^B", 8.0);
    text += flip_flop("DFF", 6, "", 8.0);
    if (with.clear) {
        text += flip_flop("DFFR", 7, "clear : \"!RN\";", 8.0);
        text += flip_flop("DFFR4", 8, "clear : \"!RN\";", 2.0);
        text += flip_flop("DFFS", 7, "preset : \"!RN\";", 8.0);
    }
    if (with.latch) text += latch();
    if (with.clock_gate) text += clock_gate();
    return text + "}\n";
}

}  // namespace kvolt
