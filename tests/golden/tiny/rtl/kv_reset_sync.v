// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Reset synchronizer: asserts asynchronously, releases on the clock.
///
/// `rst_no` falls with `rst_ni`, clock or no clock, and rises on the STAGES-th rising edge after `rst_ni` has risen.
module kv_reset_sync #(
    /// flip-flops in the release path, at least 2
    parameter STAGES = 2
) (
    input  wire clk_i,
    /// asynchronous reset of the chip, active low
    input  wire rst_ni,
    /// reset of the engine, active low
    output wire rst_no
);
    generate
        if (STAGES < 2) begin : gen_refuse
            kv_reset_sync_stages_must_be_at_least_2 u_refuse ();
        end
    endgenerate

    reg [STAGES-1:0] release_q;

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) release_q <= {STAGES{1'b0}};
        else         release_q <= {release_q[STAGES-2:0], 1'b1};
    end

    assign rst_no = release_q[STAGES-1];
endmodule

`default_nettype wire
