// SPDX-License-Identifier: Apache-2.0
// Self test: tokens that registers describe come to the sequencer in place of the stream's, and their sums back to
// registers; docs/selftest.md. It stands beside the calibration, whose switches and lane registers it uses.
#include <fmt/format.h>

#include "gen/design/register_view.hpp"
#include "gen/emit/feature.hpp"

namespace kvolt {
namespace {

/// The fields of the engine's self test registers, as every head gets them.
std::vector<HeadPort> inputs(const Design& design) {
    std::vector<HeadPort> list;
    for (const auto* reg : engine_registers(design)) {
        if (reg->name.compare(0, 9, "SELF_TEST") != 0) continue;
        for (const auto& field : reg->fields) {
            const auto name = signal_name(*reg, field);
            list.push_back(
                {{PortDirection::in, range_of(field.width), name + "_i", field_meaning(*reg, field)}, name, 0});
        }
    }
    return list;
}

WiredInstance self_test() {
    return {"kv_self_test",
            {{"ROWS", "ROWS"}, {"Q_BITS", "Q_BITS"}, {"KV_BITS", "KV_BITS"}},
            "u_self_test",
            {{"clk_i", "clk_i"},
             {"rst_ni", "rst_ni"},
             {"active_i", "self_test_active_i"},
             {"go_i", "self_test_go_i"},
             {"first_i", "self_test_first_i"},
             {"write_i", "self_test_write_i"},
             {"query_i", "self_test_query_i"},
             {"k_pattern_i", "self_test_k_pattern_i"},
             {"v_pattern_i", "self_test_v_pattern_i"},
             {"k_level_i", "self_test_kv_k_level_i"},
             {"v_level_i", "self_test_kv_v_level_i"},
             {"q_code_i", "self_test_q_code_i"},
             {"q_one_row_i", "self_test_q_one_row_i"},
             {"q_row_i", "self_test_q_row_i"},
             {"blank_i", "zero_read"},
             {"idle_i", "test_idle"},
             {"sequencer_busy_i", "sequencer_busy"},
             {"hold_o", "test_hold"},
             {"own_o", "test_own"},
             {"offer_o", "test_offered"},
             {"admit_i", "packet"},
             {"token_o", "test_token"},
             {"first_o", "test_first"},
             {"write_o", "test_write"},
             {"query_o", "test_query"},
             {"sum_valid_i", "tile_sum_valid"},
             {"sum_ready_o", "test_sum_ready"},
             {"busy_o", "self_testing_o"},
             {"restart_o", "test_restart"}}};
}

HeadParts head(const Design& design) {
    const int sum = design.widths.sum_bits;
    HeadParts parts;
    parts.ports = inputs(design);
    parts.ports.push_back(
        {{PortDirection::out, range_of(sum), "lane_sum_o", "raw sum that a self test holds"}, "lane_sum", sum});
    parts.sections = {{HeadSection::tokens,
                       {{"TOKEN_BITS-1:0", "test_token"},
                        {"", "test_first"},
                        {"", "test_write"},
                        {"", "test_query"},
                        {"", "test_hold"},
                        {"", "test_own", "", "the token on its way is a test token"},
                        {"", "test_offered"},
                        {"", "test_restart"},
                        {"", "test_sum_ready"}},
                       {}}};
    OwnSection section;
    section.title = "Self test: tokens from registers, sums back to them";
    section.assigns = {{"lane_sum_o", "lane_sum"}};
    section.instances = {self_test()};
    parts.own = {section};
    parts.rewirings = {
        {"u_token_switch",
         {{"SELF_TEST", "1"}},
         {{"test_hold_i", "test_hold"},
          {"test_own_i", "test_own"},
          {"test_offer_i", "test_offered"},
          {"test_token_i", "test_token"},
          {"test_first_i", "test_first"},
          {"test_write_i", "test_write"},
          {"test_query_i", "test_query"}}},
        {"u_sum_switch", {{"SELF_TEST", "1"}}, {{"test_ready_i", "test_sum_ready"}}},
        {"u_sequence_start", {}, {{"restart_i", "test_restart"}}},
    };
    return parts;
}

}  // namespace

const Feature self_test_feature{"self_test",
                                {"calibration.average=1", "calibration.self_test=true"},
                                [](const Design& design) { return design.calibration.self_test; },
                                head};

}  // namespace kvolt
