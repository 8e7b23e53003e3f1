// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "gen/design/design.hpp"
#include "gen/design/normalizer.hpp"

namespace kvolt {
namespace {

class Facts {
public:
    std::vector<DerivedFact> take() { return std::move(facts_); }

    void group(std::string name) { group_ = std::move(name); }

    template <class T>
    void add(std::string name, const T& value, std::string unit, std::string meaning) {
        facts_.push_back({group_, std::move(name), text_of(value), std::move(unit), std::move(meaning)});
    }

private:
    template <class T>
    static std::string text_of(const T& value) {
        return fmt::format("{}", value);
    }
    static std::string text_of(double value) {
        return value >= 1e6 ? fmt::format("{:.0f}", value) : fmt::format("{:.6g}", value);
    }

    std::string group_;
    std::vector<DerivedFact> facts_;
};

/// "tile", "karray", "varray".
std::string short_name(const Design& d, const MacroRecord& macro) { return macro.module.substr(d.top.size() + 1); }

void add_adc(Facts& f, const Design& d) {
    const auto& p = d.adc;
    if (!p.on) return;
    f.group("adc");
    f.add("array_rows", p.array_rows, "rows", "of each array");
    f.add("groups", p.groups, "", "arrays that share the rows of a tile; their score codes are added");
    f.add("converters", p.converters, "", "of each K array");
    f.add("passes", p.passes, "", "columns of a converter, one after another");
    f.add("lsb", p.lsb_ua, "uA", "one score code");
    f.add("score_bits", p.score_bits, "bits", "score code summed over the groups");
    f.add("phi_max", p.phi_max, "", "largest normalized code");
    f.add("normalizer", normalizer(p.normalizer.kind).name, "", std::string(normalizer(p.normalizer.kind).describe));
    f.add("normalizer_scale", p.normalizer.scale_ua, "uA", "score that is y = 1");
    f.add("normalizer_error", normalizer(p.normalizer.kind).error_bound(p.normalizer), "codes",
          "bound against the real formula");
    f.add("normalizers", p.shared_normalizer ? 1 : d.tiles * p.converters, "",
          p.shared_normalizer ? "of a head: the ramp's counter is normalized"
                              : "of a head, one behind every score converter");
    f.add("normalizer_cycles", p.normalizer_cycles, "cycles", "score code to phi code");
    f.add("convert_frame", d.schedule.convert_frame, "cycles", "stage X");
    f.add("read_frame", d.schedule.read_frame, "cycles", "stage R");
}

void add_retention(Facts& f, const Design& d) {
    if (d.refresh.on) {
        f.group("retention");
        f.add("refresh_period", d.refresh.period, "packets", "from one refreshed slot to the next");
        f.add("shadow_bits", std::int64_t{d.window} * 2 * d.stream.k_bits, "bits",
              "digital copy of the levels, of a head");
    }
    const auto& r = d.retention;
    if (!r.on) return;
    f.group("retention");
    f.add("group_slots", r.group_slots, "slots", "share an age");
    f.add("age_groups", r.groups, "", "of a head, each with a stamp");
    f.add("age_bits", r.age_bits, "bits", "of a stamp");
    f.add("limit_max", r.limit_max, "packets", "largest value of RETENTION_LIMIT");
}

void add_protected(Facts& f, const Design& d) {
    const auto& p = d.protect;
    if (!p.on) return;
    const auto& s = d.schedule;
    f.group("protected");
    f.add("protected_first", p.first, "tokens", "of a sequence, kept and computed digitally");
    f.add("protected_newest", p.newest, "tokens", "of the window, computed digitally");
    f.add("protected_bits", std::int64_t{2} * p.entries * d.rows * d.config.bits.kv, "bits", "store of each head");
    f.add("protected_lanes", p.lanes, "rows", "computed at a time");
    f.add("protected_multipliers", p.entries * p.lanes, "", "of each head");
    f.add("protected_normalizers", p.normalizers, "", "of each head");
    f.add("protected_current_bits", p.current_bits, "bits", fmt::format("signed, in units of {:.6g} uA", p.unit_ua));
    f.add("protected_score_bits", p.score_bits, "bits", "signed");
    f.add("protected_phi_bits", p.phi_bits, "bits", "weight");
    f.add("protected_row_bits", p.row_bits, "bits", "sum over the tokens, signed");
    f.add("protected_total_bits", p.total_bits, "bits", "tile codes and contributions, signed");
    f.add("protected_max", p.contribution_max, "LSB", "largest contribution");
    if (!d.adc.on) f.add("protected_error", p.error_lsb, "LSB", "bound of a contribution against the real formula");
    f.add("protected_busy_cycles", s.protected_scored + p.steps - 1, "cycles",
          "admission of a query to the next admission");
    f.add("protected_cycles", s.protected_scored + s.protected_done, "cycles",
          "admission of a query to its contributions");
}

void add_sizes(Facts& f, const Design& d) {
    f.group("size");
    f.add("heads", d.heads, "", "independent heads");
    f.add("rows", d.rows, "", "head dimension, rows of a tile");
    f.add("slots", d.slots, "", "token slots of a tile");
    f.add("tiles", d.tiles, "", "tiles of a head");
    f.add("window", d.window, "tokens", "tokens a query sees at most");
    f.add("cells",
          std::int64_t{2} * d.heads * d.tiles * (d.adc.on ? d.adc.groups * d.adc.array_rows : d.rows) * d.slots, "",
          "gain cells of the engine");
    f.add("q_max", d.q_max, "", "largest query code");
    f.add("level_max", d.level_max, "", "largest stored level");
    f.add("code_max", d.code_max, "", "largest magnitude of a tile code");
    f.add("raw_max", d.raw_max, "", "largest magnitude of a head's raw output");
}

void add_schedule(Facts& f, const Design& d) {
    const auto& s = d.schedule;
    const double clock_ns = d.config.timing.clock_ns;
    f.group("schedule");
    f.add("gap_cycles", s.gap_cycles, "cycles", "write and guard at the start of a frame");
    f.add("pulse_cycles", s.pulse_cycles, "cycles", "longest q pulse");
    f.add("phi_cycles", s.phi_cycles, "cycles", "longest pulse between the arrays");
    f.add("readout_cycles", s.readout_cycles, "cycles", "count window of the signed readout");
    f.add("score_frame", s.score_frame, "cycles", "stage Q");
    f.add("weigh_frame", s.weigh_frame, "cycles", "stage P");
    f.add("frame_cycles", s.frame_cycles, "cycles", "a frame with all stages occupied");
    f.add("integrators", s.integrators, "", "per column; 2 overlap score and weighing");
    f.add("sync_stages", s.sync_stages, "", "flip-flops that synchronize a macro pulse");
    f.add("result_depth", s.result_depth, "", "results held while the output stream waits");
    f.add("latency_cycles", s.latency_cycles, "cycles",
          "last input beat accepted to first output beat, empty pipeline");
    f.add("latency_ns", s.latency_cycles * clock_ns, "ns", "the same");
    f.add("interval_cycles", s.interval_cycles, "cycles", "steady-state distance of results");
    f.add("through_cycles", s.through_cycles, "cycles",
          "first input beat to last output beat, both accepted, empty pipeline");
    f.add("tokens_per_second", 1e9 / (s.interval_cycles * clock_ns), "1/s", "per head");
}

void add_interfaces(Facts& f, const Design& d) {
    const auto& s = d.stream;
    f.group("stream");
    f.add("token_bits", s.token_bits, "bits", fmt::format("q {} + k {} + v {}", s.q_bits, s.k_bits, s.k_bits));
    f.add("token_beats", s.token_beats, "beats", "full token, and write only");
    f.add("query_beats", s.query_beats, "beats", "query only");
    f.add("result_beats", s.result_beats, "beats",
          fmt::format("{} words of {} bits, {} a beat", d.rows, s.word_bits, s.words_per_beat));
    f.add("input_interface_bits", s.data_bits + s.user_bits + 3, "bits",
          "tdata, tuser, tvalid, tready, tlast of each head");
    f.add("output_interface_bits", s.data_bits + 3, "bits", "tdata, tvalid, tready, tlast of each head");
    for (const auto& macro : d.macros) {
        int bits = 0;
        for (const auto& pin : macro.pins) bits += pin.width;
        f.add(d.adc.on ? short_name(d, macro) + "_interface_bits" : "macro_interface_bits", bits, "bits",
              fmt::format("pins of each {} macro", short_name(d, macro)));
    }
}

void add_widths(Facts& f, const Design& d) {
    const auto& w = d.widths;
    f.group("width");
    f.add("slot_bits", w.slot_bits, "bits", "slot within a tile");
    f.add("tile_bits", w.tile_bits, "bits", "tile, and the frontier");
    f.add("window_bits", w.window_bits, "bits", "a count of tokens");
    f.add("popcount_bits", w.popcount_bits, "bits", "pulses of all tiles in one cycle");
    f.add("sum_bits", w.sum_bits, "bits", "signed sum, whatever the macros do");
    f.add("scale_bits", w.scale_bits, "bits", "signed, 12 fraction bits");
    f.add("offset_bits", w.offset_bits, "bits", "signed");
    f.add("address_bits", w.address_bits, "bits", "AXI4-Lite byte address");
}

void add_macro(Facts& f, const Design& d) {
    f.group("macro");
    for (const auto& macro : d.macros) {
        const auto name = short_name(d, macro);
        f.add(name + "_area_um2", macro.area_um2, "um2", fmt::format("one {}, estimated", name));
        f.add(name + "_cells_area_um2", macro.cells_area_um2, "um2", "its cells, estimated");
    }
}

void add_registers(Facts& f, const Design& d) {
    f.group("register");
    f.add("registers", d.registers.size(), "", "of the engine and of every head");
    f.add("register_span", 1 << d.widths.address_bits, "bytes", "address space of the AXI4-Lite port");
}

}  // namespace

std::vector<DerivedFact> derived_facts(const Design& design) {
    Facts facts;
    add_sizes(facts, design);
    add_schedule(facts, design);
    add_adc(facts, design);
    add_retention(facts, design);
    add_protected(facts, design);
    add_interfaces(facts, design);
    add_widths(facts, design);
    add_macro(facts, design);
    add_registers(facts, design);
    return facts.take();
}

}  // namespace kvolt
