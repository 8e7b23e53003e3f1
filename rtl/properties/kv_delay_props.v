// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_delay: the output is the input CYCLES cycles earlier, and low where that was in or before a reset.
module kv_delay_props #(
    parameter WIDTH  = 1,
    parameter CYCLES = 1
) (
    input wire             clk_i,
    input wire             rst_ni,
    input wire [WIDTH-1:0] d_i
);
    wire [WIDTH-1:0] q;

    kv_delay #(.WIDTH(WIDTH), .CYCLES(CYCLES)) u_dut (
        .clk_i (clk_i),
        .rst_ni(rst_ni),
        .d_i   (d_i),
        .q_o   (q)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);

    (* hierconn *) wire [(CYCLES > 0 ? CYCLES*WIDTH : 1)-1:0] \u_dut.gen_chain.stage_q ;
    wire [(CYCLES > 0 ? CYCLES*WIDTH : 1)-1:0] stage = \u_dut.gen_chain.stage_q ;

    generate
        if (CYCLES == 0) begin : gen_wire
            always @* assert (q == d_i);
            always @* cover (&q);
        end else begin : gen_chain
            integer                i;
            reg [CYCLES*WIDTH-1:0] past_q;  // the input i+1 cycles ago in bits [i*WIDTH +: WIDTH]
            always @(posedge clk_i or negedge rst_ni) begin
                if (!rst_ni) past_q <= 0;
                else for (i = 0; i < CYCLES; i = i + 1) past_q[i*WIDTH +: WIDTH] <= i == 0 ? d_i : past_q[(i-1)*WIDTH +: WIDTH];
            end
            always @* assert (q == past_q[(CYCLES-1)*WIDTH +: WIDTH]);

            always @* assert (stage == past_q);
            always @* cover (&q && d_i == 0 && rst_ni);
        end
    endgenerate
endmodule
