// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Delay of control signals: `q_o` is `d_i`, CYCLES clock cycles later; low in reset.
module kv_delay #(
    /// independent bits
    parameter WIDTH  = 1,
    /// 0 is a wire
    parameter CYCLES = 1
) (
    input  wire             clk_i,
    input  wire             rst_ni,
    input  wire [WIDTH-1:0] d_i,
    output wire [WIDTH-1:0] q_o
);
    generate
        if (WIDTH < 1 || CYCLES < 0) begin : gen_refuse
            kv_delay_width_must_be_at_least_1_cycles_at_least_0 u_refuse ();
        end

        if (CYCLES == 0) begin : gen_wire
            assign q_o = d_i;
            wire unused = &{1'b0, clk_i, rst_ni};
        end else begin : gen_chain
            // the signal s cycles ago in bits [s*WIDTH +: WIDTH]
            wire [(CYCLES+1)*WIDTH-1:0] stage;
            reg  [CYCLES*WIDTH-1:0]     stage_q;
            assign stage = {stage_q, d_i};
            always @(posedge clk_i or negedge rst_ni) begin
                if (!rst_ni) stage_q <= {(CYCLES*WIDTH){1'b0}};
                else         stage_q <= stage[CYCLES*WIDTH-1:0];
            end
            assign q_o = stage[CYCLES*WIDTH +: WIDTH];
        end
    endgenerate
endmodule

`default_nettype wire
