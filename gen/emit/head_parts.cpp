// SPDX-License-Identifier: Apache-2.0
#include "gen/emit/head_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gen/emit/calibration_parts.hpp"
#include "gen/emit/emit_common.hpp"
#include "gen/emit/head_nets.hpp"

namespace kvolt {
namespace {

constexpr auto in = PortDirection::in;
constexpr auto out = PortDirection::out;

void emit_word_lines(VerilogWriter& w, const std::string& array, const std::string& address_suffix) {
    w.instance("kv_word_lines", {{"SLOTS", "SLOTS"}, {"TILES", "TILES"}}, fmt::format("u_{}_word_lines", array),
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"write_d_i", array + "_write_d"},
                {"tile_i", "tile" + address_suffix},
                {"slot_i", "slot" + address_suffix},
                {"wl_o", array + "_wl"}});
}

/// Counters, events and states, row by row of the design's tables.
void add_report_ports(const Design& design, std::vector<VerilogPort>& ports) {
    for (const auto& c : design.counters)
        ports.push_back(
            {out, range_of(c.width), c.name + "_o",
             c.doc +
                 (&c == &design.counters.front() ? "; this and the other counters stop at their largest value" : "")});
    for (const auto& e : design.events) ports.push_back({out, "", e.name + "_o", "pulse: " + e.doc});
    for (const auto& s : design.states) ports.push_back({out, "", s.name + "_o", s.port});
}

}  // namespace

std::vector<VerilogPort> head_ports(const Design& design) {
    std::vector<VerilogPort> ports{
        {in, "", "clk_i", ""},
        {in, "", "rst_ni", "asynchronous assert, synchronous release; the engine's reset or a soft reset"},
        {in, "", "enable_i", "tokens are taken from the buffer while high; those on their way always finish"},
        {in, "", "start_of_sequence_i", "pulse: the next admitted token is the first of a sequence"},
        {in, "", "clear_counters_i", "pulse: all counters restart from zero"},
        {in, "$clog2(SLOTS*TILES+1)-1:0", "window_i", "slots in use, 1..SLOTS*TILES; sampled when a sequence starts"},
        {in, "15:0", "scale_i", "signed Q4.12, 4096 = 1.0; change it only between tokens"},
        {in, "15:0", "offset_i", "signed, LSB of the output word; change it only between tokens"},
        {in, "DATA_BITS-1:0", "s_axis_tdata_i",
         "tokens: q, then k, then v, lane 0 first, packed little-endian without gaps"},
        {in, "2:0", "s_axis_tuser_i",
         "on the first beat: [0] first token of a sequence, [1] query only, [2] write only"},
        {in, "", "s_axis_tvalid_i", ""},
        {in, "", "s_axis_tlast_i", ""},
        {out, "", "s_axis_tready_o", ""},
        {out, "DATA_BITS-1:0", "m_axis_tdata_o", "results: ROWS words, lane 0 first"},
        {out, "", "m_axis_tvalid_o", ""},
        {out, "", "m_axis_tlast_o", ""},
        {in, "", "m_axis_tready_i", ""},
    };
    add_report_ports(design, ports);
    // Inputs that are optional stand behind the window they belong to.
    std::vector<VerilogPort> optional;
    if (const int entries = design.config.repair.slots; entries > 0) {
        optional.push_back({in, fmt::format("{}:0", entries - 1), "repair_valid_i",
                            "entry e names a bad slot: never written, never live; sampled when a sequence starts"});
        optional.push_back({in, fmt::format("{}:0", entries * design.widths.index_bits - 1), "repair_slot_i",
                            fmt::format("linear index, entry e in bits [e*{0} +: {0}]", design.widths.index_bits)});
    }
    if (design.retention.on) {
        optional.push_back({in, fmt::format("{}:0", design.retention.age_bits - 1), "retention_limit_i",
                            "packets after which stored tokens are too old, 0 = any number; sampled when a sequence "
                            "starts"});
    }
    if (design.refresh.on) {
        optional.push_back({in, fmt::format("{}:0", design.refresh.period_bits - 1), "refresh_period_i",
                            "packets from one refreshed slot to the next, 0 = never; sampled when a sequence starts"});
    }
    const auto window = std::find_if(ports.begin(), ports.end(), [](const auto& p) { return p.name == "window_i"; });
    ports.insert(window + 1, optional.begin(), optional.end());
    add_calibration_ports(design, ports);
    return ports;
}

void emit_head_tokens(VerilogWriter& w, const Design& design, bool v_later) {
    w.section("Tokens: checked and buffered as one flat vector");
    if (design.refresh.on)
        w.wires({{"", "refreshing", "", "the last admission was a refresh"},
                 {"", "write_done", "", "the levels of the last admission have been taken"}});
    const bool switched = design.calibration.on;
    const std::string token = switched ? "stream_token" : "token";
    w.wires({
        {"TOKEN_BITS-1:0", token},
        {"", stream_token(design, "valid")},
        {"", stream_token(design, "first")},
        {"", stream_token(design, "write")},
        {"", stream_token(design, "query")},
        {"", stream_token(design, "pop"), design.refresh.on && !switched ? "write_done & ~refreshing" : ""},
        {"", "packet_error"},
    });
    w.line();
    w.instance("kv_token_in", {{"DATA_BITS", "DATA_BITS"}, {"TOKEN_BITS", "TOKEN_BITS"}, {"QUERY_BITS", "QUERY_BITS"}},
               "u_token_in",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"s_tdata_i", "s_axis_tdata_i"},
                {"s_tuser_i", "s_axis_tuser_i"},
                {"s_tvalid_i", "s_axis_tvalid_i"},
                {"s_tlast_i", "s_axis_tlast_i"},
                {"s_tready_o", "s_axis_tready_o"},
                {"token_valid_o", stream_token(design, "valid")},
                {"token_pop_i", stream_token(design, "pop")},
                {"token_o", token},
                {"token_first_o", stream_token(design, "first")},
                {"token_write_o", stream_token(design, "write")},
                {"token_query_o", stream_token(design, "query")},
                {"packet_error_o", "packet_error"}});
    w.line();
    emit_token_switch(w, design);
    const std::string k = "token[QUERY_BITS +: LEVEL_BITS]", v = "token[QUERY_BITS + LEVEL_BITS +: LEVEL_BITS]";
    const std::string v_level = v_later ? "v_level_new" : "v_level";
    if (!design.refresh.on)
        return w.wires({{"QUERY_BITS-1:0", "q_code", "token[0 +: QUERY_BITS]"},
                        {"LEVEL_BITS-1:0", "k_level", k},
                        {"LEVEL_BITS-1:0", v_level, v}});
    w.wires({{"QUERY_BITS-1:0", "q_code", "token[0 +: QUERY_BITS]"},
             {"2*LEVEL_BITS-1:0", "copy_level", "", "of a stored token, k below v"},
             {"LEVEL_BITS-1:0", "k_level", "refreshing ? copy_level[0 +: LEVEL_BITS] : " + k},
             {"LEVEL_BITS-1:0", v_level, "refreshing ? copy_level[LEVEL_BITS +: LEVEL_BITS] : " + v}});
}

namespace {

/// kv_window, or what takes its place where slots can be named bad.
void emit_slots(VerilogWriter& w, const Design& design, const std::string& maybe_unused) {
    const int entries = design.config.repair.slots;
    std::vector<VerilogConnection> parameters{{"SLOTS", "SLOTS"}, {"TILES", "TILES"}};
    std::vector<VerilogConnection> pins{{"clk_i", "clk_i"},
                                        {"rst_ni", "rst_ni"},
                                        {"admit_i", packet_admit(design)},
                                        {"first_i", "first"},
                                        {"write_i", array_write(design)},
                                        {"window_i", "window_i"}};
    if (entries > 0) {
        parameters.push_back({"ENTRIES", std::to_string(entries)});
        parameters.push_back({"COUNT", counts_stored(design) ? "1" : "0"});
        pins.push_back({"bad_valid_i", "repair_valid_i"});
        pins.push_back({"bad_slot_i", "repair_slot_i"});
        pins.push_back({"ready_o", "slot_ready"});
    }
    const std::string walk = design.refresh.on ? "walk_" : "";
    pins.push_back({"tile_o", maybe_unused + walk + "tile"});
    pins.push_back({"slot_o", maybe_unused + walk + "slot"});
    pins.push_back({"tile_d_o", walk + "tile_d"});
    pins.push_back({"slot_d_o", walk + "slot_d"});
    pins.push_back({"frontier_tile_o", "frontier_tile"});
    pins.push_back({"frontier_slot_o", "frontier_slot"});
    if (entries > 0) {
        pins.push_back({"usable_o", "usable"});
        pins.push_back({"count_tile_o", stored_tile(design)});
        pins.push_back({"count_slot_o", stored_slot(design)});
    }
    w.instance(entries > 0 ? "kv_window_repair" : "kv_window", parameters, "u_window", pins);
}

/// What every live slot must be besides stored: masks that are ANDed to the thermometer of the stored slots.
std::vector<std::string> live_masks(const Design& design) {
    std::vector<std::string> masks;
    if (design.config.repair.slots > 0) masks.emplace_back("usable");
    if (design.retention.masks) masks.emplace_back("retained");
    if (design.calibration.on) masks.emplace_back("{(TILES*SLOTS){~zero_read}}");
    if (design.protect.newest > 0) masks.emplace_back("~newest");
    return masks;
}

/// Addresses of writes: of the walk, or of the slot that is refreshed.
void add_refresh_addresses(std::vector<VerilogNet>& nets, bool v_later) {
    nets.insert(nets.end(),
                {{"TILE_BITS-1:0", "walk_tile", "", "address of the youngest slot"},
                 {"SLOT_BITS-1:0", "walk_slot"},
                 {"TILE_BITS-1:0", "walk_tile_d", "", "address of the next cycle"},
                 {"SLOT_BITS-1:0", "walk_slot_d"},
                 {"TILE_BITS-1:0", "refresh_tile"},
                 {"SLOT_BITS-1:0", "refresh_slot"},
                 {"TILE_BITS-1:0", "tile_d", "refresh_ready ? refresh_tile : walk_tile_d", "for the word lines"},
                 {"SLOT_BITS-1:0", "slot_d", "refresh_ready ? refresh_slot : walk_slot_d"}});
    if (!v_later) return;
    nets.push_back({"TILE_BITS-1:0", "tile", "refreshing ? refresh_tile : walk_tile", "for V, a stage later"});
    nets.push_back({"SLOT_BITS-1:0", "slot", "refreshing ? refresh_slot : walk_slot"});
}

void emit_refresh(VerilogWriter& w, const Design& design) {
    w.line();
    w.instance("kv_refresh",
               {{"SLOTS", "SLOTS"},
                {"TILES", "TILES"},
                {"PERIOD_BITS", std::to_string(design.refresh.period_bits)},
                {"WIDTH", "2*LEVEL_BITS"}},
               "u_refresh",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"admit_i", counted_admit(design)},
                {"first_i", "first"},
                {"write_i", "token_write"},
                {"window_i", "window_i"},
                {"period_i", "refresh_period_i"},
                {"tile_i", "walk_tile"},
                {"slot_i", "walk_slot"},
                {"levels_i", "token[QUERY_BITS +: 2*LEVEL_BITS]"},
                {"live_i", "live"},
                {"hold_o", "refresh_hold"},
                {"ready_o", "refresh_ready"},
                {"active_o", "refreshing"},
                {"tile_o", "refresh_tile"},
                {"slot_o", "refresh_slot"},
                {"levels_o", "copy_level"}});
}

/// `stored` is the net of the slots that hold a token of the sequence.
void emit_retention(VerilogWriter& w, const Design& design, const std::string& stored) {
    w.line();
    w.instance("kv_retention",
               {{"SLOTS", "SLOTS"},
                {"TILES", "TILES"},
                {"GROUP", std::to_string(design.retention.group_slots)},
                {"AGE_BITS", std::to_string(design.retention.age_bits)}},
               "u_retention",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"admit_i", counted_admit(design)},
                {"first_i", "first"},
                {"write_i", "token_write"},
                {"query_i", "token_query"},
                {"limit_i", "retention_limit_i"},
                {"tile_i", "tile"},
                {"slot_i", "slot"},
                {"tile_d_i", "tile_d"},
                {"slot_d_i", "slot_d"},
                {"frontier_tile_i", "frontier_tile"},
                {"frontier_slot_i", "frontier_slot"},
                {"stored_i", stored},
                {"retained_o", design.retention.masks ? "retained" : "unused_retained"},
                {"violation_o", "retention_violation"}});
}

}  // namespace

namespace {

const char* address_note(const Design& design, bool v_later) {
    if (design.retention.on || design.protect.on) return "address of the youngest slot";
    return v_later ? "address of the token in stage Q" : "only a V write in stage P needs it";
}

}  // namespace

void emit_head_window(VerilogWriter& w, const Design& design, bool v_later) {
    const std::string maybe_unused =
        v_later || design.retention.on || design.refresh.on || design.protect.on ? "" : "unused_";
    const auto masks = live_masks(design);
    w.section("Window: the slot to write, the slots that take part");
    std::vector<VerilogNet> nets{{"", "first"}};
    if (design.refresh.on)
        add_refresh_addresses(nets, v_later);
    else
        nets.insert(nets.end(), {{"TILE_BITS-1:0", maybe_unused + "tile", "", address_note(design, v_later)},
                                 {"SLOT_BITS-1:0", maybe_unused + "slot"},
                                 {"TILE_BITS-1:0", "tile_d", "", "address of the next cycle, for the word lines"},
                                 {"SLOT_BITS-1:0", "slot_d"}});
    nets.insert(nets.end(), {
                                {"TILE_BITS-1:0", "frontier_tile"},
                                {"SLOT_BITS-1:0", "frontier_slot"},
                            });
    if (design.config.repair.slots > 0) {
        nets.push_back({"TILE_BITS-1:0", stored_tile(design), "",
                        counts_stored(design) ? "tokens in the window" : "nobody asks how many tokens there are"});
        nets.push_back({"SLOT_BITS-1:0", stored_slot(design)});
        nets.push_back({"TILES*SLOTS-1:0", "usable", "", "slots that no repair register names"});
    }
    if (design.retention.on) {
        nets.push_back(
            {"TILES*SLOTS-1:0", design.retention.masks ? "retained" : "unused_retained", "",
             design.retention.masks ? "slots within the retention limit" : "tokens beyond the limit are counted only"});
        nets.push_back({"", "retention_violation"});
    }
    std::string live;
    for (const auto& mask : masks) live += " & " + mask;
    if (!masks.empty()) nets.push_back({"TILES*SLOTS-1:0", "stored", "", "slots below the frontier"});
    if (design.protect.on)
        nets.push_back({"TILES*SLOTS-1:0", design.protect.newest > 0 ? "newest" : "unused_newest", "",
                        "slots of protected tokens"});
    nets.push_back({"TILES*SLOTS-1:0", "live", masks.empty() ? "" : "stored" + live});
    w.wires(nets);
    w.line();
    w.instance(
        "kv_sequence_start", {}, "u_sequence_start",
        {{"clk_i", "clk_i"},
         {"rst_ni", "rst_ni"},
         {"start_i", design.calibration.self_test ? "start_of_sequence_i | test_restart" : "start_of_sequence_i"},
         {"admit_i", packet_admit(design)},
         {"token_first_i", "token_first"},
         {"first_o", "first"}});
    w.line();
    emit_slots(w, design, maybe_unused);
    w.line();
    w.instance("kv_live_mask", {{"SLOTS", "SLOTS"}, {"TILES", "TILES"}}, "u_live_mask",
               {{"frontier_tile_i", "frontier_tile"},
                {"frontier_slot_i", "frontier_slot"},
                {"live_o", masks.empty() ? "live" : "stored"}});
    const std::string stored = masks.empty() ? "live" : "stored";
    if (design.retention.on) emit_retention(w, design, design.config.repair.slots > 0 ? stored + " & usable" : stored);
    if (design.refresh.on) emit_refresh(w, design);
}

void emit_head_drivers(VerilogWriter& w, bool v_later) {
    w.section("Drivers of the arrays: word lines, q pulses");
    std::vector<VerilogNet> nets{{"TILES*SLOTS-1:0", "k_wl"}};
    if (v_later) {
        nets.push_back({"TILES*SLOTS-1:0", "v_wl"});
        nets.push_back({"LEVEL_BITS-1:0", "v_level"});
    }
    nets.push_back({"ROWS-1:0", "q_pulse"});
    w.wires(nets);
    w.line();
    emit_word_lines(w, "k", "_d");
    w.line();
    if (v_later) {
        w.comment(
            "V is written a stage after K, because V of the token before is still being read: its levels and address "
            "wait one frame.");
        emit_word_lines(w, "v", "");
        w.line();
        w.instance("kv_hold", {{"WIDTH", "LEVEL_BITS"}}, "u_v_level",
                   {{"clk_i", "clk_i"}, {"en_i", "v_capture"}, {"d_i", "v_level_new"}, {"q_o", "v_level"}});
        w.line();
    }
    w.instance("kv_pulse_driver", {{"LANES", "ROWS"}, {"CODE_BITS", "Q_BITS"}, {"UNIT_CYCLES", "UNIT_CYCLES"}},
               "u_pulse_driver",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"load_i", "admit"},
                {"code_i", "q_code"},
                {"start_i", "score_start"},
                {"pulse_o", "q_pulse"}});
}

void emit_head_readout(VerilogWriter& w, const std::string& fault, const std::string& sign_hold) {
    w.section("Readout: signed pulses of all tiles summed while they last");
    w.wires({{"SUM_BITS*ROWS-1:0", "tile_sum", "", "bit b of all lanes in bits [b*ROWS +: ROWS]"},
             {"", "tile_sum_valid"},
             {"", "tile_sum_ready"},
             {"", fault}});
    w.line();
    w.instance("kv_readout",
               {{"LANES", "ROWS"},
                {"TILES", "TILES"},
                {"OUT_BITS", "OUT_BITS"},
                {"SYNC_STAGES", "SYNC_STAGES"},
                {"SIGN_HOLD", sign_hold}},
               "u_readout",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"start_i", "read_start"},
                {"pulse_i", "a_pulse"},
                {"sign_i", "a_sign"},
                {"sum_o", "tile_sum"},
                {"sum_valid_o", "tile_sum_valid"},
                {"sum_ready_i", "tile_sum_ready"},
                {"fault_o", fault}});
}

void emit_head_protected(VerilogWriter& w, const Design& design, bool v_later) {
    if (!design.protect.on) return;
    w.section("Protected tokens: computed digitally, added to the sum of the tiles");
    w.localparams({{"TOTAL_BITS", fmt::format("{}", design.protect.total_bits), "signed"}});
    w.wires({{"TOTAL_BITS*ROWS-1:0", "total"}});
    w.line();
    w.instance(protected_module(design),
               {{"ROWS", "ROWS"},
                {"SLOTS", "SLOTS"},
                {"TILES", "TILES"},
                {"Q_BITS", "Q_BITS"},
                {"KV_BITS", "KV_BITS"},
                {"SUM_BITS", "SUM_BITS"}},
               "u_protected",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"admit_i", "admit"},
                {"first_i", "first"},
                {"write_i", "token_write"},
                {"query_i", "token_query"},
                {"window_i", "window_i"},
                {"tile_i", "tile"},
                {"slot_i", "slot"},
                {"tile_d_i", "tile_d"},
                {"slot_d_i", "slot_d"},
                {"q_code_i", "q_code"},
                {"k_level_i", "k_level"},
                {"v_level_i", v_later ? "v_level_new" : "v_level"},
                {"array_write_o", "array_write"},
                {"ready_o", "protected_ready"},
                {"newest_o", design.protect.newest > 0 ? "newest" : "unused_newest"},
                {"done_o", "protected_done"},
                {"read_start_i", "read_start"},
                {"sum_i", "tile_sum"},
                {"take_i", "tile_sum_valid & tile_sum_ready"},
                {"total_o", "total"}});
}

void emit_head_result(VerilogWriter& w, const Design& design) {
    const bool calibrated = design.calibration.on;
    if (calibrated) emit_lanes(w, design);
    w.section(calibrated ? "Results: lanes corrected, scaled, rounded, saturated, streamed"
                         : "Results: scaled, rounded, saturated, streamed");
    std::vector<VerilogNet> nets{{"FLAG_BITS-1:0", "saturated"}, {"", "token_done"}};
    if (!calibrated)
        nets.insert(nets.end(), {{"", "result_busy"},
                                 {"", "unused_beat_en", "", "lanes are not calibrated"},
                                 {"(BEATS > 1 ? $clog2(BEATS) : 1)-1:0", "unused_beat"}});
    w.wires(nets);
    w.line();
    const std::string sum_bits = design.protect.on ? "TOTAL_BITS" : "SUM_BITS";
    std::vector<VerilogConnection> sizes{{"LANES", "ROWS"},  {"SUM_BITS", sum_bits},     {"WORD_BITS", "WORD_BITS"},
                                         {"WORDS", "WORDS"}, {"DATA_BITS", "DATA_BITS"}, {"DEPTH", "RESULT_DEPTH"}};
    if (calibrated)
        sizes.insert(sizes.end(), {{"CALIBRATED", "1"}, {"FRACTION_BITS", "AVERAGE_BITS"}, {"TRIM_BITS", "TRIM_BITS"}});
    w.instance("kv_result", sizes, "u_result",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"reserve_i", calibrated ? "result_reserve" : "read_start"},
                {"space_o", "result_space"},
                {"sum_valid_i", calibrated ? "result_sum_valid" : "tile_sum_valid"},
                {"sum_ready_o", calibrated ? "result_sum_ready" : "tile_sum_ready"},
                {"sum_i", design.protect.on ? "total" : "tile_sum"},
                {"beat_en_o", calibrated ? "lane_beat_en" : "unused_beat_en"},
                {"beat_o", calibrated ? "lane_beat" : "unused_beat"},
                {"lane_offset_i", calibrated ? "beat_offset" : "{(WORDS*" + sum_bits + "){1'b0}}"},
                {"lane_trim_i", calibrated ? "beat_trim" : "{WORDS{1'b0}}"},
                {"scale_i", "scale_i"},
                {"offset_i", "offset_i"},
                {"m_tdata_o", "m_axis_tdata_o"},
                {"m_tvalid_o", "m_axis_tvalid_o"},
                {"m_tlast_o", "m_axis_tlast_o"},
                {"m_tready_i", "m_axis_tready_i"},
                {"saturated_o", "saturated"},
                {"token_done_o", "token_done"},
                {"busy_o", "result_busy"}});
}

void emit_head_counters(VerilogWriter& w, const Design& design) {
    w.section("Events and counters");
    for (const auto& c : design.counters) {
        w.instance("kv_event_counter", {{"WIDTH", std::to_string(c.width)}, {"INCR_BITS", c.net_bits}}, "u_" + c.name,
                   {{"clk_i", "clk_i"},
                    {"rst_ni", "rst_ni"},
                    {"clear_i", "clear_counters_i"},
                    {"incr_i", c.net},
                    {"count_o", c.name + "_o"}});
        w.line();
    }
    std::vector<VerilogConnection> assigns;
    for (const auto& e : design.events) {
        if (!e.net.empty()) assigns.push_back({e.name + "_o", e.net});
    }
    assigns.push_back({"busy_o", stream_token(design, "valid") + (design.refresh.on ? " | refresh_hold" : "") +
                                     (design.calibration.on ? " | calibrating" : "") +
                                     " | sequencer_busy | result_busy"});
    w.assigns(assigns);
}

}  // namespace kvolt
