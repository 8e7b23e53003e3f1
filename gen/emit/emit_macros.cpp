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
