// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/estimate/transitions.hpp"

#include <algorithm>
#include <deque>
#include <unordered_map>

namespace kvolt {
namespace {

/// A delay arc of a cell, with pins as numbers.
struct Arc {
    const TimingArc* tables = nullptr;
    std::size_t from = 0, to = 0;
    CauseEdge edge = CauseEdge::either;
};

std::vector<Arc> arcs_of(const StdCell& cell) {
    std::vector<Arc> arcs;
    for (std::size_t to = 0; to < cell.pins.size(); ++to) {
        if (!cell.pins[to].output) continue;
        for (const auto& tables : cell.pins[to].timing) {
            if (!tables.is_complete() || tables.type == "clear" || tables.type == "preset") continue;
            for (std::size_t from = 0; from < cell.pins.size(); ++from)
                if (cell.pins[from].name == tables.related) arcs.push_back({&tables, from, to, tables.cause()});
        }
    }
    return arcs;
}

double slope_at(const Arc& arc, const NetTransition& in, double load_pf, bool rise) {
    const double slope = cause_transition(arc.edge, rise, in.rise_ns, in.fall_ns);
    return std::max(0.0, arc.tables->transition(rise).at(slope, load_pf));
}

class Propagation {
public:
    Propagation(const FlatNetlist& flat, const Technology& tech, const MacroLoads& macro_loads)
        : flat_(flat), tech_(tech), macro_loads_(macro_loads), nets_(flat.nets), fanout_(flat.nets, 0) {}

    std::vector<NetTransition> run() {
        add_loads();
        drive_from_outside();
        propagate();
        nets_[net_zero] = nets_[net_one] = {};
        return std::move(nets_);
    }

private:
    NetTransition& net(FlatNet n) { return nets_[static_cast<std::size_t>(n)]; }

    void load(FlatNet n, double pf) {
        if (n <= net_one) return;
        net(n).load_pf += pf;
        ++fanout_[static_cast<std::size_t>(n)];
    }

    void add_loads() {
        for (const auto& cell : flat_.cells)
            for (std::size_t p = 0; p < cell.nets.size(); ++p)
                if (!cell.cell->pins[p].output) load(cell.nets[p], cell.cell->pins[p].mean_capacitance_pf());
        for (const auto& macro : flat_.macros) {
            const auto& place = flat_.places[static_cast<std::size_t>(macro.place)];
            const auto& instance = place.module->cells[static_cast<std::size_t>(macro.index)];
            for (const auto& pin : instance.pins) {
                if (pin.output) continue;
                const auto found = macro_loads_.find(instance.type + "/" + pin.name);
                for (const Net n : pin.nets)
                    load(place.nets[static_cast<std::size_t>(n)],
                         found == macro_loads_.end() ? tech_.output_load_pf : found->second);
            }
        }
        const auto& root = flat_.places.front();
        for (const auto& port : root.module->ports)
            for (const Net n : port.nets)
                if (port.output) load(root.nets[static_cast<std::size_t>(n)], tech_.output_load_pf);
        if (!tech_.cells.wire_load) return;
        for (std::size_t n = 2; n < nets_.size(); ++n)
            nets_[n].load_pf += tech_.cells.wire_load->capacitance_of(fanout_[n]);
    }

    /// Every net as if the driving cell drove it, from an edge without slope; cells overwrite theirs.
    void drive_from_outside() {
        const auto arcs = arcs_of(*tech_.driving_cell);
        for (auto& n : nets_)
            for (const auto& arc : arcs) {
                n.rise_ns = std::max(n.rise_ns, slope_at(arc, {}, n.load_pf, true));
                n.fall_ns = std::max(n.fall_ns, slope_at(arc, {}, n.load_pf, false));
            }
    }

    const std::vector<Arc>& arcs(const StdCell& cell) {
        const auto found = arcs_.find(&cell);
        return found != arcs_.end() ? found->second : arcs_.emplace(&cell, arcs_of(cell)).first->second;
    }

    /// Each cell after those that drive it; what is left, around loops of latches, comes last in any order.
    void propagate() {
        std::vector<int> driver(nets_.size(), -1), waiting(flat_.cells.size(), 0);
        for (std::size_t c = 0; c < flat_.cells.size(); ++c)
            for (const auto& arc : arcs(*flat_.cells[c].cell))
                if (const auto n = flat_.cells[c].nets[arc.to]; n > net_one)
                    driver[static_cast<std::size_t>(n)] = static_cast<int>(c);
        std::vector<std::vector<int>> followers(flat_.cells.size());
        for (std::size_t c = 0; c < flat_.cells.size(); ++c)
            for (const auto& arc : arcs(*flat_.cells[c].cell)) {
                const auto n = flat_.cells[c].nets[arc.from];
                const int from = n > net_one ? driver[static_cast<std::size_t>(n)] : -1;
                if (from < 0) continue;
                followers[static_cast<std::size_t>(from)].push_back(static_cast<int>(c));
                ++waiting[c];
            }
        std::deque<int> ready;
        for (std::size_t c = 0; c < flat_.cells.size(); ++c)
            if (waiting[c] == 0) ready.push_back(static_cast<int>(c));
        std::vector<bool> done(flat_.cells.size(), false);
        while (!ready.empty()) {
            const int c = ready.front();
            ready.pop_front();
            evaluate(flat_.cells[static_cast<std::size_t>(c)]);
            done[static_cast<std::size_t>(c)] = true;
            for (const int next : followers[static_cast<std::size_t>(c)])
                if (--waiting[static_cast<std::size_t>(next)] == 0) ready.push_back(next);
        }
        for (std::size_t c = 0; c < flat_.cells.size(); ++c)
            if (!done[c]) evaluate(flat_.cells[c]);
    }

    void evaluate(const FlatCell& cell) {
        for (std::size_t p = 0; p < cell.nets.size(); ++p) {
            if (!cell.cell->pins[p].output || cell.nets[p] <= net_one) continue;
            auto& out = net(cell.nets[p]);
            double rise = -1, fall = -1;
            for (const auto& arc : arcs(*cell.cell)) {
                if (arc.to != p) continue;
                const auto from = cell.nets[arc.from];
                const auto in = from < 0 ? NetTransition{} : net(from);
                rise = std::max(rise, slope_at(arc, in, out.load_pf, true));
                fall = std::max(fall, slope_at(arc, in, out.load_pf, false));
            }
            if (rise < 0) continue;
            out.rise_ns = rise;
            out.fall_ns = fall;
        }
    }

    const FlatNetlist& flat_;
    const Technology& tech_;
    const MacroLoads& macro_loads_;
    std::vector<NetTransition> nets_;
    std::vector<int> fanout_;
    std::unordered_map<const StdCell*, std::vector<Arc>> arcs_;
};

}  // namespace

std::vector<NetTransition> net_transitions(const FlatNetlist& flat, const Technology& technology,
                                           const MacroLoads& macro_loads) {
    return Propagation(flat, technology, macro_loads).run();
}

}  // namespace kvolt
