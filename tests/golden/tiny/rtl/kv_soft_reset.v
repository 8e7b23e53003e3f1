// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Reset by software: passes the engine's reset on and adds a reset of CYCLES clock cycles on request.
///
/// `request_i` in cycle c => `rst_no` low in cycles c+1 .. c+CYCLES. After `rst_ni` has risen, `rst_no` follows at the
/// CYCLES-th rising edge. `rst_no` comes straight from a flip-flop, so it never glitches and drives asynchronous
/// resets; its release is synchronous.
module kv_soft_reset #(
    /// length of a requested reset, at least 2
    parameter CYCLES = 2
) (
    input  wire clk_i,
    /// synchronously released reset (kv_reset_sync)
    input  wire rst_ni,
    /// pulse
    input  wire request_i,
    output wire rst_no
);
    generate
        if (CYCLES < 2) begin : gen_refuse
            kv_soft_reset_cycles_must_be_at_least_2 u_refuse ();
        end
    endgenerate

    reg [CYCLES-1:0] release_q;

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni)        release_q <= {CYCLES{1'b0}};
        else if (request_i) release_q <= {CYCLES{1'b0}};
        else                release_q <= {release_q[CYCLES-2:0], 1'b1};
    end

    assign rst_no = release_q[CYCLES-1];
endmodule

`default_nettype wire
