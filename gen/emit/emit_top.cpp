// SPDX-License-Identifier: Apache-2.0
// rtl/kvolt_<name>.v: reset, registers, heads.
#include <fmt/format.h>

#include <algorithm>

#include "gen/design/register_view.hpp"
#include "gen/emit/emit_common.hpp"
#include "gen/emit/emitters.hpp"
#include "gen/emit/head_ports.hpp"

namespace kvolt {
namespace {

std::string macro_names(const Design& design) {
    std::string names;
    for (const auto& macro : design.macros) names += (names.empty() ? "" : " and ") + macro.module;
    return names;
}

void emit_header(VerilogWriter& w, const Design& design) {
    const auto& s = design.schedule;
    w.line(banner(design, "//"));
    w.doc(
        fmt::format("Attention engine: {} head{} of {} tile{} of {} x {} gain cells; a token stream in and a result "
                    "stream out per head.",
                    design.heads, design.heads == 1 ? "" : "s", design.tiles, design.tiles == 1 ? "" : "s", design.rows,
                    design.slots));
    w.doc("");
    w.doc(
        fmt::format("Window {} tokens, latency {} cycles, one result every {} cycles per head. Heads are independent: "
                    "each stream may pause at any "
                    "time without holding up another head.",
                    design.window, s.latency_cycles, s.interval_cycles));
    w.doc(
        "After reset the engine is enabled, with the full window and the scale and offset of the configuration; "
        "software is optional.");
    w.doc(fmt::format("Its sizes and cycles are those of the macro{} {}: another configuration is emitted anew.",
                      design.adc.on ? "s" : "", macro_names(design)));
    std::vector<VerilogPort> ports;
    for (const auto& p : top_ports(design)) ports.push_back({p.direction, p.range, p.name, p.doc});
    w.begin_module(design.top, {}, ports);
    w.section("Constants: macros and register map are made for them, so nobody overrides them here");
    if (design.heads > 1)
        w.localparams({{"HEADS", std::to_string(design.heads), "each with its streams and its page of registers"}});
    w.localparams(engine_parameters(design));
}

void emit_reset(VerilogWriter& w) {
    w.section("Reset: the chip's for the registers, the chip's or software's for the heads");
    w.wires({{"", "rst_n"}, {"", "heads_rst_n"}, {"", "control_soft_reset"}});
    w.line();
    w.instance("kv_reset_sync", {{"STAGES", "2"}}, "u_reset_sync",
               {{"clk_i", "clk_i"}, {"rst_ni", "rst_ni"}, {"rst_no", "rst_n"}});
    w.line();
    w.instance(
        "kv_soft_reset", {{"CYCLES", "2"}}, "u_soft_reset",
        {{"clk_i", "clk_i"}, {"rst_ni", "rst_n"}, {"request_i", "control_soft_reset"}, {"rst_no", "heads_rst_n"}});
}

/// Outputs of a head that are one bit: pulses and states.
std::vector<std::string> flags_of(const Design& design) {
    std::vector<std::string> flags;
    for (const auto& event : design.events) flags.push_back(event.name);
    for (const auto& state : design.states) flags.push_back(state.name);
    return flags;
}

/// A port of the register block that meets the heads: lanes of all heads, or one net of the engine.
struct Link {
    std::string net;
    std::string port;
    int width = 1;
    bool lanes = false;
};

std::vector<Link> links_of(const Design& design) {
    std::vector<Link> links;
    for (const auto* reg : engine_registers(design)) {
        for (const auto& f : reg->fields) {
            const auto signal = signal_name(*reg, f);
            if (f.access == Access::write_one_clear)
                links.push_back({"|" + f.name, fmt::format("event_{}_i", f.name), 1, false});
            else if (f.access == Access::read_only) {
                if (!is_constant(*reg, f)) links.push_back({"|" + f.name, signal + "_i", 1, false});
            } else if (reg->name != "IRQ_ENABLE")
                links.push_back({signal, signal + "_o", f.width, false});
        }
    }
    for (const auto* reg : head_registers(design)) {
        for (const auto& f : reg->fields) {
            const auto signal = signal_name(*reg, f);
            const bool from_head = f.access == Access::read_only || f.remote;
            const int width = f.width * std::max(reg->entries, 1);
            links.push_back({signal, signal + (from_head ? "_i" : "_o"), width, true});
            if (!f.remote) continue;
            links.push_back({signal + "_set", signal + "_set_o", 1, true});
            links.push_back({signal + "_data", signal + "_data_o", width, true});
        }
    }
    return links;
}

/// Range of a net of all heads.
std::string all_heads(const std::string& bits) { return bits.empty() ? "HEADS-1:0" : "HEADS*" + bits + "-1:0"; }

/// The same, or that of the only head.
std::string lanes(const Design& design, int bits) {
    return design.heads == 1 ? range_of(bits) : all_heads(bits == 1 ? "" : std::to_string(bits));
}

void emit_regs(VerilogWriter& w, const Design& design) {
    const auto links = links_of(design);
    w.section(design.heads == 1 ? "Registers" : "Registers; lane h of a vector belongs to head h");
    std::vector<VerilogNet> nets;
    for (const auto& l : links) {
        if (l.net.front() == '|' || l.net == "control_soft_reset") continue;
        if (l.net == "window")
            nets.push_back({"$clog2(SLOTS*TILES+1)-1:0", l.net});
        else if (l.lanes)
            nets.push_back({lanes(design, l.width), l.net});
        else
            nets.push_back({l.width == 1 ? "" : fmt::format("{}:0", l.width - 1), l.net});
    }
    for (const auto& flag : flags_of(design)) nets.push_back({lanes(design, 1), flag});
    w.wires(nets);
    w.line();
    std::vector<VerilogConnection> pins{{"clk_i", "clk_i"}, {"rst_ni", "rst_n"}};
    for (const auto& p : control_ports(design)) pins.push_back({p.name, p.name});
    for (const auto& l : links)
        pins.push_back({l.port, design.heads == 1 && l.net.front() == '|' ? l.net.substr(1) : l.net});
    pins.push_back({"irq_o", "irq_o"});
    w.instance(regs_module(design), {{"HEADS", design.heads == 1 ? "1" : "HEADS"}}, "u_regs", pins);
}

void emit_feature_sections(VerilogWriter& w, const Design& design) {
    for (const auto* feature : features_of(design)) {
        if (feature->top == nullptr) continue;
        const auto parts = feature->top(design);
        w.section(parts.title);
        w.wires(parts.nets);
        w.line();
        for (const auto& one : parts.instances) w.instance(one.module, one.parameters, one.name, one.pins);
    }
}

/// Name of the pin of a head's stream: `s_axis_3_tdata_i` of `s_axis_tdata`.
std::string stream_pin(const HeadPort& port, int head) {
    auto pin = port.net;
    pin.insert(pin.rfind('_'), fmt::format("_{}", head));
    return pin + (port.port.direction == PortDirection::in ? "_i" : "_o");
}

/// Bits of a net of all heads.
std::string bits_of(const HeadPort& port) {
    if (port.lane_bits == 1) return "";
    return port.stream && port.port.range == "DATA_BITS-1:0" ? "DATA_BITS" : std::to_string(port.lane_bits);
}

/// What the port of a head is connected to: of head h of many, or of the only one.
std::string net_of(const Design& design, const HeadPort& port) {
    if (design.heads == 1) return port.stream ? stream_pin(port, 0) : port.net;
    if (port.lane_bits == 0) return port.net;
    const auto bits = bits_of(port);
    return bits.empty() ? port.net + "[h]" : fmt::format("{0}[h*{1} +: {1}]", port.net, bits);
}

/// The pins of all heads as vectors.
void emit_streams(VerilogWriter& w, const Design& design) {
    w.section("Streams of all heads side by side");
    std::vector<VerilogNet> taken, given;
    std::vector<VerilogConnection> pins;
    for (const auto& port : head_connections(design)) {
        if (!port.stream) continue;
        std::string list;
        for (int head = design.heads - 1; head >= 0; --head)
            list += (list.empty() ? "" : ", ") + stream_pin(port, head);
        list = "{" + list + "}";
        const auto range = all_heads(bits_of(port));
        if (port.port.direction == PortDirection::in) {
            taken.push_back({range, port.net, list});
        } else {
            given.push_back({range, port.net});
            pins.push_back({list, port.net});
        }
    }
    w.wires(taken);
    w.line();
    w.wires(given);
    w.assign_lists(pins);
}

void emit_heads(VerilogWriter& w, const Design& design) {
    const bool many = design.heads > 1;
    if (many) emit_streams(w, design);
    w.section(many ? "Heads" : "Head");
    std::vector<VerilogConnection> pins;
    for (const auto& port : head_connections(design)) pins.push_back({port.port.name, net_of(design, port)});
    if (many) {
        w.line("genvar h;");
        w.open("generate");
        w.open("for (h = 0; h < HEADS; h = h + 1) begin : gen_heads");
    }
    w.instance(design.head_module, pass_on(engine_parameters(design)), "u_head", pins);
    if (many) {
        w.close("end");
        w.close("endgenerate");
    }
}

}  // namespace

void emit_top(const Design& design, std::vector<File>& files) {
    VerilogWriter w;
    emit_header(w, design);
    emit_reset(w);
    emit_regs(w, design);
    emit_feature_sections(w, design);
    emit_heads(w, design);
    w.end_module();
    files.push_back({fmt::format("rtl/{}.v", design.top), w.text()});
}

}  // namespace kvolt
