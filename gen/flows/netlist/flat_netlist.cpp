// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/netlist/flat_netlist.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "gen/support/diagnostics.hpp"

namespace kvolt {
namespace {

class Flattener {
public:
    Flattener(const Netlist& netlist, const Technology& tech) : tech_(tech) {
        for (const auto& module : netlist.modules) modules_[module.name] = &module;
    }

    FlatNetlist run(const std::string& module) {
        const auto found = modules_.find(module);
        if (found == modules_.end()) throw ToolError(fmt::format("the netlist has no module {}", module));
        visit(*found->second, {}, std::vector<FlatNet>(found->second->net_names.size(), -1));
        for (auto& place : flat_.places)
            for (auto& net : place.nets) net = root(net);
        for (auto& cell : flat_.cells)
            for (auto& net : cell.nets) net = net < 0 ? net : root(net);
        flat_.nets = same_as_.size();
        return std::move(flat_);
    }

private:
    /// `nets`: what the parent knows of the module's nets, -1 for the rest.
    void visit(const NetlistModule& module, const std::string& path, std::vector<FlatNet> nets) {
        for (const Net constant : {net_zero, net_one}) {
            auto& net = nets[static_cast<std::size_t>(constant)];
            if (net > net_one) unite(net, constant);  // an output port that is a constant
            net = constant;
        }
        for (auto& net : nets)
            if (net < 0) net = new_net();
        const auto place = static_cast<int>(flat_.places.size());
        flat_.places.push_back({&module, path, nets});
        for (std::size_t c = 0; c < module.cells.size(); ++c) {
            const auto& cell = module.cells[c];
            if (const auto block = modules_.find(cell.type); block != modules_.end()) {
                visit(*block->second, path + cell.name + "/", inner_nets(*block->second, cell, nets));
                continue;
            }
            FlatCell flat{path + cell.name, tech_.cells.find(cell.type), {}, place, static_cast<int>(c)};
            if (flat.cell == nullptr) {
                flat_.macros.push_back(std::move(flat));
                continue;
            }
            for (const auto& pin : flat.cell->pins) {
                const auto* connected = cell.pin(pin.name);
                const bool open = connected == nullptr || connected->nets.empty();
                flat.nets.push_back(open ? -1 : nets[static_cast<std::size_t>(connected->nets.front())]);
            }
            flat_.cells.push_back(std::move(flat));
        }
    }

    /// Two nets of the parent that are ports of one net of the block are one.
    std::vector<FlatNet> inner_nets(const NetlistModule& block, const NetlistCell& instance,
                                    const std::vector<FlatNet>& outer) {
        std::vector<FlatNet> nets(block.net_names.size(), -1);
        for (const auto& port : block.ports) {
            const auto* pin = instance.pin(port.name);
            if (pin == nullptr) continue;
            for (std::size_t bit = 0; bit < std::min(port.nets.size(), pin->nets.size()); ++bit) {
                auto& net = nets[static_cast<std::size_t>(port.nets[bit])];
                const auto known = outer[static_cast<std::size_t>(pin->nets[bit])];
                if (net >= 0) unite(net, known);
                net = known;
            }
        }
        return nets;
    }

    FlatNet new_net() {
        same_as_.push_back(static_cast<FlatNet>(same_as_.size()));
        return same_as_.back();
    }

    FlatNet root(FlatNet net) {
        while (same_as_[static_cast<std::size_t>(net)] != net) {
            auto& up = same_as_[static_cast<std::size_t>(net)];
            up = same_as_[static_cast<std::size_t>(up)];
            net = up;
        }
        return net;
    }

    void unite(FlatNet a, FlatNet b) {
        a = root(a);
        b = root(b);
        same_as_[static_cast<std::size_t>(std::max(a, b))] = std::min(a, b);  // constants have the lowest numbers
    }

    const Technology& tech_;
    std::unordered_map<std::string, const NetlistModule*> modules_;
    std::vector<FlatNet> same_as_{net_zero, net_one};
    FlatNetlist flat_;
};

}  // namespace

FlatNetlist flatten(const Netlist& netlist, const std::string& module, const Technology& technology) {
    return Flattener(netlist, technology).run(module);
}

}  // namespace kvolt
