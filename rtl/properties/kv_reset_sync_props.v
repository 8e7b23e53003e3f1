// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_reset_sync, the clock being any signal (every step of the proof may or may not hold an edge).
///
/// 1. the output is low whenever the input is low, clock or no clock;
/// 2. it rises at the STAGES-th rising edge after the input has risen, not earlier and not later, and at no other time.
module kv_reset_sync_props #(
    parameter STAGES = 2
) (
    input wire clk_i,
    input wire rst_ni
);
    wire rst_n;

    kv_reset_sync #(.STAGES(STAGES)) u_dut (
        .clk_i (clk_i),
        .rst_ni(rst_ni),
        .rst_no(rst_n)
    );

    reg begun_q = 1'b0;
    always @($global_clock) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);

    reg [3:0] edges_q;  // rising edges since the reset has gone, stops at 15
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) edges_q <= 0;
        else if (edges_q != 15) edges_q <= edges_q + 1'b1;
    end
    always @* begin
        assert (rst_n == (rst_ni && edges_q >= STAGES));
        if (!rst_ni) assert (!rst_n);
    end

    (* hierconn *) wire [STAGES-1:0] \u_dut.release_q ;
    always @* if (rst_ni) assert (\u_dut.release_q == ~({STAGES{1'b1}} << (edges_q > STAGES ? STAGES : edges_q)));

    reg fell_q = 1'b0, before_q = 1'b0, clk_q = 1'b0;
    always @($global_clock) begin
        before_q <= rst_n;
        clk_q    <= clk_i;
        if (before_q & !rst_n & (clk_q == clk_i)) fell_q <= 1'b1;
    end
    always @* cover (rst_n);
    always @* cover (fell_q);
    always @* cover (fell_q && rst_n);
endmodule
