// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_hold: the output is the input of the last enabled edge.
module kv_hold_props #(
    parameter WIDTH = 1
) (
    input wire             clk_i,
    input wire             en_i,
    input wire [WIDTH-1:0] d_i
);
    wire [WIDTH-1:0] q;

    kv_hold #(.WIDTH(WIDTH)) u_dut (
        .clk_i(clk_i),
        .en_i (en_i),
        .d_i  (d_i),
        .q_o  (q)
    );

    reg             known_q = 1'b0;
    reg [WIDTH-1:0] value_q;
    reg [1:0]       idle_q = 0;
    always @(posedge clk_i) begin
        if (en_i) {known_q, value_q} <= {1'b1, d_i};
        idle_q <= en_i ? 0 : idle_q + (idle_q != 3);
    end
    always @* if (known_q) assert (q == value_q);
    always @* cover (known_q && &q && idle_q == 3);
endmodule
