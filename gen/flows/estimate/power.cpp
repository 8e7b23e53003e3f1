// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/estimate/power.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <unordered_map>

#include "gen/flows/estimate/cell_energy.hpp"
#include "gen/flows/estimate/net_activity.hpp"
#include "gen/flows/estimate/transitions.hpp"
#include "gen/flows/netlist/flat_netlist.hpp"

namespace kvolt {
namespace {

/// Adds up what every cell and the net behind it cost.
class PowerSum {
public:
    PowerSum(const PowerInput& input, const Netlist& netlist, const Technology& tech)
        : input_(input),
          tech_(tech),
          flat_(flatten(netlist, input.module, tech)),
          activity_(net_activity(flat_, input, tech)),
          nets_(net_transitions(flat_, tech, input.macro_loads)) {
        for (const auto* name : {"flip-flops", "clock network", "logic"})
            result_.classes.push_back({name, 0, 0, 0, {}});
    }

    PowerResult run() {
        for (std::size_t c = 0; c < flat_.cells.size(); ++c) add_cell(c);
        for (auto& [name, share] : blocks_) {
            share.name = name;
            result_.blocks.push_back(share);
        }
        std::stable_sort(result_.blocks.begin(), result_.blocks.end(),
                         [](const PowerShare& a, const PowerShare& b) { return a.total_mw() > b.total_mw(); });
        result_.total.name = "total";
        result_.gates = activity_.gates;
        result_.measured_gates = activity_.measured_gates;
        result_.gated_flip_flops = activity_.gated_flip_flops;
        result_.mean_gate_duty = activity_.mean_gate_duty;
        if (result_.nets > 0) result_.mean_toggles /= static_cast<double>(result_.nets);
        return std::move(result_);
    }

private:
    const CellEnergy& energy_of(const StdCell& cell) {
        auto& slot = energies_[&cell];
        if (slot == nullptr) slot = std::make_unique<CellEnergy>(cell);
        return *slot;
    }

    /// A pin without a net rests at 0 when it is an input; an open output of a flip-flop follows its other one.
    std::vector<PinState> pin_states(const FlatCell& cell) const {
        std::vector<PinState> pins;
        const PinState* shown = nullptr;
        for (const FlatNet net : cell.nets) {
            PinState pin;
            if (net >= 0) {
                const auto& state = activity_.nets[static_cast<std::size_t>(net)];
                const auto& slopes = nets_[static_cast<std::size_t>(net)];
                pin = {state.toggles, state.high, slopes.rise_ns, slopes.fall_ns, slopes.load_pf};
            }
            pins.push_back(pin);
        }
        for (std::size_t p = 0; p < pins.size(); ++p)
            if (cell.cell->pins[p].output && cell.nets[p] >= 0) shown = &pins[p];
        for (std::size_t p = 0; p < pins.size(); ++p) {
            if (cell.nets[p] >= 0) continue;
            const bool follows = cell.cell->pins[p].output && cell.cell->kind == StdCellKind::flip_flop;
            pins[p].high = 0;
            if (follows && shown != nullptr) pins[p] = {shown->toggles, 1 - shown->high, 0, 0, 0};
        }
        return pins;
    }

    void add_cell(std::size_t c) {
        const auto& cell = flat_.cells[c];
        const auto& energy = energy_of(*cell.cell);
        const auto pins = pin_states(cell);
        const auto internal = energy.internal_pj(pins);
        PowerShare share;
        if (input_.phases > 0) share.phase_mw.assign(input_.phases + 1, 0.0);
        const double voltage = tech_.cells.voltage;
        for (std::size_t p = 0; p < pins.size(); ++p) {
            const double internal_mw = internal[p] / input_.clock_ns;
            const bool drives = cell.cell->pins[p].output && cell.nets[p] > net_one;
            const double switching_mw =
                drives ? 0.5 * pins[p].load_pf * voltage * voltage * pins[p].toggles / input_.clock_ns : 0;
            share.internal_mw += internal_mw;
            share.switching_mw += switching_mw;
            spread(share, internal_mw + switching_mw, cell.nets[p]);
            if (drives) count(cell.nets[p]);
        }
        share.leakage_mw = energy.leakage_nw(pins) * 1e-6;
        if (!share.phase_mw.empty()) share.phase_mw.back() += share.leakage_mw;
        const auto slash = cell.path.find('/');
        blocks_[slash == std::string::npos ? "(glue)" : cell.path.substr(0, slash)] += share;
        result_.classes[static_cast<std::size_t>(activity_.cell_class[c])] += share;
        result_.total += share;
    }

    /// To the phases in which the net toggles; a clock that no gate stops goes on in every cycle, and so does a net
    /// that does not say when it toggles.
    void spread(PowerShare& share, double mw, FlatNet net) const {
        if (share.phase_mw.empty()) return;
        const auto* state = net < 0 ? nullptr : &activity_.nets[static_cast<std::size_t>(net)];
        double sum = 0;
        if (state != nullptr && state->phases != nullptr && state->role != NetState::Role::free_clock)
            for (const double toggles : *state->phases) sum += toggles;
        if (sum <= 0) {
            share.phase_mw.back() += mw;
            return;
        }
        for (std::size_t i = 0; i < std::min(input_.phases, state->phases->size()); ++i)
            share.phase_mw[i] += mw * (*state->phases)[i] / sum;
    }

    void count(FlatNet net) {
        const auto& state = activity_.nets[static_cast<std::size_t>(net)];
        if (state.role != NetState::Role::data) return;
        ++result_.nets;
        result_.measured_nets += state.measured ? 1 : 0;
        result_.mean_toggles += state.toggles;
    }

    const PowerInput& input_;
    const Technology& tech_;
    FlatNetlist flat_;
    NetActivity activity_;
    std::vector<NetTransition> nets_;
    std::unordered_map<const StdCell*, std::unique_ptr<CellEnergy>> energies_;
    std::map<std::string, PowerShare> blocks_;
    PowerResult result_;
};

}  // namespace

PowerResult analyze_power(const PowerInput& input, const Netlist& netlist, const Technology& technology) {
    const auto start = std::chrono::steady_clock::now();
    auto result = PowerSum(input, netlist, technology).run();
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return result;
}

}  // namespace kvolt
