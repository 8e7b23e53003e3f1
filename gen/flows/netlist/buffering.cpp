// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/netlist/buffering.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace kvolt {
namespace {

/// A cell that logic mapping has chosen for its load may be this much above the limit before it is worth a buffer.
constexpr double logic_tolerance = 1.6;

struct Sink {
    int cell = -1;  ///< -1: an output port
    int pin = 0;
    int bit = 0;
    double load_pf = 0;
    bool clock = false;
};

struct Driver {
    int cell = -1;  ///< -1: a port, a constant or nothing
    int pin = 0;
    double limit_pf = 0;
};

/// What a parent sees of one port bit.
struct PortView {
    double load_pf = 0;   ///< of an input
    double limit_pf = 0;  ///< external load an output may have
    bool clock = false;
};

using ModuleView = std::map<std::string, std::vector<PortView>>;  // by port

double limit_of(const Technology& tech, const StdCell& cell, const StdCellPin& output) {
    double limit = output.resistance_ns_per_pf > 0 ? tech.load_time_ns / output.resistance_ns_per_pf : 0;
    if (limit <= 0) limit = tech.load_time_ns / tech.driving_cell->output()->resistance_ns_per_pf;
    if (cell.kind == StdCellKind::logic || cell.kind == StdCellKind::inverter) limit *= logic_tolerance;
    return output.max_capacitance_pf > 0 ? std::min(limit, output.max_capacitance_pf) : limit;
}

double input_load(const StdCell& buffer) { return buffer.pin(buffer.inputs().front())->capacitance_pf; }

double total(const std::vector<Sink>& sinks) {
    double load = 0;
    for (const auto& sink : sinks) load += sink.load_pf;
    return load;
}

class ModuleBuffering {
public:
    ModuleBuffering(NetlistModule& module, const Technology& tech, const MacroLoads& macro_loads,
                    const std::map<std::string, ModuleView>& views, BufferingResult& result)
        : module_(module), tech_(tech), macro_loads_(macro_loads), views_(views), result_(result) {
        for (const auto& [name, cell] : tech.cells.cells)
            if (!cell.dont_use) families_[cell.signature].push_back(&cell);
    }

    ModuleView run() {
        collect();
        const auto nets = sinks_.size();
        for (std::size_t net = 2; net < nets; ++net) relieve(static_cast<Net>(net));
        return view();
    }

private:
    void collect() {
        const auto nets = module_.net_names.size();
        sinks_.assign(nets, {});
        drivers_.assign(nets, {});
        const double port_limit = tech_.load_time_ns / tech_.driving_cell->output()->resistance_ns_per_pf;
        for (auto& driver : drivers_) driver.limit_pf = port_limit;
        for (std::size_t c = 0; c < module_.cells.size(); ++c) collect_cell(static_cast<int>(c));
        for (const auto& port : module_.ports)
            for (const Net net : port.nets)
                if (port.output)
                    sinks_[static_cast<std::size_t>(net)].push_back({-1, 0, 0, tech_.output_load_pf, false});
    }

    void collect_cell(int c) {
        const auto& cell = module_.cells[static_cast<std::size_t>(c)];
        const auto* library_cell = tech_.cells.find(cell.type);
        const auto block = views_.find(cell.type);
        for (std::size_t p = 0; p < cell.pins.size(); ++p) {
            const auto& pin = cell.pins[p];
            for (std::size_t bit = 0; bit < pin.nets.size(); ++bit) {
                const auto net = static_cast<std::size_t>(pin.nets[bit]);
                const auto seen = see(cell, library_cell, block == views_.end() ? nullptr : &block->second, pin, bit);
                if (pin.output) {
                    drivers_[net] = {c, static_cast<int>(p),
                                     seen.limit_pf > 0 ? seen.limit_pf : drivers_[net].limit_pf};
                } else {
                    sinks_[net].push_back({c, static_cast<int>(p), static_cast<int>(bit), seen.load_pf, seen.clock});
                }
            }
        }
    }

    [[nodiscard]] PortView see(const NetlistCell& cell, const StdCell* library_cell, const ModuleView* block,
                               const NetlistPin& pin, std::size_t bit) const {
        if (library_cell != nullptr) {
            const auto* p = library_cell->pin(pin.name);
            if (p == nullptr) return {};
            return {p->capacitance_pf, p->output ? limit_of(tech_, *library_cell, *p) : 0, p->clock};
        }
        if (block != nullptr) {
            const auto port = block->find(pin.name);
            return port != block->end() && bit < port->second.size() ? port->second[bit] : PortView{};
        }
        const auto load = macro_loads_.find(cell.type + "/" + pin.name);
        return {load == macro_loads_.end() ? tech_.output_load_pf : load->second, 0, pin.name == "clk_i"};
    }

    /// Brings the load of `net` below what its driver can do.
    void relieve(Net net) {
        auto& sinks = sinks_[static_cast<std::size_t>(net)];
        auto& driver = drivers_[static_cast<std::size_t>(net)];
        if (total(sinks) <= driver.limit_pf) return;
        upsize(driver, total(sinks));
        if (total(sinks) <= driver.limit_pf) return;
        const bool clock = std::any_of(sinks.begin(), sinks.end(), [](const Sink& s) { return s.clock; });
        while (total(sinks) > driver.limit_pf) {
            const auto before = total(sinks);
            add_level(net, clock);
            if (total(sinks_[static_cast<std::size_t>(net)]) >= before)
                return;  // a few large pins: buffers would not help
        }
    }

    /// A stronger cell of the same function, when it can do the job and costs less than a buffer.
    void upsize(Driver& driver, double load) {
        if (driver.cell < 0) return;
        auto& cell = module_.cells[static_cast<std::size_t>(driver.cell)];
        const auto* now = tech_.cells.find(cell.type);
        if (now == nullptr) return;
        const auto& pin_name = cell.pins[static_cast<std::size_t>(driver.pin)].name;
        const double budget = now->area_um2 + single_buffer(load, false).area_um2;
        const StdCell* best = nullptr;
        for (const auto* other : families_[now->signature]) {
            if (limit_of(tech_, *other, *other->pin(pin_name)) < load || other->area_um2 > budget) continue;
            if (best == nullptr || other->area_um2 < best->area_um2) best = other;
        }
        if (best == nullptr || best == now) return;
        cell.type = best->name;
        driver.limit_pf = limit_of(tech_, *best, *best->pin(pin_name));
        ++result_.upsized;
    }

    [[nodiscard]] double limit_of_buffer(const StdCell& buffer) const {
        return limit_of(tech_, buffer, *buffer.output());
    }

    /// The smallest buffer that drives `load` alone, or the one with the best ratio of load to area when none does.
    [[nodiscard]] const StdCell& single_buffer(double load, bool clock) const {
        const auto& buffers = clock ? tech_.clock_buffers : tech_.buffers;
        const StdCell* smallest = nullptr;
        const StdCell* best = buffers.front();
        for (const auto* buffer : buffers) {
            if (limit_of_buffer(*buffer) >= load && (smallest == nullptr || buffer->area_um2 < smallest->area_um2))
                smallest = buffer;
            if (limit_of_buffer(*buffer) * best->area_um2 > limit_of_buffer(*best) * buffer->area_um2) best = buffer;
        }
        return smallest != nullptr ? *smallest : *best;
    }

    /// Puts the sinks of `net` behind buffers, in order, evenly; sinks at output ports stay at the driver.
    void add_level(Net net, bool clock) {
        auto& root = sinks_[static_cast<std::size_t>(net)];
        std::vector<Sink> behind, stay;
        for (const auto& sink : root) (sink.cell < 0 ? stay : behind).push_back(sink);
        const double load = total(behind);
        const auto& buffer = single_buffer(load, clock);
        const auto groups = static_cast<std::size_t>(std::max(1.0, std::ceil(load / limit_of_buffer(buffer))));
        std::size_t next = 0;
        double done = 0;
        for (std::size_t group = 0; group < groups && next < behind.size(); ++group) {
            std::vector<Sink> mine;
            const double until = load * static_cast<double>(group + 1) / static_cast<double>(groups);
            while (next < behind.size() &&
                   (group + 1 == groups || done + behind[next].load_pf / 2 <= until || mine.empty())) {
                done += behind[next].load_pf;
                mine.push_back(behind[next++]);
            }
            stay.push_back(add_buffer(net, buffer, std::move(mine), clock));
        }
        sinks_[static_cast<std::size_t>(net)] = std::move(stay);
    }

    Sink add_buffer(Net net, const StdCell& buffer, std::vector<Sink> sinks, bool clock) {
        const auto& base = module_.net_names[static_cast<std::size_t>(net)];
        const auto name =
            fmt::format("{}_{}{}", base.empty() ? fmt::format("n{}", net) : base, clock ? "ck" : "buf", serial_++);
        const Net driven = module_.add_net(name);
        for (const auto& sink : sinks)
            module_.cells[static_cast<std::size_t>(sink.cell)]
                .pins[static_cast<std::size_t>(sink.pin)]
                .nets[static_cast<std::size_t>(sink.bit)] = driven;
        NetlistCell cell;
        cell.name = "u_" + name;
        cell.type = buffer.name;
        cell.pins = {{buffer.inputs().front(), false, {net}}, {buffer.output()->name, true, {driven}}};
        cell.clock_buffer = clock;
        module_.cells.push_back(std::move(cell));
        ++result_.buffers;
        result_.clock_buffers += clock ? 1 : 0;
        return {static_cast<int>(module_.cells.size()) - 1, 0, 0, input_load(buffer), clock};
    }

    [[nodiscard]] ModuleView view() const {
        ModuleView ports;
        for (const auto& port : module_.ports) {
            auto& bits = ports[port.name];
            for (const Net net : port.nets) {
                const auto& sinks = sinks_[static_cast<std::size_t>(net)];
                const bool clock = std::any_of(sinks.begin(), sinks.end(), [](const Sink& s) { return s.clock; });
                const double limit = drivers_[static_cast<std::size_t>(net)].limit_pf;
                const double left = limit - total(sinks) + tech_.output_load_pf;
                bits.push_back(port.output ? PortView{0, std::max(left, 0.25 * limit), false}
                                           : PortView{total(sinks), 0, clock});
            }
        }
        return ports;
    }

    NetlistModule& module_;
    const Technology& tech_;
    const MacroLoads& macro_loads_;
    const std::map<std::string, ModuleView>& views_;
    BufferingResult& result_;
    std::map<std::string, std::vector<const StdCell*>> families_;
    std::vector<std::vector<Sink>> sinks_;  // by net
    std::vector<Driver> drivers_;           // by net
    int serial_ = 0;
};

}  // namespace

BufferingResult buffer_netlist(Netlist& netlist, const Technology& technology, const MacroLoads& macro_loads) {
    BufferingResult result;
    std::map<std::string, ModuleView> views;
    for (auto& module : netlist.modules)
        views[module.name] = ModuleBuffering(module, technology, macro_loads, views, result).run();
    return result;
}

}  // namespace kvolt
