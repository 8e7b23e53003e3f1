// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/netlist/netlist_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "gen/support/diagnostics.hpp"

namespace kvolt {
namespace {

/// Keys in the order of the text. yosys writes none twice, so none is looked for while parsing: nlohmann's own ordered
/// map does that, which takes a netlist of n cells n * n comparisons.
template <class Key, class T, class Less = std::less<Key>, class Allocator = std::allocator<std::pair<const Key, T>>>
struct AppendingMap : nlohmann::ordered_map<Key, T, Less, Allocator> {
    using Base = nlohmann::ordered_map<Key, T, Less, Allocator>;
    using Base::Base;

    T& operator[](const Key& key) {
        this->emplace_back(key, T());
        return this->back().second;
    }
};

using Json = nlohmann::basic_json<AppendingMap>;

/// yosys numbers bits from 2; the constants are strings. Undefined bits become 0, as they would on silicon tied to
/// anything.
Net net_of(const Json& bit) {
    if (bit.is_number_integer()) return bit.get<int>();
    return bit.get<std::string>() == "1" ? net_one : net_zero;
}

std::vector<Net> nets_of(const Json& bits) {
    std::vector<Net> nets;
    for (const auto& bit : bits) nets.push_back(net_of(bit));
    return nets;
}

/// "$paramod$1f2e\kv_sync" and "$paramod\kv_sync\WIDTH=..." become "kv_sync".
std::string plain_name(const std::string& name) {
    const auto slash = name.find('\\');
    if (name.rfind("$paramod", 0) != 0 || slash == std::string::npos) return name;
    const auto end = name.find('\\', slash + 1);
    return name.substr(slash + 1, end == std::string::npos ? end : end - slash - 1);
}

/// Names of nets from the RTL. The shortest name wins: a net that crosses blocks has several.
void name_nets(const Json& json, NetlistModule& module) {
    for (const auto& [name, net_json] : json.items()) {
        if (net_json.value("hide_name", 1) != 0) continue;
        const auto& bits = net_json.at("bits");
        const int offset = net_json.value("offset", 0);
        for (std::size_t i = 0; i < bits.size(); ++i) {
            const Net net = net_of(bits[i]);
            if (net <= net_one) continue;
            if (static_cast<std::size_t>(net) >= module.net_names.size())
                module.net_names.resize(static_cast<std::size_t>(net) + 1);
            auto& slot = module.net_names[static_cast<std::size_t>(net)];
            const auto full = bits.size() == 1 ? name : fmt::format("{}[{}]", name, offset + static_cast<int>(i));
            if (slot.empty() || full.size() < slot.size()) slot = full;
        }
    }
}

NetlistCell read_cell(const std::string& name, const Json& json) {
    NetlistCell cell;
    cell.name = name;
    cell.type = json.at("type").get<std::string>();
    const auto& directions = json.at("port_directions");
    for (const auto& [pin, bits] : json.at("connections").items())
        cell.pins.push_back({pin, directions.at(pin).get<std::string>() == "output", nets_of(bits)});
    return cell;
}

NetlistModule read_module(const std::string& name, const Json& json) {
    NetlistModule module;
    module.name = name;
    module.net_names.resize(2);
    for (const auto& [port, port_json] : json.at("ports").items())
        module.ports.push_back(
            {port, port_json.at("direction").get<std::string>() == "output", nets_of(port_json.at("bits"))});
    name_nets(json.at("netnames"), module);
    for (const auto& [cell, cell_json] : json.at("cells").items()) module.cells.push_back(read_cell(cell, cell_json));
    Net highest = net_one;
    for (const auto& cell : module.cells)
        for (const auto& pin : cell.pins)
            for (const Net net : pin.nets) highest = std::max(highest, net);
    for (const auto& port : module.ports)
        for (const Net net : port.nets) highest = std::max(highest, net);
    module.net_names.resize(std::max(module.net_names.size(), static_cast<std::size_t>(highest) + 1));
    return module;
}

/// Library cells are called after the net they drive; names that the RTL gave (blocks, macros) stay.
void name_cells(NetlistModule& module) {
    std::set<std::string> used;
    for (const auto& cell : module.cells)
        if (cell.name[0] != '$') used.insert(cell.name);
    int serial = 0;
    for (auto& cell : module.cells) {
        if (cell.name[0] != '$') continue;
        std::string name;
        for (const auto& pin : cell.pins)
            if (pin.output && name.empty() && !pin.nets.empty())
                name = module.net_names[static_cast<std::size_t>(pin.nets[0])];
        name = name.empty() ? fmt::format("u{}", serial++) : "u_" + name;
        while (!used.insert(name).second) name += "_";
        cell.name = name;
    }
}

/// Depth first from the top: submodules before the modules that use them.
void order(const std::string& name, std::map<std::string, NetlistModule>& pool, std::vector<NetlistModule>& out) {
    const auto found = pool.find(name);
    if (found == pool.end()) return;
    auto module = std::move(found->second);
    pool.erase(found);
    for (const auto& cell : module.cells) order(cell.type, pool, out);
    out.push_back(std::move(module));
}

std::map<std::string, std::string> new_names(const Json& modules) {
    std::map<std::string, std::string> names;
    std::set<std::string> used;
    for (const auto& [name, unused] : modules.items()) {
        const auto plain = plain_name(name);
        auto unique = plain;
        for (int i = 2; !used.insert(unique).second; ++i) unique = fmt::format("{}_{}", plain, i);
        names[name] = unique;
    }
    return names;
}

bool is_box(const Json& module) {
    const auto attributes = module.value("attributes", Json::object());
    return attributes.contains("blackbox") || attributes.contains("whitebox");
}

}  // namespace

Netlist read_netlist_json(const std::string& text, const std::string& top) {
    Netlist netlist;
    netlist.top = top;
    try {
        const auto modules = Json::parse(text).at("modules");
        const auto names = new_names(modules);
        std::map<std::string, NetlistModule> pool;
        for (const auto& [name, json] : modules.items()) {
            if (is_box(json)) continue;
            auto module = read_module(names.at(name), json);
            module.yosys_name = name;
            for (auto& cell : module.cells)
                if (const auto renamed = names.find(cell.type); renamed != names.end()) cell.type = renamed->second;
            name_cells(module);
            pool.emplace(module.name, std::move(module));
        }
        order(top, pool, netlist.modules);
    } catch (const nlohmann::json::exception& error) {
        throw ToolError(fmt::format("yosys wrote a netlist that cannot be read: {}", error.what()));
    }
    if (netlist.modules.empty()) throw ToolError(fmt::format("yosys wrote a netlist without module {}", top));
    return netlist;
}

}  // namespace kvolt
