// SPDX-License-Identifier: Apache-2.0
// Calibrated output lanes: tokens that read zero come to the sequencer in place of the stream's, their sums become the
// offsets of the lanes, and results are corrected; docs/calibration.md.
#include <fmt/format.h>

#include "gen/emit/feature.hpp"

namespace kvolt {
namespace {

constexpr auto in = PortDirection::in;
constexpr auto out = PortDirection::out;

std::vector<HeadPort> ports(const Design& design) {
    const auto& plan = design.calibration;
    const auto& widths = design.widths;
    const int lane = widths.lane_bits, offset = plan.offset_bits, trim = plan.trim_bits, count = widths.lane_count_bits;
    return {
        {{in, "", "lanes_rst_ni", "resets the lane memory: the engine's reset, which a soft reset is not"}, "rst_n", 0},
        {{in, "", "calibrate_i", "pulse: between two tokens, read zero and keep the offset of each lane"},
         "control_calibrate",
         0},
        {{in, range_of(widths.sum_bits - 1), "lane_limit_i", "largest magnitude of a good lane's offset, codes"},
         "lane_limit",
         0},
        {{in, range_of(lane), "lane_select_i", "lane that the next ports speak of"}, "lane_select", lane},
        {{in, "", "lane_offset_set_i", "pulse: its offset becomes lane_offset_data_i; not while calibrating"},
         "lane_offset_set",
         1},
        {{in, range_of(offset), "lane_offset_data_i", ""}, "lane_offset_data", offset},
        {{out, range_of(offset), "lane_offset_o", fmt::format("signed, 1/{} of a code", plan.average)},
         "lane_offset",
         offset},
        {{in, "", "lane_trim_set_i", "pulse: its trim becomes lane_trim_data_i; not while calibrating"},
         "lane_trim_set",
         1},
        {{in, range_of(trim), "lane_trim_data_i", ""}, "lane_trim_data", trim},
        {{out, range_of(trim), "lane_trim_o", fmt::format("signed, gain 1 + trim / {}", 1 << trim)}, "lane_trim", trim},
        {{out, range_of(count), "lanes_over_count_o", "lanes beyond the limit at the end of the last calibration"},
         "lanes_over_count",
         count},
        {{out, "", "lanes_over_selected_o", "the selected lane is beyond it"}, "lanes_over_selected", 1},
    };
}

/// Between the stream's token and the sequencer. Test tokens come from the self test, where there is one.
SectionParts tokens() {
    const WiredInstance token_switch{"kv_token_switch",
                                     {{"TOKEN_BITS", "TOKEN_BITS"}, {"SELF_TEST", "0"}},
                                     "u_token_switch",
                                     {{"stream_valid_i", "stream_valid"},
                                      {"stream_token_i", "stream_token"},
                                      {"stream_first_i", "stream_first"},
                                      {"stream_write_i", "stream_write"},
                                      {"stream_query_i", "stream_query"},
                                      {"stream_pop_o", "stream_pop"},
                                      {"enable_i", "enable_i"},
                                      {"zero_hold_i", "zero_hold"},
                                      {"zero_own_i", "zero_read"},
                                      {"zero_offer_i", "zero_offered"},
                                      {"test_hold_i", "1'b0"},
                                      {"test_own_i", "1'b0"},
                                      {"test_offer_i", "1'b0"},
                                      {"test_token_i", "{TOKEN_BITS{1'b0}}"},
                                      {"test_first_i", "1'b0"},
                                      {"test_write_i", "1'b0"},
                                      {"test_query_i", "1'b0"},
                                      {"idle_i", "idle"},
                                      {"calibrating_i", "calibrating"},
                                      {"zero_idle_o", "zero_idle"},
                                      {"test_idle_o", "test_idle"},
                                      {"own_o", "own"},
                                      {"token_valid_o", "token_valid"},
                                      {"token_o", "token"},
                                      {"token_first_o", "token_first"},
                                      {"token_write_o", "token_write"},
                                      {"token_query_o", "token_query"},
                                      {"token_pop_i", "token_pop"}}};
    return {HeadSection::tokens,
            {{"TOKEN_BITS-1:0", "stream_token", "", "the stream's, which waits while the head makes its own"},
             {"", "stream_valid"},
             {"", "stream_first"},
             {"", "stream_write"},
             {"", "stream_query"},
             {"", "stream_pop"},
             {"", "zero_hold"},
             {"", "zero_read", "", "the token on its way is a read of zero: q is 0, no slot is live"},
             {"", "zero_offered"},
             {"", "zero_idle"},
             {"", "test_idle"},
             {"", "calibrating"},
             {"", "own", "", "the token on its way is the head's own"}},
            {token_switch}};
}

WiredInstance controller() {
    return {"kv_calibration",
            {{"LANES", "ROWS"}, {"SUM_BITS", "SUM_BITS"}, {"FRACTION_BITS", "AVERAGE_BITS"}},
            "u_calibration",
            {{"clk_i", "clk_i"},
             {"rst_ni", "rst_ni"},
             {"calibrate_i", "calibrate_i"},
             {"idle_i", "zero_idle"},
             {"hold_o", "zero_hold"},
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
             {"lane_sum_o", "lane_sum"},
             {"limit_i", "lane_limit_i"},
             {"over_o", "lanes_over_selected_o"},
             {"over_count_o", "lanes_over_count_o"},
             {"busy_o", "calibrating"},
             {"done_o", "calibrated_o"}}};
}

WiredInstance memory() {
    return {"kv_lane_memory",
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
             {"beat_trim_o", "beat_trim"}}};
}

WiredInstance sum_switch() {
    return {"kv_sum_switch",
            {{"SELF_TEST", "0"}},
            "u_sum_switch",
            {{"own_i", "own"},
             {"read_start_i", "read_start"},
             {"sum_valid_i", "tile_sum_valid"},
             {"sum_ready_o", "tile_sum_ready"},
             {"result_reserve_o", "result_reserve"},
             {"result_valid_o", "result_sum_valid"},
             {"result_ready_i", "result_sum_ready"},
             {"zero_ready_i", "zero_sum_ready"},
             {"test_ready_i", "1'b0"}}};
}

OwnSection lanes(const Design& design) {
    const auto& plan = design.calibration;
    OwnSection section;
    section.title = "Lanes: offsets measured by reading zero, gain trims, both kept lane by lane";
    section.constants = {
        {"AVERAGE_BITS", std::to_string(plan.fraction_bits), "log2 of the zero reads of a calibration"},
        {"OFFSET_BITS", "SUM_BITS + AVERAGE_BITS", "exactly their sum"},
        {"TRIM_BITS", std::to_string(plan.trim_bits), ""}};
    section.nets = {{"", "zero_sum_ready"},
                    {"", "result_reserve", "", "sums of the head's own tokens stay inside"},
                    {"", "result_sum_valid"},
                    {"", "result_sum_ready"},
                    {range_of(design.widths.lane_bits), "lane_index"},
                    {"", "lane_write"},
                    {"OFFSET_BITS-1:0", "lane_offset_new"},
                    {"SUM_BITS-1:0", "lane_sum"},
                    {"WORDS*OFFSET_BITS-1:0", "beat_offset"},
                    {"WORDS*TRIM_BITS-1:0", "beat_trim"}};
    section.assigns = {{"calibrating_o", "calibrating"}};
    section.instances = {sum_switch(), controller(), memory()};
    return section;
}

std::vector<Rewiring> rewirings() {
    const std::vector<VerilogConnection> made{{"own_i", "own"}, {"zero_i", "zero_read"}};
    return {
        {"u_token_in",
         {},
         {{"token_valid_o", "stream_valid"},
          {"token_pop_i", "stream_pop"},
          {"token_o", "stream_token"},
          {"token_first_o", "stream_first"},
          {"token_write_o", "stream_write"},
          {"token_query_o", "stream_query"}}},
        // the head's own are admitted whether the stream is enabled or not
        {"u_sequencer", {}, {{"enable_i", "1'b1"}}},
        {"u_admission", {{"CALIBRATION", "1"}}, made},
        {"u_live", {{"CALIBRATION", "1"}}, made},
        {"u_result",
         {{"CALIBRATED", "1"}, {"FRACTION_BITS", "AVERAGE_BITS"}, {"TRIM_BITS", "TRIM_BITS"}},
         {{"reserve_i", "result_reserve"},
          {"sum_valid_i", "result_sum_valid"},
          {"sum_ready_o", "result_sum_ready"},
          {"lane_offset_i", "beat_offset"},
          {"lane_trim_i", "beat_trim"}}},
        {"u_status", {{"CALIBRATION", "1"}}, {{"stream_valid_i", "stream_valid"}, {"calibrating_i", "calibrating"}}},
    };
}

HeadParts head(const Design& design) {
    HeadParts parts;
    parts.ports = ports(design);
    parts.sections = {tokens()};
    parts.own = {lanes(design)};
    parts.rewirings = rewirings();
    return parts;
}

}  // namespace

const Feature calibration_feature{
    "calibration", {"calibration.average=1"}, [](const Design& design) { return design.calibration.on; }, head};

}  // namespace kvolt
