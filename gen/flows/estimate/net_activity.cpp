// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/estimate/net_activity.hpp"

#include <algorithm>
#include <unordered_map>

#include "gen/flows/cells/technology_description.hpp"
#include "gen/flows/netlist/netlist_verilog.hpp"

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

    [[nodiscard]] bool empty() const { return exact_.empty() && patterns_.empty(); }

private:
    std::unordered_map<std::string, const Activity*> exact_;
    std::vector<const Activity*> patterns_;
};

class Assignment {
public:
    Assignment(const FlatNetlist& flat, const PowerInput& input, const Technology& tech)
        : flat_(flat), input_(input), tech_(tech) {
        result_.nets.resize(flat.nets);
        result_.cell_class.assign(flat.cells.size(), CellClass::logic);
        for (const auto& place : flat.places)
            if (networks_.count(place.module) == 0) networks_.emplace(place.module, clock_network(*place.module, tech));
    }

    NetActivity run() {
        take_measurements();
        pass_on();
        mark_clocks();
        assume();
        if (result_.gated_flip_flops > 0) result_.mean_gate_duty /= static_cast<double>(result_.gated_flip_flops);
        return std::move(result_);
    }

private:
    using Role = NetState::Role;

    NetState& state(FlatNet net) { return result_.nets[static_cast<std::size_t>(net)]; }
    static FlatNet at(const FlatPlace& place, Net net) { return place.nets[static_cast<std::size_t>(net)]; }

    /// A net in several modules may be measured under each of its names; the innermost counts.
    void take_measurements() {
        const Measurements measurements(input_.measured);
        if (measurements.empty()) return;
        std::unordered_map<const NetlistModule*, std::vector<std::string>> labels;
        for (const auto& place : flat_.places) {
            auto& names = labels[place.module];
            if (names.empty()) names = net_labels(*place.module);
            for (std::size_t net = 2; net < place.nets.size(); ++net)
                if (const auto* found = measurements.find(place.path + names[net]); found != nullptr) {
                    auto& s = state(place.nets[net]);
                    s.toggles = found->toggles_per_cycle;
                    s.high = found->duty;
                    s.measured = true;
                    if (input_.phases > 0 && !found->by_phase.empty()) s.phases = &found->by_phase;
                }
        }
    }

    void mark(FlatNet net, Role role, double toggles) {
        if (net <= net_one) return;
        auto& s = state(net);
        if (s.role != Role::data) return;  // a parent knew better: its gate is nearer to the clock
        s.role = role;
        if (s.measured) return;
        s.toggles = toggles;
        s.high = toggles / 4;
    }

    void mark_clocks() {
        const auto& root = flat_.places.front();
        for (const auto& port : root.module->ports)
            if (port.name == input_.clock_port) mark(at(root, port.nets.front()), Role::free_clock, 2);
        for (const auto& place : flat_.places) mark_clocks_of(place);
        for (std::size_t c = 0; c < flat_.cells.size(); ++c) {
            const auto& cell = flat_.cells[c];
            const auto& network = networks_.at(flat_.places[static_cast<std::size_t>(cell.place)].module);
            if (std::binary_search(network.clock_cells.begin(), network.clock_cells.end(), cell.index))
                result_.cell_class[c] = CellClass::clock;
            else if (cell.cell->kind == StdCellKind::flip_flop)
                result_.cell_class[c] = CellClass::flip_flop;
        }
    }

    void mark_clocks_of(const FlatPlace& place) {
        const auto& network = networks_.at(place.module);
        std::vector<double> toggles;
        for (const auto& gate : network.gates) {
            toggles.push_back(2 * gate_duty(place, gate));
            mark(at(place, gate.gated), Role::gated_clock, toggles.back());
        }
        const auto mark_pin = [&](int c, const std::string& name, double otherwise, Role role) {
            const auto* pin = place.module->cells[static_cast<std::size_t>(c)].pin(name);
            if (pin != nullptr && !pin->nets.empty()) mark(at(place, pin->nets.front()), role, otherwise);
        };
        const auto mark_input = [&](int c, const std::string& name) {
            const int gate = network.gate_of[static_cast<std::size_t>(c)];
            if (gate >= 0)
                mark_pin(c, name, toggles[static_cast<std::size_t>(gate)], Role::gated_clock);
            else
                mark_pin(c, name, 2, Role::free_clock);
        };
        for (const int c : network.clock_cells) {
            const auto* cell = tech_.cells.find(place.module->cells[static_cast<std::size_t>(c)].type);
            if (cell == nullptr) continue;
            if (cell->kind == StdCellKind::clock_gate) mark_pin(c, cell->gate.clock, 2, Role::free_clock);
            if (cell->kind == StdCellKind::latch) mark_pin(c, cell->enable, 2, Role::free_clock);
            if (cell->kind == StdCellKind::buffer || cell->kind == StdCellKind::inverter) {
                mark_input(c, cell->inputs().front());
                mark_input(c, cell->output()->name);
            }
        }
        for (std::size_t c = 0; c < place.module->cells.size(); ++c) {
            const auto* cell = tech_.cells.find(place.module->cells[c].type);
            if (cell != nullptr && cell->kind == StdCellKind::flip_flop) mark_input(static_cast<int>(c), cell->clock);
        }
    }

    double gate_duty(const FlatPlace& place, const ClockGate& gate) {
        double duty = input_.assumed_gate_duty;
        const auto& gated = state(at(place, gate.gated));
        auto& enable = state(at(place, gate.enable));
        ++result_.gates;
        if (gated.measured) {
            duty = gated.toggles / 2;
            ++result_.measured_gates;
        } else if (enable.measured) {
            duty = enable.high;
            ++result_.measured_gates;
        } else if (at(place, gate.enable) > net_one) {
            enable.high = duty;  // the assumption is about the enable
        }
        duty = std::clamp(duty, 0.0, 1.0);
        result_.gated_flip_flops += gate.flip_flops;
        result_.mean_gate_duty += duty * static_cast<double>(gate.flip_flops);
        return duty;
    }

    /// Through buffers and inverters, as often as they follow each other.
    void pass_on() {
        for (bool changed = true; changed;) {
            changed = false;
            for (const auto& cell : flat_.cells) {
                const bool inverter = cell.cell->kind == StdCellKind::inverter;
                if (!inverter && cell.cell->kind != StdCellKind::buffer) continue;
                FlatNet from = -1, to = -1;
                for (std::size_t p = 0; p < cell.nets.size(); ++p)
                    (cell.cell->pins[p].output ? to : from) = cell.nets[p];
                if (from <= net_one || to <= net_one) continue;
                const auto& source = state(from);
                auto& sink = state(to);
                if (!source.measured || sink.measured || sink.role != Role::data) continue;
                sink = source;
                sink.role = Role::data;
                if (inverter) sink.high = 1 - source.high;
                changed = true;
            }
        }
    }

    void assume() {
        for (std::size_t net = 2; net < result_.nets.size(); ++net) {
            auto& s = result_.nets[net];
            if (!s.measured && s.role == Role::data) s.toggles = input_.assumed_toggles;
        }
        state(net_zero).high = 0;
        state(net_one).high = 1;
    }

    const FlatNetlist& flat_;
    const PowerInput& input_;
    const Technology& tech_;
    std::unordered_map<const NetlistModule*, ClockNetwork> networks_;
    NetActivity result_;
};

}  // namespace

NetActivity net_activity(const FlatNetlist& flat, const PowerInput& input, const Technology& technology) {
    return Assignment(flat, input, technology).run();
}

}  // namespace kvolt
