// SPDX-License-Identifier: Apache-2.0
// config.toml and manifest.json: what was asked for, every number that follows from it, and a checksum of every other
// file.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "gen/config/cell_table.hpp"
#include "gen/config/to_toml.hpp"
#include "gen/design/normalizer.hpp"
#include "gen/emit/emit_common.hpp"
#include "gen/emit/emitters.hpp"

namespace kvolt {
namespace {

using Json = nlohmann::ordered_json;

Json sizes_json(const Design& d) {
    return {{"heads", d.heads},
            {"rows", d.rows},
            {"slots", d.slots},
            {"tiles", d.tiles},
            {"window", d.window},
            {"q_max", d.q_max},
            {"level_max", d.level_max},
            {"code_max", d.code_max},
            {"raw_max", d.raw_max},
            {"scale_reset", d.scale_reset},
            {"offset_reset", d.offset_reset}};
}

Json schedule_json(const Schedule& s) {
    return {{"write_cycles", s.write_cycles},     {"guard_cycles", s.guard_cycles},
            {"gap_cycles", s.gap_cycles},         {"unit_cycles", s.unit_cycles},
            {"pulse_cycles", s.pulse_cycles},     {"phi_cycles", s.phi_cycles},
            {"settle_cycles", s.settle_cycles},   {"readout_cycles", s.readout_cycles},
            {"score_frame", s.score_frame},       {"write_frame", s.write_frame},
            {"weigh_frame", s.weigh_frame},       {"frame_cycles", s.frame_cycles},
            {"sync_stages", s.sync_stages},       {"sign_hold", s.sign_hold},
            {"convert_frame", s.convert_frame},   {"read_frame", s.read_frame},
            {"integrators", s.integrators},       {"result_depth", s.result_depth},
            {"latency_cycles", s.latency_cycles}, {"interval_cycles", s.interval_cycles},
            {"through_cycles", s.through_cycles}};
}

/// Empty on the pulse path.
Json adc_json(const AdcPlan& p) {
    if (!p.on) return Json::object();
    return {{"array_rows", p.array_rows},
            {"groups", p.groups},
            {"passes", p.passes},
            {"converters", p.converters},
            {"bits", p.bits},
            {"lsb_ua", p.lsb_ua},
            {"score_bits", p.score_bits},
            {"phi_bits", p.phi_bits},
            {"phi_max", p.phi_max},
            {"phi_unit_cycles", p.phi_unit_cycles},
            {"normalizer", normalizer(p.normalizer.kind).name},
            {"normalizer_cycles", p.normalizer_cycles},
            {"shared_normalizer", p.shared_normalizer},
            {"read_passes", p.read_passes},
            {"read_converters", p.read_converters}};
}

Json stream_json(const StreamLayout& s) {
    return {{"data_bits", s.data_bits},
            {"q_bits", s.q_bits},
            {"k_bits", s.k_bits},
            {"v_bits", s.k_bits},
            {"token_bits", s.token_bits},
            {"token_beats", s.token_beats},
            {"query_beats", s.query_beats},
            {"word_bits", s.word_bits},
            {"words_per_beat", s.words_per_beat},
            {"result_beats", s.result_beats},
            {"user_bits", s.user_bits}};
}

Json widths_json(const Widths& w) {
    return {{"slot_bits", w.slot_bits},           {"tile_bits", w.tile_bits},     {"window_bits", w.window_bits},
            {"popcount_bits", w.popcount_bits},   {"sum_bits", w.sum_bits},       {"scale_bits", w.scale_bits},
            {"scale_fraction", w.scale_fraction}, {"offset_bits", w.offset_bits}, {"address_bits", w.address_bits}};
}

const char* access_name(Access access) {
    switch (access) {
        case Access::read_only:
            return "ro";
        case Access::read_write:
            return "rw";
        case Access::write_one_clear:
            return "w1c";
        case Access::write_pulse:
            return "w1";
    }
    return "";
}

Json registers_json(const Design& design) {
    Json list = Json::array();
    for (const auto& reg : design.registers) {
        Json fields = Json::array();
        for (const auto& f : reg.fields) {
            Json field{{"name", f.name},
                       {"lsb", f.lsb},
                       {"width", f.width},
                       {"access", access_name(f.access)},
                       {"reset", f.reset}};
            if (f.is_signed) field["signed"] = true;
            if (f.access == Access::read_write) field.update({{"min", f.min}, {"max", f.max}});
            fields.push_back(std::move(field));
        }
        list.push_back({{"name", reg.name}, {"offset", reg.offset}, {"head", reg.head}, {"fields", std::move(fields)}});
    }
    return list;
}

Json macro_json(const MacroRecord& macro) {
    Json pins = Json::array();
    for (const auto& pin : macro.pins) {
        pins.push_back({{"name", pin.name},
                        {"direction", pin.direction == PinDirection::in ? "input" : "output"},
                        {"width", pin.width},
                        {"capacitance_ff", pin.capacitance_ff}});
    }
    return {
        {"module", macro.module},     {"area_um2", macro.area_um2}, {"cells_area_um2", macro.cells_area_um2},
        {"setup_ns", macro.setup_ns}, {"hold_ns", macro.hold_ns},   {"clock_to_output_ns", macro.clock_to_output_ns},
        {"pins", std::move(pins)}};
}

Json ports_json(const Design& design) {
    Json list = Json::array();
    for (const auto& p : top_ports(design)) {
        list.push_back({{"name", p.name},
                        {"direction", p.direction == PortDirection::in ? "input" : "output"},
                        {"width", p.width}});
    }
    return list;
}

Json files_json(const std::vector<File>& files) {
    std::vector<const File*> sorted;
    for (const auto& file : files) sorted.push_back(&file);
    std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) { return a->path < b->path; });
    Json list = Json::array();
    for (const auto* file : sorted) {
        list.push_back({{"path", file->path},
                        {"bytes", file->text.size()},
                        {"fnv1a64", fmt::format("{:016x}", fnv1a(file->text))}});
    }
    return list;
}

Json macros_json(const Design& design) {
    Json list = Json::array();
    for (const auto& macro : design.macros) list.push_back(macro_json(macro));
    return list;
}

}  // namespace

void emit_manifest(const Design& design, std::vector<File>& files) {
    files.push_back({"config.toml", to_toml(design.config)});
    if (design.config.analog.cell == CellKind::table)
        files.push_back({kCellTableFile, cell_table_text(design.config.analog.points)});
    const Json manifest{{"generator", "kvolt"},
                        {"version", design.version},
                        {"name", design.name},
                        {"hash", hash_text(design)},
                        {"top", design.top},
                        {"head_module", design.head_module},
                        {"clock_ns", design.config.timing.clock_ns},
                        {"sizes", sizes_json(design)},
                        {"schedule", schedule_json(design.schedule)},
                        {"adc", adc_json(design.adc)},
                        {"stream", stream_json(design.stream)},
                        {"widths", widths_json(design.widths)},
                        {"ports", ports_json(design)},
                        {"registers", registers_json(design)},
                        {"macros", macros_json(design)},
                        {"files", files_json(files)}};
    files.push_back({"manifest.json", manifest.dump(2) + "\n"});
}

}  // namespace kvolt
