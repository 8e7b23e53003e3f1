// SPDX-License-Identifier: Apache-2.0
#include "gen/emit/self_test_parts.hpp"

#include <fmt/format.h>

#include "gen/design/register_view.hpp"
#include "gen/emit/head_nets.hpp"

namespace kvolt {
namespace {

constexpr auto in = PortDirection::in;
constexpr auto out = PortDirection::out;

struct SelfTestInput {
    std::string name;  ///< of the engine's register field
    int bits = 1;
    std::string doc;
};

/// The fields of the engine's self test registers, as every head gets them.
std::vector<SelfTestInput> self_test_inputs(const Design& design) {
    std::vector<SelfTestInput> list;
    for (const auto* reg : engine_registers(design)) {
        if (reg->name.compare(0, 9, "SELF_TEST") != 0) continue;
        for (const auto& field : reg->fields)
            list.push_back({signal_name(*reg, field), field.width, field_meaning(*reg, field)});
    }
    return list;
}

}  // namespace

void add_self_test_ports(const Design& design, std::vector<VerilogPort>& ports) {
    if (!design.calibration.self_test) return;
    for (const auto& pin : self_test_inputs(design))
        ports.push_back({in, range_of(pin.bits), pin.name + "_i", pin.doc});
    ports.push_back({out, range_of(design.widths.sum_bits), "lane_sum_o", "raw sum that a self test holds"});
}

void add_self_test_pins(const Design& design, const std::function<std::string(const char*, int)>& lane,
                        std::vector<VerilogConnection>& pins) {
    if (!design.calibration.self_test) return;
    for (const auto& pin : self_test_inputs(design)) pins.push_back({pin.name + "_i", pin.name});
    pins.push_back({"lane_sum_o", lane("lane_sum", design.widths.sum_bits)});
}

void add_self_test_nets(VerilogWriter& w) {
    w.wires({{"", "test_hold", "", "the same while software runs a self test"},
             {"", "test_read"},
             {"", "test_offered"},
             {"", "test_restart"},
             {"", "own_read", "zero_read | test_read"},
             {"TOKEN_BITS-1:0", "own_token"},
             {"", "own_first"},
             {"", "own_write"},
             {"", "own_query"}});
}

void emit_self_test(VerilogWriter& w, const Design& design) {
    if (!design.calibration.self_test) return;
    w.instance("kv_self_test", {{"ROWS", "ROWS"}, {"Q_BITS", "Q_BITS"}, {"KV_BITS", "KV_BITS"}}, "u_self_test",
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
                {"idle_i", "calibration_idle & ~calibrating"},
                {"sequencer_busy_i", "sequencer_busy"},
                {"hold_o", "test_hold"},
                {"own_o", "test_read"},
                {"offer_o", "test_offered"},
                {"admit_i", packet_admit(design)},
                {"token_o", "own_token"},
                {"first_o", "own_first"},
                {"write_o", "own_write"},
                {"query_o", "own_query"},
                {"sum_valid_i", "tile_sum_valid"},
                {"sum_ready_o", "test_sum_ready"},
                {"busy_o", "self_testing_o"},
                {"restart_o", "test_restart"}});
    w.line();
}

}  // namespace kvolt
