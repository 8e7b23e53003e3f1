// SPDX-License-Identifier: Apache-2.0
#include "gen/emit/head_ports.hpp"

namespace kvolt {
namespace {

constexpr auto in = PortDirection::in;
constexpr auto out = PortDirection::out;

std::vector<HeadPort> control() {
    return {
        {{in, "", "clk_i", ""}, "clk_i", 0},
        {{in, "", "rst_ni", "asynchronous assert, synchronous release; the engine's reset or a soft reset"},
         "heads_rst_n",
         0},
        {{in, "", "enable_i", "tokens are taken from the buffer while high; those on their way always finish"},
         "control_enable",
         0},
        {{in, "", "start_of_sequence_i", "pulse: the next admitted token is the first of a sequence"},
         "control_start_of_sequence",
         0},
        {{in, "", "clear_counters_i", "pulse: all counters restart from zero"}, "control_clear_counters", 0},
        {{in, "$clog2(SLOTS*TILES+1)-1:0", "window_i", "slots in use, 1..SLOTS*TILES; sampled when a sequence starts"},
         "window",
         0},
    };
}

std::vector<HeadPort> data(const Design& design) {
    const int beat = design.stream.data_bits, user = design.stream.user_bits;
    return {
        {{in, "15:0", "scale_i", "signed Q4.12, 4096 = 1.0; this and the offset are taken over when a result starts"},
         "scale",
         16},
        {{in, "15:0", "offset_i", "signed, LSB of the output word"}, "offset", 16},
        {{in, "DATA_BITS-1:0", "s_axis_tdata_i",
          "tokens: q, then k, then v, lane 0 first, packed little-endian without gaps"},
         "s_axis_tdata",
         beat,
         true},
        {{in, range_of(user), "s_axis_tuser_i",
          "on the first beat: [0] first token of a sequence, [1] query only, [2] write only"},
         "s_axis_tuser",
         user,
         true},
        {{in, "", "s_axis_tvalid_i", ""}, "s_axis_tvalid", 1, true},
        {{in, "", "s_axis_tlast_i", ""}, "s_axis_tlast", 1, true},
        {{out, "", "s_axis_tready_o", ""}, "s_axis_tready", 1, true},
        {{out, "DATA_BITS-1:0", "m_axis_tdata_o", "results: ROWS words, lane 0 first"}, "m_axis_tdata", beat, true},
        {{out, "", "m_axis_tvalid_o", ""}, "m_axis_tvalid", 1, true},
        {{out, "", "m_axis_tlast_o", ""}, "m_axis_tlast", 1, true},
        {{in, "", "m_axis_tready_i", ""}, "m_axis_tready", 1, true},
    };
}

/// Counters, events and states, row by row of the design's tables.
std::vector<HeadPort> reports(const Design& design) {
    std::vector<HeadPort> ports;
    for (const auto& c : design.counters) {
        const bool first = &c == &design.counters.front();
        ports.push_back({{out, range_of(c.width), c.name + "_o",
                          c.doc + (first ? "; this and the other counters stop at their largest value" : "")},
                         c.name,
                         c.width});
    }
    for (const auto& e : design.events) ports.push_back({{out, "", e.name + "_o", "pulse: " + e.doc}, e.name, 1});
    for (const auto& s : design.states) ports.push_back({{out, "", s.name + "_o", s.port}, s.name, 1});
    return ports;
}

void append(std::vector<HeadPort>& list, const std::vector<HeadPort>& more) {
    list.insert(list.end(), more.begin(), more.end());
}

}  // namespace

std::vector<HeadPort> head_connections(const Design& design) {
    std::vector<HeadPort> settings, ports;
    for (const auto* feature : features_of(design)) {
        const auto parts = feature->head(design);
        append(settings, parts.settings);
        append(ports, parts.ports);
    }
    auto all = control();
    append(all, settings);
    append(all, data(design));
    append(all, reports(design));
    append(all, ports);
    return all;
}

std::vector<VerilogPort> head_ports(const Design& design) {
    std::vector<VerilogPort> ports;
    for (const auto& one : head_connections(design)) ports.push_back(one.port);
    return ports;
}

}  // namespace kvolt
