// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/estimate/power.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <future>
#include <map>
#include <set>

#include "gen/flows/cells/technology_description.hpp"
#include "gen/flows/estimate/power_shares.hpp"
#include "gen/flows/netlist/clock_network.hpp"
#include "gen/flows/netlist/netlist_verilog.hpp"
#include "gen/support/diagnostics.hpp"
#include "gen/support/process.hpp"

namespace kvolt {
namespace {

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

/// Walks the instance tree once: writes the activity commands, and remembers what every cell is. OpenSTA takes every
/// clock pin for as busy as its clock, whatever activity is set on it. So it is asked twice: with the activity of every
/// other pin, and with none. The second answer is what the clock costs if no gate ever closes, and each cell gets its
/// share of that by how long its gate is open.
class PowerScript {
public:
    PowerScript(const PowerInput& input, const Netlist& netlist, const Technology& tech)
        : input_(input), netlist_(netlist), tech_(tech), measurements_(input.measured) {
        for (const auto& module : netlist.modules) {
            networks_.emplace(module.name, clock_network(module, tech));
            labels_.emplace(module.name, net_labels(module));
        }
        const auto* module = netlist.find(input.module);
        if (module == nullptr) throw ToolError(fmt::format("the netlist has no module {}", input.module));
        visit(*module, "u/", {});
        surround(*module);
    }

    [[nodiscard]] std::string text(bool with_data) const {
        std::string s = "read_liberty cells.lib\n";
        for (const auto& file : input_.liberty) s += fmt::format("read_liberty \"{}\"\n", file);
        s += "set_cmd_units -time ns -capacitance pF\nread_verilog netlist.v\nread_verilog power.v\nlink_design "
             "kvolt_power\n";
        s += fmt::format("create_clock -name clk -period {} [get_ports clk]\n", input_.clock_ns);
        s += fmt::format("set with_data {}\n", with_data ? 1 : 0);
        s += "proc activity {pin toggles duty} {\n    global with_data\n"
             "    foreach p [get_pins $pin] { sta::set_power_pin_activity $p [expr {$with_data * $toggles}] $duty "
             "}\n}\n";
        return s + commands_ +
               "puts \"KVOLT power\"\nreport_power -digits 8 -instances [get_cells -hierarchical *]\nputs \"KVOLT "
               "end\"\n";
    }

    /// The module between flip-flops: activity that begins at a port would be propagated over everything that is set
    /// inside.
    [[nodiscard]] const std::string& surroundings() const { return surroundings_; }

    [[nodiscard]] const std::map<std::string, CellFacts>& cells() const { return cells_; }
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
        const auto& labels = labels_.at(module.name);
        for (std::size_t net = 2; net < nets.size(); ++net)
            if (const auto* found = measurements_.find(path.substr(2) + labels[net]); found != nullptr)
                nets[net] = found;
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
        std::vector<double> duties;
        for (const auto& gate : network.gates) duties.push_back(gate_duty(gate, nets));
        for (std::size_t c = 0; c < module.cells.size(); ++c) {
            const auto& cell = module.cells[c];
            const auto* found = tech_.cells.find(cell.type);
            if (const auto* block = netlist_.find(cell.type); block != nullptr) {
                PortActivity inner;
                for (const auto& pin : cell.pins)
                    for (const Net net : pin.nets) inner[pin.name].push_back(nets[static_cast<std::size_t>(net)]);
                visit(*block, path + cell.name + "/", inner);
            } else if (found != nullptr) {
                auto& facts = cells_[path + cell.name];
                const int gate = network.gate_of[c];
                if (gate >= 0) facts.clock_duty = duties[static_cast<std::size_t>(gate)];
                if (gate >= 0)
                    facts.clock_phases =
                        phases_on(nets[static_cast<std::size_t>(network.gates[static_cast<std::size_t>(gate)].gated)]);
                facts.data_phases = phases_around(cell, *found, nets);
                if (clock_cells.count(static_cast<int>(c)) > 0)
                    facts.kind = CellClass::clock;
                else if (found->kind == StdCellKind::flip_flop)
                    facts.kind = CellClass::flip_flop;
                if (facts.kind != CellClass::clock) cell_activity(cell, *found, path, nets);
            } else {
                macro_activity(cell, path, nets);
            }
        }
        for (std::size_t g = 0; g < network.gates.size(); ++g) {
            auto& facts = cells_[path + module.cells[static_cast<std::size_t>(network.gates[g].cell)].name];
            facts.gate = true;
            facts.clock_duty = duties[g];
            facts.clock_phases = phases_on(nets[static_cast<std::size_t>(network.gates[g].gated)]);
        }
    }

    [[nodiscard]] std::vector<double> phases_on(const Activity* activity) const {
        return input_.phases > 0 && activity != nullptr ? activity->by_phase : std::vector<double>{};
    }

    /// Toggles of all data pins, by phase: where a cell's power goes.
    [[nodiscard]] std::vector<double> phases_around(const NetlistCell& cell, const StdCell& library_cell,
                                                    const std::vector<const Activity*>& nets) const {
        std::vector<double> sum(input_.phases, 0.0);
        for (const auto& pin : cell.pins) {
            const auto* library_pin = library_cell.pin(pin.name);
            if (library_pin == nullptr || library_pin->clock || pin.nets.empty()) continue;
            const auto phases = phases_on(nets[static_cast<std::size_t>(pin.nets.front())]);
            for (std::size_t i = 0; i < std::min(sum.size(), phases.size()); ++i) sum[i] += phases[i];
        }
        return sum;
    }

    void set_pin(const std::string& pin, const Activity* activity) {
        commands_ += fmt::format("activity {} {:.6g} {:.4g}\n", tcl(pin),
                                 activity != nullptr ? activity->toggles_per_cycle : input_.assumed_toggles,
                                 activity != nullptr ? activity->duty : 0.5);
    }

    /// A flip-flop in front of every input bit, behind every output bit.
    void surround(const NetlistModule& module) {
        const auto& cell = *tech_.flip_flop;
        const auto nets = net_activities(module, "u/", {});
        std::string wires, cells, connections;
        for (const auto& port : module.ports) {
            const bool clock = port.name == input_.clock_port;
            if (!clock) wires += fmt::format("    wire [{}:0] {};\n", port.nets.size() - 1, port.name);
            connections +=
                fmt::format("{}.{}({})", connections.empty() ? "" : ", ", port.name, clock ? "clk" : port.name);
            for (std::size_t bit = 0; !clock && bit < port.nets.size(); ++bit) {
                const auto instance = fmt::format("x_{}_{}", port.name, bit);
                const auto pin = fmt::format("{}[{}]", port.name, bit);
                cells += fmt::format("    {} {} (.{}(clk), .{}({}){});\n", cell.name, instance, cell.clock, cell.data,
                                     port.output ? pin : "1'b0",
                                     port.output ? "" : fmt::format(", .{}({})", cell.state_output, pin));
                const auto* activity = nets[static_cast<std::size_t>(port.nets[bit])];
                set_pin(instance + "/" + cell.data, activity);
                if (!port.output) set_pin(instance + "/" + cell.state_output, activity);
            }
        }
        surroundings_ = fmt::format("module kvolt_power (input wire clk);\n{}    {} u ({});\n{}endmodule\n", wires,
                                    module.name, connections, cells);
    }

    void cell_activity(const NetlistCell& cell, const StdCell& library_cell, const std::string& path,
                       const std::vector<const Activity*>& nets) {
        for (const auto& pin : cell.pins) {
            const auto* library_pin = library_cell.pin(pin.name);
            if (library_pin == nullptr || library_pin->clock || pin.nets.empty() || pin.nets.front() <= net_one)
                continue;
            const auto* activity = nets[static_cast<std::size_t>(pin.nets.front())];
            const double toggles = activity != nullptr ? activity->toggles_per_cycle : input_.assumed_toggles;
            if (pin.output) {
                ++result.nets;
                result.measured_nets += activity != nullptr ? 1 : 0;
                result.mean_toggles += toggles;
            }
            set_pin(path + cell.name + "/" + pin.name, activity);
        }
    }

    void macro_activity(const NetlistCell& cell, const std::string& path, const std::vector<const Activity*>& nets) {
        for (const auto& pin : cell.pins)
            for (std::size_t bit = 0; bit < pin.nets.size() && pin.name != input_.clock_port; ++bit)
                set_pin(path + cell.name + "/" + pin.name + (pin.nets.size() == 1 ? "" : fmt::format("[{}]", bit)),
                        nets[static_cast<std::size_t>(pin.nets[bit])]);
    }

    /// Share of the cycles in which a clock gate is open.
    double gate_duty(const ClockGate& gate, const std::vector<const Activity*>& nets) {
        double duty = input_.assumed_gate_duty;
        ++result.gates;
        if (const auto* gated = nets[static_cast<std::size_t>(gate.gated)]; gated != nullptr) {
            duty = gated->toggles_per_cycle / 2;
            ++result.measured_gates;
        } else if (const auto* enable = nets[static_cast<std::size_t>(gate.enable)]; enable != nullptr) {
            duty = enable->duty;
            ++result.measured_gates;
        }
        duty = std::clamp(duty, 0.0, 1.0);
        result.gated_flip_flops += gate.flip_flops;
        result.mean_gate_duty += duty * static_cast<double>(gate.flip_flops);
        return duty;
    }

    const PowerInput& input_;
    const Netlist& netlist_;
    const Technology& tech_;
    Measurements measurements_;
    std::map<std::string, ClockNetwork> networks_;
    std::map<std::string, std::vector<std::string>> labels_;  // of nets, by module
    std::map<std::string, CellFacts> cells_;
    std::string commands_, surroundings_;
};

ProcessResult run_sta(const std::string& directory, const std::string& name, const std::string& script) {
    std::ofstream file(fmt::format("{}/{}.tcl", directory, name), std::ios::binary);
    file << script;
    file.close();
    if (!file) throw ToolError(fmt::format("cannot write {}/{}.tcl", directory, name));
    auto run = run_tool("OpenSTA (power)", {"sta", "-no_init", "-no_splash", "-exit", name + ".tcl"}, directory);
    std::ofstream(fmt::format("{}/{}.log", directory, name), std::ios::binary) << run.output;
    if (const auto error = run.output.find("Error:"); error != std::string::npos)
        throw ToolError(
            fmt::format("OpenSTA (power): {}", run.output.substr(error, run.output.find('\n', error) - error)));
    return run;
}

}  // namespace

PowerResult analyze_power(const PowerInput& input, const Netlist& netlist, const Technology& technology,
                          const std::string& directory, const Progress& progress) {
    progress(fmt::format("sta: power of {}", input.module));
    const auto start = std::chrono::steady_clock::now();
    PowerScript script(input, netlist, technology);
    std::ofstream(directory + "/power.v", std::ios::binary) << script.surroundings();
    auto clock_run =
        std::async(std::launch::async, [&] { return run_sta(directory, "power_clock", script.text(false)); });
    const auto with_data = parse_power(run_sta(directory, "power", script.text(true)).output);
    const auto clock_only = parse_power(clock_run.get().output);
    auto result = script.result;
    sum_up(with_data, clock_only, script.cells(), input.phases, result);
    if (result.nets > 0) result.mean_toggles /= static_cast<double>(result.nets);
    if (result.gated_flip_flops > 0) result.mean_gate_duty /= static_cast<double>(result.gated_flip_flops);
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return result;
}

}  // namespace kvolt
