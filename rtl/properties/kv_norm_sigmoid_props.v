// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_norm_sigmoid for any inputs and enables: OUT_BITS enabled cycles after x the output is the number
/// of thresholds that x + 2^(IN_BITS-1) reaches, for a table in ascending order, and stands still without an enable.
module kv_norm_sigmoid_props #(
    parameter IN_BITS    = 6,
    parameter RECIP_BITS = 1,
    parameter OUT_BITS   = 4,
    parameter TABLE_BITS = 105,
    parameter [TABLE_BITS-1:0] TABLE = 105'h40_ffdf_df7e_f3c7_0e9a_31c2_68c1
) (
    input wire               clk_i,
    input wire               en_i,
    input wire [IN_BITS-1:0] x_i
);
    localparam T_BITS = IN_BITS + 1;
    localparam CODES  = (1 << OUT_BITS) - 1;

    wire [OUT_BITS-1:0] p;

    kv_norm_sigmoid #(
        .IN_BITS   (IN_BITS),
        .RECIP_BITS(RECIP_BITS),
        .OUT_BITS  (OUT_BITS),
        .TABLE_BITS(TABLE_BITS),
        .TABLE     (TABLE)
    ) u_dut (
        .clk_i  (clk_i),
        .en_i   (en_i),
        .x_i    (x_i),
        .recip_i({RECIP_BITS{1'b0}}),
        .p_o    (p)
    );

    // Thresholds that an input reaches.
    function [OUT_BITS-1:0] count(input [IN_BITS-1:0] x);
        integer k;
        begin
            count = 0;
            for (k = 0; k < CODES; k = k + 1)
                if ({1'b0, ~x[IN_BITS-1], x[IN_BITS-2:0]} >= TABLE[k*T_BITS +: T_BITS]) count = count + 1'b1;
        end
    endfunction

    // One input, picked freely, and the number of enabled edges since.
    (* anyseq *) wire  choose;
    reg                known_q = 1'b0, still_q = 1'b0;
    reg [IN_BITS-1:0]  x_q;
    reg [OUT_BITS-1:0] before_q;
    reg [3:0]          age_q;
    always @(posedge clk_i) begin
        if (choose & en_i & !known_q) {known_q, x_q, age_q} <= {1'b1, x_i, 4'd1};
        else if (en_i & (age_q != 15)) age_q <= age_q + 1'b1;
        before_q <= p;
        still_q  <= !en_i;
    end
    wire [OUT_BITS-1:0] expected = count(x_q);
    always @* begin
        if (known_q && age_q == OUT_BITS) assert (p == expected);
        if (still_q) assert (p == before_q);
    end

    // ---- What makes induction converge: after stage s the first s bits are decided, and the input goes with them
    // --------
    (* hierconn *) wire [(OUT_BITS+1)*IN_BITS-1:0]  \u_dut.x ;
    (* hierconn *) wire [(OUT_BITS+1)*OUT_BITS-1:0] \u_dut.p ;
    wire [(OUT_BITS+1)*IN_BITS-1:0]  inputs = \u_dut.x ;
    wire [(OUT_BITS+1)*OUT_BITS-1:0] codes  = \u_dut.p ;
    integer                          s;
    always @* begin
        if (known_q) assert (age_q != 0);
        for (s = 1; s < OUT_BITS; s = s + 1) begin
            if (known_q && age_q == s) begin
                assert (inputs[s*IN_BITS +: IN_BITS] == {~x_q[IN_BITS-1], x_q[IN_BITS-2:0]});
                assert (codes[s*OUT_BITS +: OUT_BITS] == expected >> (OUT_BITS - s) << (OUT_BITS - s));
            end
        end
    end

    // ---- Reachable
    // -----------------------------------------------------------------------------------------------------
    reg stalled_q = 1'b0;
    always @(posedge clk_i) stalled_q <= known_q & (stalled_q | !en_i);
    always @* begin
        cover (known_q && age_q == OUT_BITS && p == CODES);
        cover (known_q && age_q == OUT_BITS && p == CODES / 2 && stalled_q);
        cover (known_q && age_q == OUT_BITS && p == 0);
    end
endmodule
