// SPDX-License-Identifier: Apache-2.0
// The self test in head and engine, where a configuration has it: tokens from registers, sums back to them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "gen/design/design.hpp"
#include "gen/emit/verilog_writer.hpp"

namespace kvolt {

/// Ports that a head has in addition; nothing where there is no self test.
void add_self_test_ports(const Design& design, std::vector<VerilogPort>& ports);

/// The pins of a head in the engine. `lane` writes the slice of a bus that holds so many bits of each head.
void add_self_test_pins(const Design& design, const std::function<std::string(const char*, int)>& lane,
                        std::vector<VerilogConnection>& pins);

/// The nets between kv_self_test and kv_token_switch.
void add_self_test_nets(VerilogWriter& w);

/// kv_self_test, if any.
void emit_self_test(VerilogWriter& w, const Design& design);

}  // namespace kvolt
