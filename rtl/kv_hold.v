// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Holding register: takes `d_i` at clock edges where `en_i` is high and stands still otherwise. Not reset: it is
/// written before it is used.
module kv_hold #(
    /// bits
    parameter WIDTH = 1
) (
    input  wire             clk_i,
    input  wire             en_i,
    input  wire [WIDTH-1:0] d_i,
    output wire [WIDTH-1:0] q_o
);
    reg [WIDTH-1:0] held_q;

    always @(posedge clk_i) if (en_i) held_q <= d_i;

    assign q_o = held_q;
endmodule

`default_nettype wire
