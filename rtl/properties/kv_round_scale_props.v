// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_round_scale for any inputs and enables: two enabled cycles after x the output is
/// floor((x * FACTOR + 2^(FRACTION-1)) / 2^FRACTION), or the nearest that OUT_BITS hold, and it stands still without an
/// enable.
module kv_round_scale_props #(
    parameter IN_BITS                  = 20,
    parameter OUT_BITS                 = 8,
    parameter FRACTION                 = 12,
    parameter FACTOR_BITS              = 9,
    parameter [FACTOR_BITS-1:0] FACTOR = 9'd300
) (
    input wire               clk_i,
    input wire               en_i,
    input wire [IN_BITS-1:0] x_i
);
    localparam WIDE         = IN_BITS + FACTOR_BITS + FRACTION + OUT_BITS;
    localparam PRODUCT_BITS = IN_BITS + FACTOR_BITS + 1;
    localparam WIDE_BITS    = PRODUCT_BITS > FRACTION + OUT_BITS ? PRODUCT_BITS : FRACTION + OUT_BITS + 1;
    localparam HIGH_BITS    = WIDE_BITS - FRACTION + 1;

    wire signed [OUT_BITS-1:0] y;
    kv_round_scale #(
        .IN_BITS    (IN_BITS),
        .OUT_BITS   (OUT_BITS),
        .FRACTION   (FRACTION),
        .FACTOR_BITS(FACTOR_BITS),
        .FACTOR     (FACTOR)
    ) u_dut (
        .clk_i(clk_i),
        .en_i (en_i),
        .x_i  (x_i),
        .y_o  (y)
    );

    // One input, picked freely, and the number of enabled edges since.
    (* anyseq *) wire          choose;
    reg                        known_q = 1'b0, still_q = 1'b0;
    reg signed [IN_BITS-1:0]   x_q;
    reg signed [OUT_BITS-1:0]  before_q;
    reg [1:0]                  age_q;
    always @(posedge clk_i) begin
        if (choose & en_i & !known_q) {known_q, x_q, age_q} <= {1'b1, x_i, 2'd1};
        else if (en_i & (age_q != 3)) age_q <= age_q + 1'b1;
        before_q <= y;
        still_q  <= !en_i;
    end

    // The formula, wide enough for all of it.
    wire signed [WIDE-1:0] half    = {{(WIDE-1){1'b0}}, 1'b1} << (FRACTION - 1);
    wire signed [WIDE-1:0] factor  = {1'b0, FACTOR};
    wire signed [WIDE-1:0] product = x_q * factor;
    wire signed [WIDE-1:0] sum     = product + half;
    wire signed [WIDE-1:0] exact   = sum >>> FRACTION;
    wire signed [WIDE-1:0] most    = (1 << (OUT_BITS - 1)) - 1;
    wire signed [WIDE-1:0] least   = -most - 1;
    wire signed [WIDE-1:0] wanted  = exact > most ? most : exact < least ? least : exact;
    always @* begin
        if (known_q && age_q == 2) assert (y == wanted[OUT_BITS-1:0]);
        if (still_q) assert (y == before_q);
    end

    // What makes induction converge.
    (* hierconn *) wire [HIGH_BITS-1:0] \u_dut.product_q ;
    wire [HIGH_BITS-1:0]                high = product >>> (FRACTION - 1);
    always @* begin
        if (known_q) assert (age_q != 0);
        if (known_q && age_q == 1) assert (\u_dut.product_q == high);
    end

    reg stalled_q = 1'b0;
    always @(posedge clk_i) stalled_q <= known_q & (stalled_q | !en_i);
    always @* begin
        cover (known_q && age_q == 2 && stalled_q && wanted < 0 && exact == wanted);
        cover (known_q && age_q == 2 && exact - (product >>> FRACTION) == 1);
    end
    generate
        // An input can be too large for the output.
        if (((FACTOR << (IN_BITS - 1)) >> FRACTION) > (1 << (OUT_BITS - 1))) begin : gen_clips
            always @* begin
                cover (known_q && age_q == 2 && exact > most);
                cover (known_q && age_q == 2 && exact < least);
            end
        end
    endgenerate
endmodule
