// SPDX-License-Identifier: Apache-2.0
`default_nettype none

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
    generate
        if (WIDTH < 1) begin : gen_refuse_width
            kv_sync_width_must_be_at_least_1 u_refuse ();
        end
        if (STAGES < 0 || STAGES > 3) begin : gen_refuse_stages
            kv_sync_stages_must_be_0_to_3 u_refuse ();
        end

        if (STAGES == 0) begin : gen_wire
            assign q_o = d_i;
            wire unused = &{1'b0, clk_i, en_i};
        end else if (STAGES == 1) begin : gen_single
            reg [WIDTH-1:0] stage_q;
            always @(posedge clk_i) if (en_i) stage_q <= d_i;
            assign q_o = stage_q;
        end else begin : gen_chain
            // stage s in bits [s*WIDTH +: WIDTH]
            reg [STAGES*WIDTH-1:0] stage_q;
            always @(posedge clk_i) if (en_i) stage_q <= {stage_q[(STAGES-1)*WIDTH-1:0], d_i};
            assign q_o = stage_q[(STAGES-1)*WIDTH +: WIDTH];
        end
    endgenerate
endmodule

`default_nettype wire
