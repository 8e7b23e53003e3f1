// SPDX-License-Identifier: Apache-2.0
// Netlist -> structural Verilog-2005.
#include "gen/flows/netlist/netlist_verilog.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

namespace kvolt {
namespace {

bool is_plain(const std::string& name) {
    if (name.empty() || std::isdigit(static_cast<unsigned char>(name[0])) != 0) return false;
    return std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
}

std::string escaped(const std::string& name) { return is_plain(name) ? name : "\\" + name + " "; }

std::string bit_of(const NetlistPort& port, std::size_t bit) {
    return port.nets.size() == 1 ? port.name : fmt::format("{}[{}]", port.name, bit);
}

/// How each net of a module is written; nets of ports are selects of the port.
class NetText {
public:
    explicit NetText(const NetlistModule& module) : text_(net_labels(module)) {
        std::vector<bool> is_port(text_.size(), false);
        for (const auto& port : module.ports)
            for (const Net net : port.nets) is_port[static_cast<std::size_t>(net)] = true;
        for (std::size_t net = 2; net < text_.size(); ++net) {
            if (is_port[net]) continue;
            text_[net] = escaped(text_[net]);
            wires_.push_back(static_cast<Net>(net));
        }
        text_[net_zero] = "1'b0";
        text_[net_one] = "1'b1";
    }

    [[nodiscard]] const std::string& operator[](Net net) const { return text_[static_cast<std::size_t>(net)]; }
    [[nodiscard]] const std::vector<Net>& wires() const { return wires_; }  ///< to be declared

private:
    std::vector<std::string> text_;
    std::vector<Net> wires_;
};

std::string connection(const NetlistPin& pin, const NetText& text) {
    if (pin.nets.size() == 1) return text[pin.nets[0]];
    std::string joined = "{";
    for (auto net = pin.nets.rbegin(); net != pin.nets.rend(); ++net) {
        if (joined.size() > 1) joined += ", ";
        joined += text[*net];
    }
    return joined + "}";
}

/// Nets in use; names of nets that mapping removed are not worth a declaration.
std::vector<bool> used_nets(const NetlistModule& module) {
    std::vector<bool> used(module.net_names.size(), false);
    for (const auto& cell : module.cells)
        for (const auto& pin : cell.pins)
            for (const Net net : pin.nets) used[static_cast<std::size_t>(net)] = true;
    return used;
}

void write_ports(std::string& out, const NetlistModule& module) {
    out += fmt::format("module {} (", escaped(module.name));
    for (std::size_t i = 0; i < module.ports.size(); ++i) {
        const auto& port = module.ports[i];
        const auto range = port.nets.size() == 1 ? std::string{} : fmt::format(" [{}:0]", port.nets.size() - 1);
        out += fmt::format("{}\n    {} wire{} {}", i == 0 ? "" : ",", port.output ? "output" : "input", range,
                           escaped(port.name));
    }
    out += "\n);\n";
}

void write_module(std::string& out, const NetlistModule& module) {
    const NetText text(module);
    const auto used = used_nets(module);
    write_ports(out, module);
    for (const Net net : text.wires())
        if (used[static_cast<std::size_t>(net)]) out += fmt::format("    wire {};\n", text[net]);
    for (const auto& port : module.ports)
        for (std::size_t bit = 0; port.output && bit < port.nets.size(); ++bit) {
            const auto name = bit_of(port, bit);
            if (name != text[port.nets[bit]]) out += fmt::format("    assign {} = {};\n", name, text[port.nets[bit]]);
        }
    for (const auto& cell : module.cells) {
        out += fmt::format("    {} {} (", escaped(cell.type), escaped(cell.name));
        const char* separator = "";
        for (const auto& pin : cell.pins) {
            if (pin.nets.empty()) continue;
            out += fmt::format("{}.{}({})", separator, escaped(pin.name), connection(pin, text));
            separator = ", ";
        }
        out += ");\n";
    }
    out += "endmodule\n";
}

}  // namespace

std::vector<std::string> net_labels(const NetlistModule& module) {
    std::vector<std::string> labels(module.net_names.size());
    std::set<std::string> used;
    for (const auto& port : module.ports) used.insert(port.name);
    for (const auto& cell : module.cells) used.insert(cell.name);
    for (const bool output : {false, true})  // an input that is an output too is called as the input
        for (const auto& port : module.ports)
            for (std::size_t bit = 0; port.output == output && bit < port.nets.size(); ++bit)
                if (auto& label = labels[static_cast<std::size_t>(port.nets[bit])]; label.empty())
                    label = bit_of(port, bit);
    for (std::size_t net = 2; net < labels.size(); ++net) {
        if (!labels[net].empty()) continue;
        auto name = module.net_names[net].empty() ? fmt::format("n{}", net) : module.net_names[net];
        while (!used.insert(name).second) name += "_";
        labels[net] = name;
    }
    return labels;
}

std::string write_netlist_verilog(const Netlist& netlist, const std::string& banner) {
    std::string out = "// " + banner + "\n";
    for (const auto& module : netlist.modules) {
        out += "\n";
        write_module(out, module);
    }
    return out;
}

}  // namespace kvolt
