// SPDX-License-Identifier: Apache-2.0
// One emitter per product; emit_all() runs this list. A new product is one new file and one line here.
#pragma once

#include <vector>

#include "gen/emit/emit.hpp"

namespace kvolt {

using Emitter = void (*)(const Design&, std::vector<File>&);

void emit_rtl_library(const Design&, std::vector<File>&);  ///< the rtl/ modules the design instantiates
void emit_features(const Design&, std::vector<File>&);     ///< modules that only features have
void emit_head(const Design&, std::vector<File>&);         ///< composition of one head
void emit_adc_head(const Design&,
                   std::vector<File>&);  ///< the same where the scores are converted; called by emit_head
void emit_registers(const Design&, std::vector<File>&);    ///< AXI4-Lite register block, Verilog
void emit_top(const Design&, std::vector<File>&);          ///< heads, registers, reset
void emit_macros(const Design&, std::vector<File>&);       ///< tile shells (DPI, portable), black box, Liberty
void emit_constraints(const Design&, std::vector<File>&);  ///< SDC
void emit_software(const Design&, std::vector<File>&);     ///< register header in C, Markdown documentation
void emit_bench(const Design&, std::vector<File>&);        ///< C++ glue between the Verilated top and kvolt/dut.hpp
void emit_dpi(const Design&, std::vector<File>&);          ///< dpi/, *.dpi.f: the C++ behind the macros
void emit_file_lists(const Design&, std::vector<File>&);   ///< *.sim.f, *.portable.f, *.synth.f
void emit_testbench(const Design&, std::vector<File>&);    ///< a bench in plain Verilog and its list; after the lists
void emit_license(const Design&, std::vector<File>&);      ///< LICENSE: what is copied out of rtl/ is licensed
void emit_manifest(const Design&,
                   std::vector<File>&);  ///< manifest.json, config.toml; runs last: it lists the other files

}  // namespace kvolt
