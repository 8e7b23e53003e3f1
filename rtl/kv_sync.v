// SPDX-License-Identifier: Apache-2.0

/// Synchronizer with a clock enable: `q_o` is `d_i`, STAGES enabled clock edges later.
module kv_sync #(
    /// independent bits
    parameter WIDTH  = 1,
    /// flip-flops in series, 0..3; 0 is a wire
    parameter STAGES = 2
) (
    input  wire             clk_i,
    /// the chain moves at clock edges where this is high and stands still (and burns nothing) where it is low
    input  wire             en_i,
    /// asynchronous inputs
    input  wire [WIDTH-1:0] d_i,
    output wire [WIDTH-1:0] q_o
);
endmodule
