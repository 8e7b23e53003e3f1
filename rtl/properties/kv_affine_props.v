// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_affine for any sums, lanes, scales, offsets, enables and blanks.
///
/// 1. the word is floor((c * g + 2^(F-1)) / 2^F) + offset, limited to its bits, of the operands that the enables let
///    through: c = sum, g = scale, F = 12; with CALIBRATED c = sum * 2^FRACTION_BITS - lane_offset,
///    g = scale * (2^TRIM_BITS + trim), F = 12 + TRIM_BITS + FRACTION_BITS;
/// 2. it is flagged exactly when it was clipped;
/// 3. blank gives zero, not clipped; all stand still without an enable.
///
/// SCALE, TRIM = 65536: any scale, any trim. Otherwise this one, as bits, because the product of free numbers is beyond
/// the solver where they have more than a few bits.
module kv_affine_props #(
    parameter SUM_BITS      = 10,
    parameter WORD_BITS     = 16,
    parameter CALIBRATED    = 0,
    parameter FRACTION_BITS = 4,
    parameter TRIM_BITS     = 8,
    parameter SCALE         = 65536,
    parameter TRIM          = 65536
) (
    input wire                              clk_i,
    input wire                              difference_en_i,
    input wire                              product_en_i,
    input wire                              word_en_i,
    input wire                              blank_i,
    input wire [SUM_BITS-1:0]               sum_i,
    input wire [SUM_BITS+FRACTION_BITS-1:0] lane_offset_i,
    input wire [TRIM_BITS-1:0]              lane_trim_i,
    input wire [15:0]                       scale_i,
    input wire [15:0]                       offset_i
);
    localparam POINT        = CALIBRATED != 0 ? 12 + TRIM_BITS + FRACTION_BITS : 12;
    localparam VALUE_BITS   = CALIBRATED != 0 ? SUM_BITS + FRACTION_BITS + 1 : SUM_BITS;
    localparam GAIN_BITS    = CALIBRATED != 0 ? 17 + TRIM_BITS : 16;
    localparam SPLIT        = GAIN_BITS / 2;
    localparam LOW_BITS     = VALUE_BITS + SPLIT + 1;
    localparam HIGH_BITS    = VALUE_BITS + GAIN_BITS - SPLIT;
    localparam PRODUCT_BITS = VALUE_BITS + GAIN_BITS;
    localparam WIDE         = (PRODUCT_BITS > WORD_BITS ? PRODUCT_BITS : WORD_BITS) + 20;

    localparam FIXED        = SCALE < 65536 && (CALIBRATED == 0 || TRIM < 65536);

    wire [15:0]          scale     = SCALE < 65536 ? SCALE : scale_i;
    wire [TRIM_BITS-1:0] lane_trim = TRIM < 65536 ? TRIM : lane_trim_i;
    wire [WORD_BITS-1:0] word;
    wire                 saturated;

    kv_affine #(
        .SUM_BITS     (SUM_BITS),
        .WORD_BITS    (WORD_BITS),
        .CALIBRATED   (CALIBRATED),
        .FRACTION_BITS(FRACTION_BITS),
        .TRIM_BITS    (TRIM_BITS)
    ) u_dut (
        .clk_i          (clk_i),
        .difference_en_i(difference_en_i),
        .product_en_i   (product_en_i),
        .word_en_i      (word_en_i),
        .blank_i        (blank_i),
        .sum_i          (sum_i),
        .lane_offset_i  (lane_offset_i),
        .lane_trim_i    (lane_trim),
        .scale_i        (scale),
        .offset_i       (offset_i),
        .word_o         (word),
        .saturated_o    (saturated)
    );

    // ---- Model: one long product, as the formula says
    // ----------------------------------------------------------------- What the product register finds: the inputs, or
    // what the stage before made of them.
    wire signed [SUM_BITS-1:0]               sum         = sum_i;
    wire signed [SUM_BITS+FRACTION_BITS-1:0] lane_offset = lane_offset_i;
    wire signed [SUM_BITS+FRACTION_BITS:0]   fine_sum    = sum;
    wire signed [16+TRIM_BITS:0]             trim        = $signed(lane_trim);
    wire signed [16+TRIM_BITS:0]             one         = 1 << TRIM_BITS;
    wire signed [16+TRIM_BITS:0]             factor      = $signed(scale);
    reg                                      first_q = 1'b0;
    reg  signed [SUM_BITS+FRACTION_BITS:0]   difference_q;
    reg  signed [16+TRIM_BITS:0]             gain_q;
    always @(posedge clk_i) if (difference_en_i) begin
        first_q      <= 1'b1;
        difference_q <= (fine_sum <<< FRACTION_BITS) - lane_offset;
        gain_q       <= factor * (one + trim);
    end
    wire                          known = CALIBRATED != 0 ? first_q : 1'b1;
    wire signed [VALUE_BITS-1:0]  value = CALIBRATED != 0 ? difference_q : sum;
    wire signed [16+TRIM_BITS:0]  lane  = factor * (one + trim);
    wire signed [GAIN_BITS-1:0]   gain  = CALIBRATED == 0 ? factor : FIXED ? lane : gain_q;

    reg                           second_q = 1'b0, known_q = 1'b0, blank_q;
    reg  signed [VALUE_BITS-1:0]  value_q;
    reg  signed [GAIN_BITS-1:0]   product_gain_q;
    wire signed [GAIN_BITS-1:0]   of_product = FIXED ? gain : product_gain_q;
    reg  signed [WIDE-1:0]        total_q;  // before the limit
    wire signed [PRODUCT_BITS:0]  half    = 1 << (POINT - 1);
    wire signed [PRODUCT_BITS:0]  rounded = value_q * of_product + half;
    wire signed [WIDE-1:0]        offset  = $signed(offset_i);
    wire signed [WIDE-1:0]        most    = (1 << (WORD_BITS - 1)) - 1;
    wire signed [WIDE-1:0]        least   = -(1 << (WORD_BITS - 1));
    always @(posedge clk_i) begin
        if (product_en_i) {second_q, value_q, product_gain_q} <= {known, value, gain};
        if (word_en_i) begin
            known_q <= second_q | blank_i;
            blank_q <= blank_i;
            total_q <= (rounded >>> POINT) + offset;
        end
    end

    wire signed [WIDE-1:0] limited = total_q > most ? most : total_q < least ? least : total_q;
    always @* if (known_q) begin
        assert (word == (blank_q ? 0 : limited[WORD_BITS-1:0]));
        assert (saturated == (!blank_q && limited != total_q));
    end

    // ---- What makes induction converge: the two short products add up to the long one
    // -----------------------------------
    (* hierconn *) wire [VALUE_BITS-1:0]     \u_dut.gen_difference.difference_q ;
    (* hierconn *) wire [GAIN_BITS-1:0]      \u_dut.gen_difference.gain_q ;
    (* hierconn *) wire [LOW_BITS-SPLIT-1:0] \u_dut.low_q ;
    (* hierconn *) wire [HIGH_BITS-1:0]      \u_dut.high_q ;
    wire signed [SPLIT:0]             low_gain  = of_product[SPLIT-1:0];
    wire signed [GAIN_BITS-SPLIT-1:0] high_gain = of_product[GAIN_BITS-1:SPLIT];
    wire signed [LOW_BITS-1:0]        low       = value_q * low_gain;
    wire signed [HIGH_BITS-1:0]       high      = value_q * high_gain;
    always @* begin
        if (CALIBRATED != 0 && first_q) begin
            assert (\u_dut.gen_difference.difference_q == difference_q);
            assert (\u_dut.gen_difference.gain_q == (FIXED ? lane : gain_q));
        end
        if (second_q) assert (\u_dut.low_q == low[LOW_BITS-1:SPLIT] && \u_dut.high_q == high);
        cover (known_q && !blank_q && saturated && total_q > 0);
        cover (known_q && !blank_q && saturated && total_q < 0);
        cover (known_q && !blank_q && !saturated && total_q < 0);
        cover (known_q && blank_q && word == 0);
    end
endmodule
