// SPDX-License-Identifier: Apache-2.0
// macros/: the tile macro as a shell around its behavioral model, as a black box, and as Liberty; all from one record.
#include <fmt/format.h>

#include "gen/emit/emit_common.hpp"
#include "gen/emit/emit_liberty.hpp"
#include "gen/emit/emitters.hpp"
#include "gen/emit/link.hpp"
#include "gen/emit/macro_shells.hpp"
#include "gen/support/library.hpp"

namespace kvolt {
namespace {

std::vector<VerilogConnection> model_parameters(const Design& d) {
    const auto& analog = d.config.analog;
    const auto number = [](std::int64_t value) { return std::to_string(value); };
    std::vector<VerilogConnection> list{
        {"ROWS", number(d.rows)},
        {"SLOTS", number(d.slots)},
        {"Q_MAX", number(d.q_max)},
        {"UNIT_CYCLES", number(d.schedule.unit_cycles)},
        {"KV_BITS", number(d.config.bits.kv)},
        {"OUT_BITS", number(d.config.bits.out)},
        {"INTEGRATORS", number(d.schedule.integrators)},
        {"WINDOW", number(d.age_window)},
        {"LINEAR", analog.cell == CellKind::linear ? "1" : "0"},
        {"C0", real_literal(analog.coefficients_ua[0])},
        {"C1", real_literal(analog.cell == CellKind::linear ? analog.slope_ua : analog.coefficients_ua[1])},
        {"C2", real_literal(analog.coefficients_ua[2])},
        {"C3", real_literal(analog.coefficients_ua[3])},
        {"V_MAX", real_literal(analog.v_max)},
        {"V_ZERO", real_literal(analog.v_zero)},
        {"SCORE_SATURATION", real_literal(analog.score_saturation_ua)},
        {"OUTPUT_SATURATION", real_literal(analog.output_saturation_ua)},
        {"DECAY_PER_TOKEN", real_literal(analog.decay_per_token)},
    };
    for (auto& parameter : extra_cell_parameters(d)) list.push_back(std::move(parameter));
    return list;
}

std::string tile_shell(const Design& design) {
    VerilogWriter w;
    w.line(banner(design, "//"));
    w.doc(
        fmt::format("Tile macro for simulation: two arrays of {} x {} gain cells. The pins are those of the black box; "
                    "the model behind them is chosen "
                    "by the file list (C++ physics behind DPI, or Verilog alone), both with the numbers below.",
                    design.rows, design.slots));
    w.begin_module(design.macros.front().module, {}, pin_ports(design.macros.front()));
    w.instance("kv_tile_model", model_parameters(design), "u_model", [&] {
        std::vector<VerilogConnection> pins;
        for (const auto& pin : design.macros.front().pins) pins.push_back({pin.name, pin.name});
        return pins;
    }());
    w.end_module();
    return w.text();
}

std::string black_box(const Design& design, const MacroRecord& macro) {
    VerilogWriter w;
    w.line(banner(design, "//"));
    w.doc("Macro for synthesis and timing: pins only. Area and timing are in the Liberty view.");
    w.line();
    w.comment(
        "The file carries the view in its name; and a black box, by its nature, neither reads its inputs nor drives "
        "its outputs.");
    w.line("/* verilator lint_off DECLFILENAME */");
    w.line("/* verilator lint_off UNUSEDSIGNAL */");
    w.line("/* verilator lint_off UNDRIVEN */");
    w.line("(* blackbox *)");
    w.begin_module(macro.module, {}, pin_ports(macro));
    w.end_module();
    w.line("/* verilator lint_on UNDRIVEN */");
    w.line("/* verilator lint_on UNUSEDSIGNAL */");
    w.line("/* verilator lint_on DECLFILENAME */");
    return w.text();
}

}  // namespace

void emit_macros(const Design& design, std::vector<File>& files) {
    for (const auto& name : macro_model_files(design, {"dpi", "portable"})) {
        const auto* model = find_by_name(embedded_macros(), name);
        files.push_back({fmt::format("macros/{}", name), model->text});
    }
    for (const auto& macro : design.macros) {
        const auto shell = design.adc.on ? array_shell(design, macro) : tile_shell(design);
        files.push_back({fmt::format("macros/{}.v", macro.module), shell});
        files.push_back({fmt::format("macros/{}_bb.v", macro.module), black_box(design, macro)});
        files.push_back(liberty_of(design, macro));
    }
}

}  // namespace kvolt
