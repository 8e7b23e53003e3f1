// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_soft_reset, the clock being any signal (every step of the proof may or may not hold an edge).
///
/// 1. the output is low whenever the input is low, clock or no clock;
/// 2. after the last of both, the input's rise and the last request, it is low for exactly CYCLES rising edges.
module kv_soft_reset_props #(
    parameter CYCLES = 2
) (
    input wire clk_i,
    input wire rst_ni,
    input wire request_i
);
    wire rst_n;

    kv_soft_reset #(.CYCLES(CYCLES)) u_dut (
        .clk_i    (clk_i),
        .rst_ni   (rst_ni),
        .request_i(request_i),
        .rst_no   (rst_n)
    );

    reg begun_q = 1'b0;
    always @($global_clock) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);

    reg [3:0] edges_q;  // rising edges since the later of the two, stops at 15
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) edges_q <= 0;
        else if (request_i) edges_q <= 0;
        else if (edges_q != 15) edges_q <= edges_q + 1'b1;
    end
    always @* begin
        assert (rst_n == (edges_q >= CYCLES));
        if (!rst_ni) assert (!rst_n);
    end

    (* hierconn *) wire [CYCLES-1:0] \u_dut.release_q ;
    always @* if (rst_ni) assert (\u_dut.release_q == ~({CYCLES{1'b1}} << (edges_q > CYCLES ? CYCLES : edges_q)));

    reg asked_q = 1'b0;
    always @(posedge clk_i) if (rst_n & rst_ni & request_i) asked_q <= 1'b1;
    always @* cover (rst_n);
    always @* cover (asked_q && !rst_n && rst_ni);
    always @* cover (asked_q && rst_n);
endmodule
