// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_norm_sigmoid for any inputs and enables: OUT_BITS enabled cycles after x the output is the number of
/// thresholds that x + 2^(IN_BITS-1) reaches, for a table in ascending order, and stands still without an enable.
/// STALLS = 0: always enabled, where induction converges.
module kv_norm_sigmoid_props #(
    parameter IN_BITS    = 6,
    parameter OUT_BITS   = 4,
    parameter STALLS     = 1,
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
        .OUT_BITS  (OUT_BITS),
        .TABLE_BITS(TABLE_BITS),
        .TABLE     (TABLE)
    ) u_dut (
        .clk_i  (clk_i),
        .en_i   (en_i),
        .x_i    (x_i),
        .recip_i(1'b0),
        .p_o    (p)
    );

    integer            k;
    reg [OUT_BITS-1:0] count;
    always @* begin
        count = 0;
        for (k = 0; k < CODES; k = k + 1) begin
            if ({1'b0, ~x_i[IN_BITS-1], x_i[IN_BITS-2:0]} >= TABLE[k*T_BITS +: T_BITS]) count = count + 1'b1;
        end
    end

    // One input, picked freely, and the number of enabled edges since.
    always @* if (STALLS == 0) assume (en_i);
    (* anyseq *) wire  choose;
    reg                known_q = 1'b0, still_q = 1'b0;
    reg [OUT_BITS-1:0] expected_q, before_q;
    reg [3:0]          age_q;
    always @(posedge clk_i) begin
        if (choose & en_i & !known_q) {known_q, expected_q, age_q} <= {1'b1, count, 4'd1};
        else if (en_i & (age_q != 15)) age_q <= age_q + 1'b1;
        before_q <= p;
        still_q  <= !en_i;
    end
    always @* begin
        if (known_q && age_q == OUT_BITS) assert (p == expected_q);
        if (still_q) assert (p == before_q);
    end
    always @* begin
        cover (known_q && age_q == OUT_BITS && p == CODES);
        cover (known_q && age_q == OUT_BITS && p == CODES / 2 );
        cover (known_q && age_q == OUT_BITS && p == 0);
    end
endmodule
