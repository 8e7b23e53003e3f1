// SPDX-License-Identifier: Apache-2.0
// A mapped netlist: modules of library cells, blocks and macros, bit by bit.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace kvolt {

/// A net of a module. 0 and 1 are the constants.
using Net = int;
inline constexpr Net net_zero = 0;
inline constexpr Net net_one = 1;

struct NetlistPin {
    std::string name;
    bool output = false;
    std::vector<Net> nets;  ///< lowest bit first; one for a library cell
};

struct NetlistCell {
    std::string name;
    std::string type;  ///< a library cell, a module of this netlist, or a macro
    std::vector<NetlistPin> pins;
    bool clock_buffer = false;  ///< inserted on a clock net

    [[nodiscard]] NetlistPin* pin(const std::string& pin_name);
    [[nodiscard]] const NetlistPin* pin(const std::string& pin_name) const;
};

struct NetlistPort {
    std::string name;
    bool output = false;
    std::vector<Net> nets;
};

struct NetlistModule {
    std::string name;
    std::string yosys_name;  ///< with the parameters in it
    std::vector<NetlistPort> ports;
    std::vector<NetlistCell> cells;
    std::vector<std::string> net_names;  ///< by net; "" = none in the RTL

    /// A new net.
    Net add_net(const std::string& net_name);
};

struct Netlist {
    std::string top;
    std::vector<NetlistModule> modules;  ///< submodules first, the top last

    [[nodiscard]] const NetlistModule* find(const std::string& module) const;
    [[nodiscard]] NetlistModule* find(const std::string& module);
    /// How often each module occurs under the top.
    [[nodiscard]] std::map<std::string, long> instance_counts() const;
};

}  // namespace kvolt
