// SPDX-License-Identifier: Apache-2.0
#include "gen/emit/macro_shells.hpp"

#include <fmt/format.h>

#include <cstring>

#include "gen/emit/converter_parts.hpp"
#include "gen/emit/emit_common.hpp"

namespace kvolt {

/// The shortest text that reads back to the same double, recognizable as a real number.
std::string real_literal(double value) {
    auto text = fmt::format("{}", value);
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    return text;
}

std::string imperfections_literal(const Imperfections& imperfections) {
    const auto words = packed(imperfections);
    const auto used = imperfection_table.size() + 1;
    auto text = fmt::format("{{{}'d0", 64 * (words.size() - used));
    for (auto i = used; i-- > 0;) text += fmt::format(", 64'h{:x}", words[i]);
    return text + "}";
}

std::vector<VerilogPort> pin_ports(const MacroRecord& macro) {
    std::vector<VerilogPort> ports;
    for (const auto& pin : macro.pins) {
        ports.push_back({pin.direction == PinDirection::in ? PortDirection::in : PortDirection::out,
                         pin.width == 1 ? "" : fmt::format("{}:0", pin.width - 1), pin.name, pin.doc});
    }
    return ports;
}

namespace {

/// Doubles as one constant, the last one first.
std::string real_vector(const std::vector<CellPoint>& points, double CellPoint::*member) {
    std::string text;
    for (const auto& point : points) {
        std::uint64_t bits = 0;
        std::memcpy(&bits, &(point.*member), sizeof bits);
        text = fmt::format("64'h{:016x}{}{}", bits, text.empty() ? "" : ", ", text);
    }
    return "{" + text + "}";
}

/// The parameter CLOCK of every model.
std::string clock_literal(const TimePlan& plan) {
    std::string text = "256'h1";
    for (const double value : {plan.fraction2, plan.tau2_cycles, plan.tau_cycles}) {
        std::uint64_t bits = 0;
        std::memcpy(&bits, &value, sizeof bits);
        text += fmt::format("_{:016x}", bits);
    }
    return text;
}

std::string number(std::int64_t value) { return std::to_string(value); }

/// What the cells of a design are, and how they are driven and read: the same for all its shells.
std::vector<VerilogConnection> cell_parameters(const Design& d) {
    const auto& analog = d.config.analog;
    const bool linear = analog.cell == CellKind::linear;
    std::vector<VerilogConnection> list{{"ROWS", number(d.adc.on ? d.adc.array_rows : d.rows)},
                                        {"SLOTS", number(d.slots)},
                                        {"Q_MAX", number(d.q_max)},
                                        {"UNIT_CYCLES", number(d.schedule.unit_cycles)},
                                        {"KV_BITS", number(d.config.bits.kv)},
                                        {"OUT_BITS", number(d.config.bits.out)},
                                        {"WINDOW", number(d.age_window)},
                                        {"LINEAR", linear ? "1" : "0"},
                                        {"C0", real_literal(analog.coefficients_ua[0])},
                                        {"C1", real_literal(linear ? analog.slope_ua : analog.coefficients_ua[1])},
                                        {"C2", real_literal(analog.coefficients_ua[2])},
                                        {"C3", real_literal(analog.coefficients_ua[3])},
                                        {"V_MAX", real_literal(analog.v_max)},
                                        {"V_ZERO", real_literal(analog.v_zero)},
                                        {"OUTPUT_SATURATION", real_literal(analog.output_saturation_ua)},
                                        {"DECAY_PER_TOKEN", real_literal(analog.decay_per_token)},
                                        {"LEVEL_SETUP", number(d.schedule.level_setup_cycles)},
                                        {"LEVEL_HOLD", number(d.schedule.level_hold_cycles)},
                                        {"GUARD", number(d.schedule.guard_cycles)}};
    if (!analog.points.empty()) {
        list.push_back({"POINTS", number(static_cast<std::int64_t>(analog.points.size()))});
        list.push_back({"TABLE_V", real_vector(analog.points, &CellPoint::volt)});
        list.push_back({"TABLE_UA", real_vector(analog.points, &CellPoint::ua)});
    }
    if (d.time.on()) list.push_back({"CLOCK", clock_literal(d.time)});
    if (analog.any()) list.push_back({"IMPERFECTIONS", imperfections_literal(analog)});
    return list;
}

/// `columns_per_converter`: of the array's own converters.
std::vector<VerilogConnection> array_parameters(const Design& d, int columns_per_converter) {
    auto list = cell_parameters(d);
    list.insert(list.end(), {{"PHI_MAX", number(d.adc.phi_max)},
                             {"PHI_UNIT_CYCLES", number(d.adc.phi_unit_cycles)},
                             {"ADC_BITS", number(d.adc.scores.bits)},
                             {"LSB", real_literal(d.adc.lsb_ua)}});
    if (d.config.analog.any()) list.push_back({"COLUMNS_PER_CONVERTER", number(columns_per_converter)});
    return list;
}

void emit_k_array(VerilogWriter& w, const Design& d) {
    const auto& p = d.adc;
    const auto& parts = converter_parts(p.scores.kind);
    w.wires({{fmt::format("{}:0", p.scores.bits * d.slots - 1), "code", "", "offset binary, bit planes"}});
    w.line();
    w.instance("kv_k_array_model", array_parameters(d, p.scores.passes), "u_array",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"write_i", "write_i"},
                {"wl_i", "wl_i"},
                {"level_i", "level_i"},
                {"live_i", "live_i"},
                {"score_start_i", "score_start_i"},
                {"q_pulse_i", "q_pulse_i"},
                {"sample_i", parts.sample},
                {"code_o", "code"}});
    w.line();
    parts.model(w, p.scores, d.slots);
}

void emit_v_array(VerilogWriter& w, const Design& d) {
    const auto& p = d.adc;
    const int out_bits = d.config.bits.out;
    const auto& parts = converter_parts(p.outputs.kind);
    const bool codes = converter(p.outputs.kind).codes;
    w.wires({{fmt::format("{}:0", p.array_rows - 1), "sign"},
             {fmt::format("{}:0", (out_bits - 1) * p.array_rows - 1), "size", "", "bit planes"}});
    if (codes) w.wires({{fmt::format("{}:0", out_bits * p.array_rows - 1), "code", "", "offset binary, bit planes"}});
    w.line();
    auto parameters = array_parameters(d, p.outputs.passes);
    if (!codes) parameters.push_back({"SIGN_CYCLES", number(d.schedule.readout_cycles)});
    w.instance("kv_v_array_model", parameters, "u_array",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"write_i", "write_i"},
                {"wl_i", "wl_i"},
                {"level_i", "level_i"},
                {"weigh_start_i", "weigh_start_i"},
                {"phi_pulse_i", "phi_pulse_i"},
                {"sample_i", parts.sample},
                {"sign_o", "sign"},
                {"size_o", "size"}});
    w.line();
    if (codes) {
        w.instance("kv_offset_model", {{"ROWS", number(p.array_rows)}, {"OUT_BITS", number(out_bits)}}, "u_offset",
                   {{"sign_i", "sign"}, {"size_i", "size"}, {"code_o", "code"}});
        w.line();
    }
    parts.model(w, p.outputs, p.array_rows);
}

}  // namespace

std::string tile_shell(const Design& design) {
    const auto& macro = design.macros.front();
    VerilogWriter w;
    w.line(banner(design, "//"));
    w.doc(
        fmt::format("Tile macro for simulation: two arrays of {} x {} gain cells. The pins are those of the black box; "
                    "the physics of the model behind them is chosen by the file list (C++ behind DPI, or Verilog "
                    "alone), both with the numbers below.",
                    design.rows, design.slots));
    w.begin_module(macro.module, {}, pin_ports(macro));
    auto parameters = cell_parameters(design);
    parameters.push_back({"PHI_CYCLES", number(design.schedule.phi_cycles)});
    parameters.push_back({"INTEGRATORS", number(design.schedule.integrators)});
    parameters.push_back({"SCORE_SATURATION", real_literal(design.config.analog.score_saturation_ua)});
    w.instance("kv_tile_model", parameters, "u_model", [&] {
        std::vector<VerilogConnection> pins;
        for (const auto& pin : macro.pins) pins.push_back({pin.name, pin.name});
        return pins;
    }());
    w.end_module();
    return w.text();
}

std::string array_shell(const Design& design, const MacroRecord& macro) {
    const bool k = macro.module == design.macros.front().module;
    VerilogWriter w;
    w.line(banner(design, "//"));
    w.doc(
        fmt::format("{} array macro for simulation: {} x {} gain cells and their converters. The pins are those of the "
                    "black box; the physics of the models behind them is chosen by the file list (C++ behind DPI, or "
                    "Verilog alone), both with the numbers below.",
                    k ? "K" : "V", design.adc.array_rows, design.slots));
    w.begin_module(macro.module, {}, pin_ports(macro));
    if (k)
        emit_k_array(w, design);
    else
        emit_v_array(w, design);
    w.end_module();
    return w.text();
}

std::vector<std::string> macro_model_files(const Design& design, const std::vector<std::string>& views) {
    std::vector<std::string> files{"kv_array_pins_model.v", "kv_pin_watch.v"};
    for (const auto& view : views) {
        if (view == "portable") files.emplace_back("kv_cell_array_model.v");
        files.push_back(fmt::format("kv_cells_model_{}.v", view));
    }
    if (!design.adc.on) {
        files.insert(files.end(), {"kv_pulse_model.v", "kv_tile_model.v"});
        return files;
    }
    files.insert(files.end(), {"kv_k_array_model.v", "kv_v_array_model.v", "kv_select_model.v"});
    for (const auto kind : used_converters(design)) files.emplace_back(converter_parts(kind).model_file);
    if (converter(design.adc.outputs.kind).codes) files.emplace_back("kv_offset_model.v");
    return files;
}

}  // namespace kvolt
