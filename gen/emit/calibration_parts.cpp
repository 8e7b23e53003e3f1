// SPDX-License-Identifier: Apache-2.0
#include "gen/emit/calibration_parts.hpp"

#include <fmt/format.h>

#include "gen/emit/self_test_parts.hpp"

namespace kvolt {
namespace {

constexpr auto in = PortDirection::in;
constexpr auto out = PortDirection::out;

/// The head's own tokens come from one source, or from two.
std::string own_read(const Design& design) { return design.calibration.self_test ? "own_read" : "zero_read"; }

void emit_controller(VerilogWriter& w, const Design& design) {
    w.instance("kv_calibration", {{"LANES", "ROWS"}, {"SUM_BITS", "SUM_BITS"}, {"FRACTION_BITS", "AVERAGE_BITS"}},
               "u_calibration",
               {{"clk_i", "clk_i"},
                {"rst_ni", "rst_ni"},
                {"calibrate_i", "calibrate_i"},
                {"idle_i", design.calibration.self_test ? "calibration_idle & ~test_read" : "calibration_idle"},
                {"hold_o", "hold_stream"},
                {"own_o", "zero_read"},
                {"offer_o", "zero_offered"},
                {"admit_i", "admit"},
                {"sum_valid_i", "tile_sum_valid"},
                {"sum_ready_o", "zero_sum_ready"},
                {"sum_i", "tile_sum"},
                {"select_i", "lane_select_i"},
                {"set_offset_i", "lane_offset_set_i"},
                {"set_value_i", "lane_offset_data_i"},
                {"lane_o", "lane_index"},
                {"lane_offset_i", "lane_offset_o"},
                {"write_offset_o", "lane_write"},
                {"offset_o", "lane_offset_new"},
                {"lane_sum_o", design.calibration.self_test ? "lane_sum_o" : "unused_lane_sum"},
                {"limit_i", "lane_limit_i"},
                {"over_o", "lanes_over_selected_o"},
                {"over_count_o", "lanes_over_count_o"},
                {"busy_o", "calibrating"},
                {"done_o", "calibrated_o"}});
}

void emit_memory(VerilogWriter& w) {
    w.instance("kv_lane_memory",
               {{"LANES", "ROWS"}, {"WORDS", "WORDS"}, {"OFFSET_BITS", "OFFSET_BITS"}, {"TRIM_BITS", "TRIM_BITS"}},
               "u_lane_memory",
               {{"clk_i", "clk_i"},
                {"rst_ni", "lanes_rst_ni"},
                {"lane_i", "lane_index"},
                {"write_offset_i", "lane_write"},
                {"offset_i", "lane_offset_new"},
                {"write_trim_i", "lane_trim_set_i"},
                {"trim_i", "lane_trim_data_i"},
                {"lane_offset_o", "lane_offset_o"},
                {"lane_trim_o", "lane_trim_o"},
                {"beat_en_i", "lane_beat_en"},
                {"beat_i", "lane_beat"},
                {"beat_offset_o", "beat_offset"},
                {"beat_trim_o", "beat_trim"}});
}

}  // namespace

void add_calibration_ports(const Design& design, std::vector<VerilogPort>& ports) {
    if (!design.calibration.on) return;
    const auto& plan = design.calibration;
    const std::vector<VerilogPort> more{
        {in, "", "lanes_rst_ni", "resets the lane memory: the engine's reset, which a soft reset is not"},
        {in, "", "calibrate_i", "pulse: between two tokens, read zero and keep the offset of each lane"},
        {in, range_of(design.widths.sum_bits - 1), "lane_limit_i", "largest magnitude of a good lane's offset, codes"},
        {in, range_of(design.widths.lane_bits), "lane_select_i", "lane that the next ports speak of"},
        {in, "", "lane_offset_set_i", "pulse: its offset becomes lane_offset_data_i; not while calibrating"},
        {in, range_of(plan.offset_bits), "lane_offset_data_i", ""},
        {out, range_of(plan.offset_bits), "lane_offset_o", fmt::format("signed, 1/{} of a code", plan.average)},
        {in, "", "lane_trim_set_i", "pulse: its trim becomes lane_trim_data_i; not while calibrating"},
        {in, range_of(plan.trim_bits), "lane_trim_data_i", ""},
        {out, range_of(plan.trim_bits), "lane_trim_o", fmt::format("signed, gain 1 + trim / {}", 1 << plan.trim_bits)},
        {out, range_of(design.widths.lane_count_bits), "lanes_over_count_o",
         "lanes beyond the limit at the end of the last calibration"},
        {out, "", "lanes_over_selected_o", "the selected lane is beyond it"},
    };
    ports.insert(ports.end(), more.begin(), more.end());
    add_self_test_ports(design, ports);
}

void add_calibration_pins(const Design& design, const std::function<std::string(const char*, int)>& lane,
                          std::vector<VerilogConnection>& pins) {
    if (!design.calibration.on) return;
    const auto& plan = design.calibration;
    pins.push_back({"lanes_rst_ni", "rst_n"});
    pins.push_back({"calibrate_i", "control_calibrate"});
    pins.push_back({"lane_limit_i", "lane_limit"});
    pins.push_back({"lane_select_i", lane("lane_select", design.widths.lane_bits)});
    for (const auto& [name, bits] :
         {std::pair{"lane_offset", plan.offset_bits}, std::pair{"lane_trim", plan.trim_bits}}) {
        pins.push_back({fmt::format("{}_set_i", name), lane(fmt::format("{}_set", name).c_str(), 1)});
        pins.push_back({fmt::format("{}_data_i", name), lane(fmt::format("{}_data", name).c_str(), bits)});
        pins.push_back({fmt::format("{}_o", name), lane(name, bits)});
    }
    pins.push_back({"lanes_over_count_o", lane("lanes_over_count", design.widths.lane_count_bits)});
    pins.push_back({"lanes_over_selected_o", lane("lanes_over_selected", 1)});
    add_self_test_pins(design, lane, pins);
}

void emit_token_switch(VerilogWriter& w, const Design& design) {
    if (!design.calibration.on) return;
    w.comment("Tokens of the stream wait while the head reads zero to calibrate its lanes.");
    w.wires({{"", "hold_stream"},
             {"", "zero_read", "", "the token on its way is the head's own: q is 0, no slot is live"},
             {"", "zero_offered"},
             {"TOKEN_BITS-1:0", "token"},
             {"", "token_valid"},
             {"", "token_first"},
             {"", "token_write"},
             {"", "token_query"},
             {"", "token_pop", design.refresh.on ? "write_done & ~refreshing" : ""}});
    const bool test = design.calibration.self_test;
    if (test) add_self_test_nets(w);
    w.line();
    w.instance("kv_token_switch", {{"TOKEN_BITS", "TOKEN_BITS"}}, "u_token_switch",
               {{"stream_valid_i", "stream_valid"},
                {"stream_token_i", "stream_token"},
                {"stream_first_i", "stream_first"},
                {"stream_write_i", "stream_write"},
                {"stream_query_i", "stream_query"},
                {"stream_pop_o", "stream_pop"},
                {"own_valid_i", test ? "zero_offered | test_offered" : "zero_offered"},
                {"own_token_i", test ? "own_token" : "{TOKEN_BITS{1'b0}}"},
                {"own_first_i", test ? "own_first" : "1'b0"},
                {"own_write_i", test ? "own_write" : "1'b0"},
                {"own_query_i", test ? "own_query" : "1'b1"},
                {"own_i", own_read(design)},
                {"hold_i", test ? "hold_stream | test_hold | ~enable_i" : "hold_stream | ~enable_i"},
                {"token_valid_o", "token_valid"},
                {"token_o", "token"},
                {"token_first_o", "token_first"},
                {"token_write_o", "token_write"},
                {"token_query_o", "token_query"},
                {"token_pop_i", "token_pop"}});
    w.line();
}

void emit_lanes(VerilogWriter& w, const Design& design) {
    const auto& plan = design.calibration;
    w.section("Lanes: offsets measured by reading zero, gain trims, both kept lane by lane");
    w.localparams({{"AVERAGE_BITS", std::to_string(plan.fraction_bits), "log2 of the zero reads of a calibration"},
                   {"OFFSET_BITS", "SUM_BITS + AVERAGE_BITS", "exactly their sum"},
                   {"TRIM_BITS", std::to_string(plan.trim_bits), ""}});
    const bool test = plan.self_test;
    const auto own = own_read(design);
    std::vector<VerilogNet> nets{
        {"", "result_busy"},
        {"", "calibrating"},
        {"", "calibration_idle",
         design.refresh.on ? "~(refresh_hold | sequencer_busy | result_busy)" : "~(sequencer_busy | result_busy)"},
        {"", "zero_sum_ready"},
        {"", "result_sum_ready"},
        {"", "result_reserve", "read_start & ~" + own,
         test ? "sums of the head's own tokens stay inside" : "sums of zero reads go to the lanes"},
        {"", "result_sum_valid", "tile_sum_valid & ~" + own},
        {range_of(design.widths.lane_bits), "lane_index"},
        {"", "lane_write"},
        {"OFFSET_BITS-1:0", "lane_offset_new"},
        {"", "lane_beat_en"},
        {"(BEATS > 1 ? $clog2(BEATS) : 1)-1:0", "lane_beat"},
        {"WORDS*OFFSET_BITS-1:0", "beat_offset"},
        {"WORDS*TRIM_BITS-1:0", "beat_trim"}};
    if (test)
        nets.insert(nets.begin() + 5, {"", "test_sum_ready"});
    else
        nets.insert(nets.begin() + 10, {"SUM_BITS-1:0", "unused_lane_sum"});
    w.wires(nets);
    w.line();
    w.assigns({{"tile_sum_ready", test ? "own_read ? zero_sum_ready | test_sum_ready : result_sum_ready"
                                       : "zero_read ? zero_sum_ready : result_sum_ready"},
               {"calibrating_o", "calibrating"}});
    w.line();
    emit_self_test(w, design);
    emit_controller(w, design);
    w.line();
    emit_memory(w);
}

}  // namespace kvolt
