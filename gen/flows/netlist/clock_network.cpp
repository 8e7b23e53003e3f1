// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/netlist/clock_network.hpp"

#include <set>

namespace kvolt {
namespace {

class Tracer {
public:
    Tracer(const NetlistModule& module, const Technology& tech)
        : module_(module), tech_(tech), driver_(module.net_names.size(), -1) {
        for (std::size_t c = 0; c < module.cells.size(); ++c)
            for (const auto& pin : module.cells[c].pins)
                if (pin.output)
                    for (const Net net : pin.nets) driver_[static_cast<std::size_t>(net)] = static_cast<int>(c);
    }

    ClockNetwork run() {
        network_.gate_of.assign(module_.cells.size(), -1);
        for (std::size_t c = 0; c < module_.cells.size(); ++c) find_gate(static_cast<int>(c));
        for (std::size_t c = 0; c < module_.cells.size(); ++c) {
            const auto& cell = module_.cells[c];
            if (cell.clock_buffer) clock_cells_.insert(static_cast<int>(c));
            const auto* found = tech_.cells.find(cell.type);
            if (found != nullptr && found->kind == StdCellKind::flip_flop)
                follow(static_cast<int>(c), net_at(cell, found->clock));
        }
        network_.clock_cells.assign(clock_cells_.begin(), clock_cells_.end());
        return std::move(network_);
    }

private:
    static Net net_at(const NetlistCell& cell, const std::string& pin_name) {
        const auto* pin = cell.pin(pin_name);
        return pin == nullptr || pin->nets.empty() ? net_zero : pin->nets.front();
    }

    [[nodiscard]] const StdCell* driver_of(Net net, int& cell) const {
        cell = driver_[static_cast<std::size_t>(net)];
        return cell < 0 ? nullptr : tech_.cells.find(module_.cells[static_cast<std::size_t>(cell)].type);
    }

    void find_gate(int c) {
        const auto& cell = module_.cells[static_cast<std::size_t>(c)];
        const auto* found = tech_.cells.find(cell.type);
        if (found == nullptr) return;
        if (found->kind == StdCellKind::clock_gate) {
            add_gate({c, found->gate.output, net_at(cell, found->gate.output), net_at(cell, found->gate.enable), 0});
            return;
        }
        if (tech_.and2 == nullptr || tech_.latch.cell == nullptr || found->signature != tech_.and2->signature) return;
        for (const auto& input : found->inputs()) {
            int latch_cell = -1;
            const auto* latch = driver_of(net_at(cell, input), latch_cell);
            if (latch == nullptr || latch->kind != StdCellKind::latch) continue;
            const auto& latch_instance = module_.cells[static_cast<std::size_t>(latch_cell)];
            const auto output = found->output()->name;
            auto enable = net_at(latch_instance, latch->data);
            if (int opposite = -1; latch->data_inverted != latch->output_inverted)
                if (const auto* driver = driver_of(enable, opposite);
                    driver != nullptr && driver->kind == StdCellKind::inverter)
                    enable = net_at(module_.cells[static_cast<std::size_t>(opposite)], driver->inputs().front());
            add_gate({c, output, net_at(cell, output), enable, 0});
            clock_cells_.insert(latch_cell);
            int inverter = -1;
            if (const auto* phase = driver_of(net_at(latch_instance, latch->enable), inverter);
                phase != nullptr && phase->kind == StdCellKind::inverter)
                clock_cells_.insert(inverter);
        }
    }

    void add_gate(const ClockGate& gate) {
        gate_of_net_[gate.gated] = network_.gates.size();
        network_.gates.push_back(gate);
        clock_cells_.insert(gate.cell);
    }

    /// From the clock pin of a flip-flop through clock buffers to a gate or the free clock.
    void follow(int flip_flop, Net net) {
        std::vector<int> passed{flip_flop};
        auto gate = gate_of_net_.find(net);
        while (gate == gate_of_net_.end()) {
            int cell = -1;
            const auto* driver = driver_of(net, cell);
            if (driver == nullptr || driver->kind != StdCellKind::buffer) break;
            clock_cells_.insert(cell);
            passed.push_back(cell);
            net = net_at(module_.cells[static_cast<std::size_t>(cell)], driver->inputs().front());
            gate = gate_of_net_.find(net);
        }
        if (gate == gate_of_net_.end()) {
            ++network_.ungated;
            return;
        }
        ++network_.gates[gate->second].flip_flops;
        ++network_.gated;
        for (const int cell : passed) network_.gate_of[static_cast<std::size_t>(cell)] = static_cast<int>(gate->second);
    }

    const NetlistModule& module_;
    const Technology& tech_;
    std::vector<int> driver_;  // cell that drives each net, -1 = none
    std::map<Net, std::size_t> gate_of_net_;
    std::set<int> clock_cells_;
    ClockNetwork network_;
};

}  // namespace

ClockNetwork clock_network(const NetlistModule& module, const Technology& technology) {
    return Tracer(module, technology).run();
}

}  // namespace kvolt
