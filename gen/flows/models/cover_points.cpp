// SPDX-License-Identifier: Apache-2.0
#include "gen/flows/models/cover_points.hpp"

#include <fmt/format.h>

#include "gen/emit/emit_common.hpp"

namespace kvolt {
namespace {

struct CoverPoint {
    const char* module;
    const char* name;
    const char* condition;  // at a rising edge of the clock
};

constexpr CoverPoint points[] = {
    {"kv_token_in", "early_last", "wrong & s_tlast_i & ~bad_mode"},
    {"kv_token_in", "late_last", "wrong & ~s_tlast_i & ~bad_mode"},
    {"kv_token_in", "mode_that_is_none", "take & bad_mode"},
    {"kv_token_in", "swallowed_packet_ends", "accept & swallow_q & s_tlast_i"},
    {"kv_token_in", "packet_waits", "s_tvalid_i & valid_q"},
    {"kv_token_in", "first_of_a_sequence", "valid_q & token_pop_i & first_q"},
    {"kv_token_in", "query_only", "valid_q & token_pop_i & query_only_q"},
    {"kv_token_in", "write_only", "valid_q & token_pop_i & write_only_q"},
    {"kv_window", "wraps", "write & wrap & ~restart"},
    {"kv_window", "sequence_starts_in_a_running_one", "admit_i & first_i & running_q"},
    {"kv_window", "query_of_an_empty_window", "admit_i & ~write_i & restart"},
    {"kv_sequencer", "stall_with_a_token_in_q", "stalled_o & q_q"},
    {"kv_sequencer", "stall_with_a_token_in_p", "stalled_o & p_query_q"},
    {"kv_sequencer", "stall_with_a_token_in_r", "stalled_o & r_q"},
    {"kv_sequencer", "token_waits_while_disabled", "end_q & token_valid_i & ~enable_i"},
    {"kv_readout", "fault", "fault_o"},
    {"kv_result", "stream_pauses", "m_tvalid_o & ~m_tready_i"},
    {"kv_result_buffer", "sum_waits_for_room", "full & sum_valid_i"},
    {"kv_affine", "saturates_above", "saturated_o & ~word_o[WORD_BITS-1]"},
    {"kv_affine", "saturates_below", "saturated_o & word_o[WORD_BITS-1]"},
    {"kv_axil_slave", "read_is_refused", "s_rvalid_o & s_rresp_o[1]"},
    {"kv_axil_slave", "write_is_refused", "s_bvalid_o & s_bresp_o[1]"},
    {"kv_axil_slave", "write_response_waits", "s_bvalid_o & ~s_bready_i"},
    {"kv_axil_slave", "read_data_waits", "s_rvalid_o & ~s_rready_i"},
};

void insert(std::vector<File>& files, const std::string& module, const std::string& name,
            const std::string& condition) {
    for (auto& file : files) {
        if (file.path != "rtl/" + module + ".v") continue;
        const auto clock = fmt::format("    cover_{}: cover property (@(posedge clk_i) ({}));\n", name, condition);
        file.text.insert(file.text.rfind("endmodule"), clock);
    }
}

/// Every register read; every register with a field that can be written, written.
void add_registers(const Design& design, std::vector<File>& files) {
    const auto module = regs_module(design);
    for (const auto& reg : design.registers) {
        const auto at = fmt::format("{}'h{:x}", design.widths.address_bits, reg.offset);
        insert(files, module, "read_" + reg.name, "unused_rd_en & rd_addr == " + at);
        bool writable = false;
        for (const auto& field : reg.fields) writable = writable || field.access != Access::read_only;
        if (writable) insert(files, module, "written_" + reg.name, "wr_en & wr_addr == " + at);
    }
}

}  // namespace

void add_cover_points(const Design& design, std::vector<File>& files) {
    for (const auto& point : points) insert(files, point.module, point.name, point.condition);
    add_registers(design, files);
}

}  // namespace kvolt
