// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/proofs/props_module.hpp"

#include "gen/emit/emit_common.hpp"

namespace kvolt {

void begin_properties(VerilogWriter& w, const Design& design, const std::string& module, const std::string& doc,
                      const std::vector<VerilogParameter>& parameters, const std::vector<VerilogPort>& ports,
                      const std::vector<VerilogParameter>& constants) {
    std::vector<VerilogPort> inputs;
    std::vector<VerilogNet> outputs;
    std::vector<VerilogConnection> pins;
    for (const auto& port : ports) {
        if (port.direction == PortDirection::in)
            inputs.push_back({port.direction, port.range, port.name, ""});
        else
            outputs.push_back({port.range, port.name});
        pins.push_back({port.name, port.name});
    }
    w.line(banner(design, "//"));
    w.doc(doc);
    w.begin_module(module + "_props", parameters, inputs);
    if (!constants.empty()) w.localparams(constants);
    w.wires(outputs);
    w.line();
    w.instance(module, pass_on(parameters), "u_dut", pins);
    w.line();
    w.line("reg begun_q = 1'b0;");
    w.line("always @(posedge clk_i) begun_q <= 1'b1;");
}

}  // namespace kvolt
