// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Where a sum of the readout goes: to the results, or to whoever made the token. Combinational.
///
/// The choice `own_i` changes only while no token is on its way.
module kv_sum_switch #(
    /// 1: there are test tokens beside reads of zero
    parameter SELF_TEST = 0
) (
    /// tokens on their way, and their sums, are the head's own
    input  wire own_i,
    /// pulse: a readout starts (the read_start strobe)
    input  wire read_start_i,
    /// from the readout
    input  wire sum_valid_i,
    output wire sum_ready_o,
    /// pulse: a readout starts whose sum goes to the results
    output wire result_reserve_o,
    output wire result_valid_o,
    input  wire result_ready_i,
    /// kv_calibration takes it, or kv_self_test (SELF_TEST = 1)
    input  wire zero_ready_i,
    input  wire test_ready_i
);
    assign result_reserve_o = read_start_i & ~own_i;
    assign result_valid_o   = sum_valid_i & ~own_i;
    assign sum_ready_o      = own_i ? zero_ready_i | ((SELF_TEST != 0) & test_ready_i) : result_ready_i;
endmodule

`default_nettype wire
