// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_sum_switch, which is combinational, for any inputs.
///
/// 1. a readout of the stream's reserves a place and its sum goes to the results, which decide when it is taken;
/// 2. of the head's own neither comes to the results, and whoever made the token takes the sum;
/// 3. without test tokens nobody but kv_calibration does.
module kv_sum_switch_props #(
    parameter SELF_TEST = 0
) (
    input wire clk_i,
    input wire own_i,
    input wire read_start_i,
    input wire sum_valid_i,
    input wire result_ready_i,
    input wire zero_ready_i,
    input wire test_ready_i
);
    wire sum_ready, reserve, valid;

    kv_sum_switch #(.SELF_TEST(SELF_TEST)) u_dut (
        .own_i           (own_i),
        .read_start_i    (read_start_i),
        .sum_valid_i     (sum_valid_i),
        .sum_ready_o     (sum_ready),
        .result_reserve_o(reserve),
        .result_valid_o  (valid),
        .result_ready_i  (result_ready_i),
        .zero_ready_i    (zero_ready_i),
        .test_ready_i    (test_ready_i)
    );

    always @* begin
        if (own_i) begin
            assert (!reserve && !valid);
            if (zero_ready_i || (SELF_TEST && test_ready_i)) assert (sum_ready);
            if (sum_ready) assert (zero_ready_i || (SELF_TEST && test_ready_i));
        end else assert (reserve == read_start_i && valid == sum_valid_i && sum_ready == result_ready_i);
        cover (own_i && sum_valid_i && sum_ready && !result_ready_i);
        cover (!own_i && valid && sum_ready);
    end
endmodule
