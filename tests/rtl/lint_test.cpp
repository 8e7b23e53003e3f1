// SPDX-License-Identifier: Apache-2.0
// Every variant of every block reads without a word in the three front ends; illegal parameters do not read at all.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "catalog.hpp"
#include "shell.hpp"

namespace kvolt::test {
namespace {

class FrontEndTest : public testing::TestWithParam<const char*> {
protected:
    std::string top() const { return fmt::format("kv_{}_blocks", GetParam()); }
    std::string source() const { return fmt::format("{}/{}/{}.v", KVOLT_TOPS, GetParam(), top()); }

    static void expect_silence(const std::string& command) {
        const Outcome outcome = shell(command);
        EXPECT_EQ(outcome.status, 0) << command;
        EXPECT_EQ(without_report(outcome.output), "") << command;
    }
};

TEST_P(FrontEndTest, VerilatorFindsNothing) {
    expect_silence(fmt::format("verilator --lint-only -Wall -y {} --top-module {} {}", KVOLT_RTL, top(), source()));
}

TEST_P(FrontEndTest, YosysFindsNothing) {
    expect_silence(
        fmt::format("yosys -q -p 'read_verilog {}; hierarchy -check -libdir {} -top {}; proc; check -assert'", source(),
                    KVOLT_RTL, top()));
}

TEST_P(FrontEndTest, IcarusFindsNothing) {
    expect_silence(fmt::format("iverilog -g2005 -Wall -t null -y {} -s {} {}", KVOLT_RTL, top(), source()));
}

INSTANTIATE_TEST_SUITE_P(Groups, FrontEndTest,
                         testing::Values("control", "stream", "data", "adc", "lanes", "protected"),
                         [](const auto& group) { return std::string(group.param); });

/// A parameter set that must not elaborate, and the module name that says why.
struct Illegal {
    const char* block;
    std::vector<std::pair<const char*, int>> parameters;
    const char* message;
};

void PrintTo(const Illegal& illegal, std::ostream* out) { *out << illegal.message; }

class IllegalParameterTest : public testing::TestWithParam<Illegal> {
protected:
    std::string spell(const char* format) const {
        std::string text;
        for (const auto& [name, value] : GetParam().parameters)
            text += fmt::format(fmt::runtime(format), name, value, GetParam().block);
        return text;
    }

    static void expect_refusal(const std::string& command) {
        const Outcome outcome = shell(command);
        EXPECT_NE(outcome.status, 0) << command;
        EXPECT_NE(outcome.output.find(GetParam().message), std::string::npos) << command << "\n" << outcome.output;
    }
};

TEST_P(IllegalParameterTest, IsRefusedInWordsByEveryFrontEnd) {
    const std::string block = GetParam().block;
    expect_refusal(
        fmt::format("verilator --lint-only -Wall -y {0} {1} {0}/{2}.v", KVOLT_RTL, spell("-G{}={} "), block));
    expect_refusal(
        fmt::format("yosys -q -p 'read_verilog {0}/{2}.v; chparam {1} {2}; hierarchy -check -libdir {0} -top {2}'",
                    KVOLT_RTL, spell("-set {} {} "), block));
    expect_refusal(
        fmt::format("iverilog -g2005 -t null -y {0} -s {2} {1} {0}/{2}.v", KVOLT_RTL, spell("-P{2}.{0}={1} "), block));
}

INSTANTIATE_TEST_SUITE_P(
    Blocks, IllegalParameterTest,
    testing::ValuesIn(std::vector<Illegal>{
        {"kv_reset_sync", {{"STAGES", 1}}, "kv_reset_sync_stages_must_be_at_least_2"},
        {"kv_sync", {{"STAGES", 4}}, "kv_sync_stages_must_be_0_to_3"},
        {"kv_event_counter", {{"WIDTH", 2}, {"INCR_BITS", 3}}, "kv_event_counter_width_must_be_at_least_incr_bits"},
        {"kv_token_in", {{"QUERY_BITS", 700}}, "kv_token_in_query_bits_must_be_1_to_token_bits"},
        {"kv_window", {{"SLOTS", 0}}, "kv_window_slots_and_tiles_must_be_at_least_1"},
        {"kv_window_repair", {{"SLOTS", 2}, {"TILES", 2}}, "kv_window_repair_entries_must_be_1_to_slots_minus_1"},
        {"kv_retention", {{"GROUP", 24}}, "kv_retention_group_must_be_a_power_of_two_that_divides_slots"},
        {"kv_time_base", {{"TICK_BITS", 0}}, "kv_time_base_tick_bits_must_be_at_least_1"},
        {"kv_retention_time", {{"GROUP", 24}}, "kv_retention_time_group_must_be_a_power_of_two_that_divides_slots"},
        {"kv_refresh_time", {{"PERIOD_BITS", 0}}, "kv_refresh_time_sizes_must_be_at_least_1"},
        {"kv_refresh", {{"PERIOD_BITS", 0}}, "kv_refresh_sizes_must_be_at_least_1"},
        {"kv_shadow", {{"WIDTH", 0}}, "kv_shadow_words_and_width_must_be_at_least_1"},
        {"kv_live_mask", {{"SLOTS", 0}}, "kv_live_mask_slots_and_tiles_must_be_at_least_1"},
        {"kv_word_lines", {{"TILES", 0}}, "kv_word_lines_slots_and_tiles_must_be_at_least_1"},
        {"kv_sequencer", {{"WRITE_CYCLES", 0}}, "kv_sequencer_write_and_guard_cycles_must_be_at_least_1"},
        {"kv_sequencer", {{"GUARD_CYCLES", 0}}, "kv_sequencer_write_and_guard_cycles_must_be_at_least_1"},
        {"kv_sequencer", {{"LEVEL_SETUP_CYCLES", 0}}, "kv_sequencer_level_setup_and_hold_must_be_at_least_1"},
        {"kv_sequencer", {{"READOUT_CYCLES", 1}}, "kv_sequencer_pulse_and_phi_must_be_at_least_1_readout_at_least_2"},
        {"kv_sequencer", {{"INTEGRATORS", 3}}, "kv_sequencer_integrators_must_be_1_or_2"},
        {"kv_pulse_driver", {{"UNIT_CYCLES", 0}}, "kv_pulse_driver_lanes_code_bits_and_unit_cycles_must_be_at_least_1"},
        {"kv_pulse_width", {{"CODE_BITS", 0}}, "kv_pulse_width_lanes_code_bits_and_unit_cycles_must_be_at_least_1"},
        {"kv_popcount", {{"INPUTS", 0}}, "kv_popcount_lanes_and_inputs_must_be_at_least_1"},
        {"kv_readout", {{"OUT_BITS", 1}}, "kv_readout_lanes_and_tiles_must_be_at_least_1_out_bits_at_least_2"},
        {"kv_readout", {{"SYNC_STAGES", 4}}, "kv_readout_sync_stages_must_be_0_to_3"},
        {"kv_readout", {{"SIGN_HOLD", 1}, {"SYNC_STAGES", 0}}, "kv_readout_sign_hold_needs_sync_stages"},
        {"kv_affine", {{"WORD_BITS", 1}}, "kv_affine_sum_bits_and_word_bits_must_be_at_least_2"},
        {"kv_affine", {{"CALIBRATED", 2}}, "kv_affine_calibrated_must_be_0_or_1_trim_bits_at_least_1"},
        {"kv_result", {{"DEPTH", 0}}, "kv_result_lanes_depth_and_words_must_be_at_least_1_word_bits_at_least_2"},
        {"kv_result", {{"WORD_BITS", 65}}, "kv_result_words_of_a_beat_must_fit_in_data_bits"},
        {"kv_soft_reset", {{"CYCLES", 1}}, "kv_soft_reset_cycles_must_be_at_least_2"},
        {"kv_reg_range", {{"MIN", 2}, {"MAX", 1}}, "kv_reg_range_min_must_not_exceed_max"},
        {"kv_axil_slave", {{"ADDR_BITS", 0}}, "kv_axil_slave_addr_bits_must_be_at_least_1"},
        {"kv_ramp_control", {{"PASSES", 0}}, "kv_ramp_control_bits_and_passes_must_be_at_least_1"},
        {"kv_ramp_sum", {{"SUM_BITS", 6}}, "kv_ramp_sum_bits_must_be_at_least_2_sum_bits_must_hold_the_sum"},
        {"kv_sar_control", {{"TIMEOUT", 2}}, "kv_sar_control_timeout_must_be_at_least_sync_stages_plus_1"},
        {"kv_phi_driver", {{"PASSES", 65}}, "kv_phi_driver_passes_must_be_1_to_slots"},
        {"kv_gather", {{"GROUPS", 2}}, "kv_gather_groups_must_be_rows_divided_by_group_rows_rounded_up"},
        {"kv_adc_sequencer", {{"GUARD_CYCLES", 0}}, "kv_adc_sequencer_write_and_guard_cycles_must_be_at_least_1"},
        {"kv_adc_sequencer", {{"LEVEL_HOLD_CYCLES", 0}}, "kv_adc_sequencer_level_setup_and_hold_must_be_at_least_1"},
        {"kv_level_gate", {{"WIDTH", 0}}, "kv_level_gate_width_must_be_at_least_1"},
        {"kv_adc_sequencer", {{"WEIGH_FRAME", 1}}, "kv_adc_sequencer_score_and_weigh_frames_must_exceed_the_gap"},
        {"kv_result_buffer", {{"DEPTH", 0}}, "kv_result_buffer_lanes_depth_and_words_must_be_at_least_1"},
        {"kv_lane_memory", {{"LANES", 0}}, "kv_lane_memory_lanes_words_and_widths_must_be_at_least_1"},
        {"kv_calibration", {{"LANES", 0}}, "kv_calibration_lanes_must_be_at_least_1_sum_bits_at_least_2"},
        {"kv_self_test", {{"ROWS", 0}}, "kv_self_test_rows_and_bits_must_be_at_least_1"},
        {"kv_reg_remote", {{"WIDTH", 33}}, "kv_reg_remote_width_must_be_1_to_32"},
        {"kv_norm_sigmoid", {{"TABLE_BITS", 104}}, "kv_norm_sigmoid_table_bits_must_be_codes_times_in_bits_plus_1"},
        {"kv_choose", {{"CHOICES", 0}}, "kv_choose_choices_and_width_must_be_at_least_1"},
        {"kv_shift_in", {{"WORDS", 0}}, "kv_shift_in_words_and_width_must_be_at_least_1"},
        {"kv_round_scale", {{"OUT_BITS", 1}}, "kv_round_scale_needs_in_bits_2_out_bits_2_fraction_1_factor_bits_1"},
        {"kv_protected_window",
         {{"FIRST", 0}, {"NEWEST", 0}},
         "kv_protected_window_first_and_newest_must_be_at_least_0_and_not_both_0"},
        {"kv_protected_window", {{"NEWEST", 1025}}, "kv_protected_window_newest_must_not_exceed_the_window"},
        {"kv_protected_store", {{"LANES", 65}}, "kv_protected_store_lanes_must_be_1_to_rows"},
        {"kv_protected_control",
         {{"NORM_CYCLES", 0}},
         "kv_protected_control_steps_norm_steps_and_norm_cycles_must_be_at_least_1"},
        {"kv_protected_array", {{"NORMALIZERS", 9}}, "kv_protected_array_normalizers_must_be_1_to_entries"},
        {"kv_protected_sum", {{"DEPTH", 0}}, "kv_protected_sum_lanes_must_be_1_to_rows_depth_at_least_1"},
        {"kv_protected_sum", {{"TOTAL_BITS", 7}}, "kv_protected_sum_total_bits_must_hold_the_total"},
        {"kv_norm_consmax", {{"T_BITS", 12}}, "kv_norm_consmax_t_bits_or_fraction_too_small"},
    }),
    [](const auto& illegal) {
        return fmt::format("{}_{}", illegal.param.message, illegal.param.parameters.front().first);
    });

}  // namespace
}  // namespace kvolt::test
