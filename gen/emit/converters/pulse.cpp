// SPDX-License-Identifier: Apache-2.0
#include "gen/emit/converter_parts.hpp"
#include "gen/emit/head_parts.hpp"

namespace kvolt {
namespace {

std::vector<VerilogNet> nets(const ConverterUse&) {
    return {{"TILES*ROWS-1:0", "a_sign", "", "lane k of tile t in bit t*ROWS + k"}, {"TILES*ROWS-1:0", "a_pulse"}};
}

std::vector<VerilogConnection> connections(const ConverterUse&) {
    return {{"read_start_i", "read_start"},
            {"a_sign_o", "sign[g*ARRAY_ROWS +: ARRAY_ROWS]"},
            {"a_pulse_o", "pulse[g*ARRAY_ROWS +: ARRAY_ROWS]"}};
}

/// Signs and pulses of a tile's groups side by side; rows beyond the head's are not read.
void tile(VerilogWriter& w, const Design& d) {
    w.wires({{"GROUPS*ARRAY_ROWS-1:0", "sign"}, {"GROUPS*ARRAY_ROWS-1:0", "pulse"}});
    if (d.adc.groups * d.adc.array_rows > d.rows)
        w.wires({{"", "unused_rows", "&{1'b0, sign[GROUPS*ARRAY_ROWS-1:ROWS], pulse[GROUPS*ARRAY_ROWS-1:ROWS]}"}});
    w.assigns({{"a_sign[t*ROWS +: ROWS]", "sign[ROWS-1:0]"}, {"a_pulse[t*ROWS +: ROWS]", "pulse[ROWS-1:0]"}});
    w.line();
}

void readout(VerilogWriter& w, const Design&) {
    emit_head_readout(w, "0");
    w.line();
    w.comment("Pulses take a fixed time.");
    w.assigns({{"read_busy", "1'b0"}});
}

std::string fault(const ConverterUse&) { return "pulse_fault"; }

void model(VerilogWriter& w, const Conversion& c, int columns) {
    w.instance("kv_pulse_model", {{"ROWS", std::to_string(columns)}, {"OUT_BITS", std::to_string(c.bits)}}, "u_pulse",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"read_start_i", "read_start_i"},
                {"sign_i", "sign"},
                {"size_i", "size"},
                {"a_sign_o", "a_sign_o"},
                {"a_pulse_o", "a_pulse_o"}});
}

}  // namespace

const ConverterParts pulse_parts{no_parameters, nets,  connections,    tile,  nullptr,           nullptr,
                                 readout,       fault, "read_start_i", model, "kv_pulse_model.v"};

}  // namespace kvolt
