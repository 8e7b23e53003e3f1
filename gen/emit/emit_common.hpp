// SPDX-License-Identifier: Apache-2.0
// What several emitters say about the same design: names, parameters, ports, banner. Internal to gen/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gen/emit/emit.hpp"
#include "gen/emit/verilog_writer.hpp"
#include "gen/support/hash.hpp"

namespace kvolt {

/// License line and origin of an emitted file; `comment` is the language's line comment ("//", "#").
std::string banner(const Design& design, std::string_view comment);

/// Sizes and cycles of the engine, the values of this configuration as defaults: the parameters of the top and of a
/// head.
std::vector<VerilogParameter> engine_parameters(const Design& design);

/// `.NAME(NAME)` for each parameter.
std::vector<VerilogConnection> pass_on(const std::vector<VerilogParameter>& parameters);

/// Which outside world a port of the top belongs to.
enum class PortGroup { clock, reset, control, stream_in, stream_out, interrupt };

struct TopPort {
    PortGroup group = PortGroup::clock;
    PortDirection direction = PortDirection::in;
    int width = 1;
    std::string range;  ///< as printed; empty: one bit
    std::string name;
    std::string doc;
};

/// Every port of the top module, in order.
std::vector<TopPort> top_ports(const Design& design);

/// The AXI4-Lite ports of `top_ports()`: the register block has the same.
std::vector<VerilogPort> control_ports(const Design& design);

/// Ports of the register block: bus, fields of the engine, fields of all heads side by side. Its number of heads is
/// HEADS.
std::vector<VerilogPort> register_ports(const Design& design);

/// Name of the register block.
std::string regs_module(const Design& design);

}  // namespace kvolt
