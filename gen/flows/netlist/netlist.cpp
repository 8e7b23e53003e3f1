// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/netlist/netlist.hpp"

namespace kvolt {

NetlistPin* NetlistCell::pin(const std::string& pin_name) {
    for (auto& p : pins)
        if (p.name == pin_name) return &p;
    return nullptr;
}

const NetlistPin* NetlistCell::pin(const std::string& pin_name) const {
    for (const auto& p : pins)
        if (p.name == pin_name) return &p;
    return nullptr;
}

Net NetlistModule::add_net(const std::string& net_name) {
    net_names.push_back(net_name);
    return static_cast<Net>(net_names.size() - 1);
}

const NetlistModule* Netlist::find(const std::string& module) const {
    for (const auto& m : modules)
        if (m.name == module) return &m;
    return nullptr;
}

NetlistModule* Netlist::find(const std::string& module) {
    for (auto& m : modules)
        if (m.name == module) return &m;
    return nullptr;
}

std::map<std::string, long> Netlist::instance_counts() const {
    std::map<std::string, long> counts{{top, 1}};
    for (auto module = modules.rbegin(); module != modules.rend(); ++module)
        for (const auto& cell : module->cells) counts[cell.type] += counts[module->name];
    return counts;
}

}  // namespace kvolt
