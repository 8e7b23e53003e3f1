// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/power.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "gen/flows/clock_network.hpp"
#include "gen/flows/process.hpp"

namespace kvolt {
namespace {

enum class CellClass { flip_flop, clock, logic };

/// Measured activities: plain names in a map, patterns one by one.
class Measurements {
public:
    explicit Measurements(const std::vector<Activity>& activities) {
        for (const auto& activity : activities) {
            if (activity.net.find_first_of("*?") == std::string::npos)
                exact_[activity.net] = &activity;
            else
                patterns_.push_back(&activity);
        }
    }

    [[nodiscard]] const Activity* find(const std::string& net) const {
        if (const auto found = exact_.find(net); found != exact_.end()) return found->second;
        for (const auto* activity : patterns_)
            if (matches_pattern(activity->net, net)) return activity;
        return nullptr;
    }

private:
    std::map<std::string, const Activity*> exact_;
    std::vector<const Activity*> patterns_;
};

/// Walks the instance tree once: writes the activity commands, and remembers what every cell is.
class PowerScript {
public:
    PowerScript(const PowerInput& input, const Netlist& netlist, const Technology& tech)
        : input_(input), netlist_(netlist), tech_(tech), measurements_(input.measured) {
        for (const auto& module : netlist.modules) networks_.emplace(module.name, clock_network(module, tech));
        if (const auto* module = netlist.find(input.module); module != nullptr) visit(*module, "", {});
    }

    [[nodiscard]] std::string text() const {
        std::string s = "read_liberty cells.lib\n";
        for (const auto& file : input_.liberty) s += fmt::format("read_liberty \"{}\"\n", file);
        s += "set_cmd_units -time ns -capacitance pF\nread_verilog netlist.v\n";
        s += fmt::format("link_design {}\n", input_.module);
        s += fmt::format("create_clock -name clk -period {} [get_ports {}]\n", input_.clock_ns, input_.clock_port);
        s += fmt::format("set_load {} [all_outputs]\n", tech_.output_load_pf);
        s += fmt::format("set_power_activity -input -activity {} -duty 0.5\n", input_.assumed_toggles);
        s += "proc activity {pin toggles duty} { foreach p [get_pins $pin] { sta::set_power_pin_activity $p $toggles "
             "$duty } }\n";
        return s + commands_ +
               "puts \"KVOLT power\"\nreport_power -digits 8 -instances [get_cells -hierarchical *]\nputs \"KVOLT "
               "end\"\n";
    }

    [[nodiscard]] const std::map<std::string, CellClass>& classes() const { return classes_; }
    PowerResult result;  ///< counters only

private:
    using PortActivity = std::map<std::string, std::vector<const Activity*>>;  // what the parent knows of each port bit

    /// A name in a list of Tcl, with the characters escaped that get_pins would take as a pattern.
    static std::string tcl(const std::string& name) {
        std::string text = "{";
        for (const char c : name) {
            if (c == '[' || c == ']' || c == '*' || c == '?') text += '\\';
            text += c;
        }
        return text + "}";
    }

    /// Activities of the nets of a module in one place of the tree: measured by name there, known by the parent, or
    /// passed on by buffers.
    std::vector<const Activity*> net_activities(const NetlistModule& module, const std::string& path,
                                                const PortActivity& ports) const {
        std::vector<const Activity*> nets(module.net_names.size(), nullptr);
        for (const auto& port : module.ports) {
            const auto known = ports.find(port.name);
            for (std::size_t bit = 0; known != ports.end() && bit < port.nets.size(); ++bit)
                nets[static_cast<std::size_t>(port.nets[bit])] = known->second[bit];
        }
        for (std::size_t net = 2; net < nets.size(); ++net)
            if (const auto& name = module.net_names[net]; !name.empty())
                if (const auto* found = measurements_.find(path + name); found != nullptr) nets[net] = found;
        for (const auto& cell : module.cells) {  // buffers follow the cells they serve, so one pass reaches the leaves
            const auto* found = tech_.cells.find(cell.type);
            if (found == nullptr || found->kind != StdCellKind::buffer) continue;
            const auto from = static_cast<std::size_t>(cell.pin(found->inputs().front())->nets.front());
            auto& to = nets[static_cast<std::size_t>(cell.pin(found->output()->name)->nets.front())];
            if (to == nullptr) to = nets[from];
        }
        return nets;
    }

    void visit(const NetlistModule& module, const std::string& path, const PortActivity& ports) {
        const auto nets = net_activities(module, path, ports);
        const auto& network = networks_.at(module.name);
        const std::set<int> clock_cells(network.clock_cells.begin(), network.clock_cells.end());
        for (const auto& gate : network.gates) gate_clock(module, path, gate, nets);
        for (std::size_t c = 0; c < module.cells.size(); ++c) {
            const auto& cell = module.cells[c];
            const auto* found = tech_.cells.find(cell.type);
            if (const auto* block = netlist_.find(cell.type); block != nullptr) {
                PortActivity inner;
                for (const auto& pin : cell.pins)
                    for (const Net net : pin.nets) inner[pin.name].push_back(nets[static_cast<std::size_t>(net)]);
                visit(*block, path + cell.name + "/", inner);
            } else if (found != nullptr) {
                const bool clock = clock_cells.count(static_cast<int>(c)) > 0;
                classes_[path + cell.name] = clock                                   ? CellClass::clock
                                             : found->kind == StdCellKind::flip_flop ? CellClass::flip_flop
                                                                                     : CellClass::logic;
                if (!clock) cell_activity(cell, *found, path, nets);
            }
        }
    }

    void cell_activity(const NetlistCell& cell, const StdCell& library_cell, const std::string& path,
                       const std::vector<const Activity*>& nets) {
        for (const auto& pin : cell.pins) {
            const auto* library_pin = library_cell.pin(pin.name);
            if (library_pin == nullptr || library_pin->clock || pin.nets.empty()) continue;
            const auto* activity = nets[static_cast<std::size_t>(pin.nets.front())];
            if (pin.output) ++result.nets;
            if (activity == nullptr) continue;
            if (pin.output) ++result.measured_nets;
            commands_ += fmt::format("activity {} {:.6g} {:.4g}\n", tcl(path + cell.name + "/" + pin.name),
                                     activity->toggles_per_cycle, activity->duty);
        }
    }

    /// A clock gate is open in a share of the cycles. OpenSTA takes every clock pin for as busy as its clock, so the
    /// share becomes the period of a clock that begins behind the gate.
    void gate_clock(const NetlistModule& module, const std::string& path, const ClockGate& gate,
                    const std::vector<const Activity*>& nets) {
        double duty = input_.assumed_gate_duty;
        ++result.gates;
        if (const auto* gated = nets[static_cast<std::size_t>(gate.gated)]; gated != nullptr) {
            duty = gated->toggles_per_cycle / 2;
            ++result.measured_gates;
        } else if (const auto* enable = nets[static_cast<std::size_t>(gate.enable)]; enable != nullptr) {
            duty = enable->duty;
            ++result.measured_gates;
        }
        duty = std::clamp(duty, 1e-6, 1.0);
        const auto& cell = module.cells[static_cast<std::size_t>(gate.cell)];
        commands_ += fmt::format("create_clock -name g{} -period {:.6g} [get_pins {}]\n", serial_++,
                                 input_.clock_ns / duty, tcl(path + cell.name + "/" + gate.output_pin));
    }

    const PowerInput& input_;
    const Netlist& netlist_;
    const Technology& tech_;
    Measurements measurements_;
    std::map<std::string, ClockNetwork> networks_;
    std::map<std::string, CellClass> classes_;
    std::string commands_;
    int serial_ = 0;
};

void add(PowerShare& share, double internal, double switching, double leakage) {
    share.internal_mw += internal;
    share.switching_mw += switching;
    share.leakage_mw += leakage;
}

/// Lines of report_power -instances: internal, switching, leakage, total in watt, instance.
void parse_power(const std::string& log, const std::map<std::string, CellClass>& classes, PowerResult& result) {
    static constexpr const char* class_names[] = {"flip-flops", "clock network", "logic"};
    std::map<std::string, PowerShare> blocks;
    for (const auto* name : class_names) result.classes.push_back({name, 0, 0, 0});
    std::istringstream lines(log);
    bool inside = false;
    for (std::string line; std::getline(lines, line);) {
        if (line.rfind("KVOLT ", 0) == 0) inside = line == "KVOLT power";
        std::istringstream words(line);
        double internal = 0, switching = 0, leakage = 0, total = 0;
        std::string instance;
        if (!inside || !(words >> internal >> switching >> leakage >> total >> instance)) continue;
        const auto found = classes.find(instance);
        if (found == classes.end()) continue;  // a block (its cells are listed too) or a macro
        const auto slash = instance.find('/');
        const auto block = slash == std::string::npos ? std::string("(glue)") : instance.substr(0, slash);
        for (auto* share : {&blocks[block], &result.classes[static_cast<std::size_t>(found->second)], &result.total})
            add(*share, internal * 1e3, switching * 1e3, leakage * 1e3);
    }
    for (auto& [name, share] : blocks) {
        share.name = name;
        result.blocks.push_back(share);
    }
    std::stable_sort(result.blocks.begin(), result.blocks.end(),
                     [](const PowerShare& a, const PowerShare& b) { return a.total_mw() > b.total_mw(); });
    result.total.name = "total";
    if (result.total.total_mw() <= 0) throw ToolError("OpenSTA reported no power");
}

}  // namespace

PowerResult analyze_power(const PowerInput& input, const Netlist& netlist, const Technology& technology,
                          const std::string& directory, const Progress& progress) {
    progress(fmt::format("sta: power of {}", input.module));
    PowerScript script(input, netlist, technology);
    std::ofstream file(directory + "/power.tcl", std::ios::binary);
    file << script.text();
    file.close();
    if (!file) throw ToolError(fmt::format("cannot write {}/power.tcl", directory));
    const auto run = run_tool("OpenSTA (power)", {"sta", "-no_init", "-no_splash", "-exit", "power.tcl"}, directory);
    std::ofstream(directory + "/power.log", std::ios::binary) << run.output;
    if (const auto error = run.output.find("Error:"); error != std::string::npos)
        throw ToolError(
            fmt::format("OpenSTA (power): {}", run.output.substr(error, run.output.find('\n', error) - error)));
    auto result = script.result;
    parse_power(run.output, script.classes(), result);
    result.seconds = run.seconds;
    return result;
}

}  // namespace kvolt
