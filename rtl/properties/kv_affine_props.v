// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_affine for any sums, scales, offsets, enables and blanks: the word is
/// sat(floor((sum * scale + 2^11) / 2^12) + offset) of the sum and scale at the last product enable and the offset and
/// blank at the last word enable, and it is flagged exactly when it was clipped; both stand still without an enable.
///
/// SCALE = 65536: any scale. Otherwise this one, as bits, because the product of two free numbers is beyond the solver
/// where the sum has more than a few bits.
module kv_affine_props #(
    parameter SUM_BITS  = 10,
    parameter WORD_BITS = 16,
    parameter SCALE     = 65536
) (
    input wire                clk_i,
    input wire                product_en_i,
    input wire                word_en_i,
    input wire                blank_i,
    input wire [SUM_BITS-1:0] sum_i,
    input wire [15:0]         scale_i,
    input wire [15:0]         offset_i
);
    localparam PRODUCT_BITS = SUM_BITS + 17;
    localparam WIDE         = (SUM_BITS > WORD_BITS ? SUM_BITS : WORD_BITS) + 20;

    wire [15:0]          scale = SCALE < 65536 ? SCALE : scale_i;
    wire [WORD_BITS-1:0] word;
    wire                 saturated;

    kv_affine #(.SUM_BITS(SUM_BITS), .WORD_BITS(WORD_BITS)) u_dut (
        .clk_i       (clk_i),
        .product_en_i(product_en_i),
        .word_en_i   (word_en_i),
        .blank_i     (blank_i),
        .sum_i       (sum_i),
        .scale_i     (scale),
        .offset_i    (offset_i),
        .word_o      (word),
        .saturated_o (saturated)
    );

    // ---- Model: one long product, as the formula says -----------------------------------------------------------------
    reg                        summed_q = 1'b0, known_q = 1'b0, blank_q;
    reg  signed [SUM_BITS-1:0] sum_q;
    reg  signed [15:0]         scale_q;
    wire signed [15:0]         factor = SCALE < 65536 ? SCALE : scale_q;
    reg  signed [WIDE-1:0]     total_q;  // before the saturation
    wire signed [PRODUCT_BITS-1:0] rounded = sum_q * factor + $signed(14'd2048);
    wire signed [WIDE-1:0]     offset  = $signed(offset_i);
    wire signed [WIDE-1:0]     most    = (1 << (WORD_BITS - 1)) - 1;
    wire signed [WIDE-1:0]     least   = -(1 << (WORD_BITS - 1));

    always @(posedge clk_i) begin
        if (product_en_i) {summed_q, sum_q, scale_q} <= {1'b1, sum_i, scale};
        if (word_en_i) begin
            known_q <= summed_q | blank_i;
            blank_q <= blank_i;
            total_q <= (rounded >>> 12) + offset;
        end
    end

    wire signed [WIDE-1:0] limited = total_q > most ? most : total_q < least ? least : total_q;
    always @* if (known_q) begin
        assert (word == (blank_q ? 0 : limited[WORD_BITS-1:0]));
        assert (saturated == (!blank_q && limited != total_q));
    end

    // ---- What makes induction converge: the two short products add up to the long one -----------------------------------
    (* hierconn *) wire [SUM_BITS:0]   \u_dut.low_q ;
    (* hierconn *) wire [SUM_BITS+7:0] \u_dut.high_q ;
    wire signed [8:0]          low_scale  = factor[7:0];
    wire signed [7:0]          high_scale = factor[15:8];
    wire signed [SUM_BITS+8:0] low        = sum_q * low_scale;
    wire signed [SUM_BITS+7:0] high       = sum_q * high_scale;
    always @* if (summed_q) begin
        assert (\u_dut.low_q == low[SUM_BITS+8:8]);
        assert (\u_dut.high_q == high);
    end

    always @* begin
        cover (known_q && !blank_q && saturated && total_q > 0);
        cover (known_q && !blank_q && saturated && total_q < 0);
        cover (known_q && !blank_q && !saturated && total_q < 0);
        cover (known_q && blank_q && word == 0);
    end
endmodule
