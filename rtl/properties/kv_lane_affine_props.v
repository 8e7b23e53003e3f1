// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_lane_affine for any sums, lanes, offsets and enables.
///
/// 1. the word is floor(((sum * 2^F - lane_offset) * (2^T + trim) * scale + half) / 2^(12 + F + T)) + offset, limited to
///    its bits, F = FRACTION_BITS, T = TRIM_BITS: of the operands that the three enables let through;
/// 2. saturated means that the limit mattered;
/// 3. blank gives zero, not saturated.
/// SCALE below 65536 fixes the scale, because no solver multiplies three free numbers of full width.
module kv_lane_affine_props #(
    parameter SUM_BITS      = 10,
    parameter FRACTION_BITS = 4,
    parameter TRIM_BITS     = 8,
    parameter WORD_BITS     = 16,
    parameter SCALE         = 65536
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
    localparam POINT           = 12 + TRIM_BITS + FRACTION_BITS;
    localparam DIFFERENCE_BITS = SUM_BITS + FRACTION_BITS + 1;
    localparam GAIN_BITS       = 17 + TRIM_BITS;
    localparam SPLIT           = GAIN_BITS / 2;
    localparam LOW_BITS        = DIFFERENCE_BITS + SPLIT + 1;
    localparam HIGH_BITS       = DIFFERENCE_BITS + GAIN_BITS - SPLIT;
    localparam PRODUCT_BITS    = DIFFERENCE_BITS + GAIN_BITS;
    localparam WIDE            = (PRODUCT_BITS > WORD_BITS ? PRODUCT_BITS : WORD_BITS) + 20;

    wire [15:0]          scale = SCALE < 65536 ? SCALE : scale_i;
    wire [WORD_BITS-1:0] word;
    wire                 saturated;

    kv_lane_affine #(
        .SUM_BITS     (SUM_BITS),
        .FRACTION_BITS(FRACTION_BITS),
        .TRIM_BITS    (TRIM_BITS),
        .WORD_BITS    (WORD_BITS)
    ) u_dut (
        .clk_i          (clk_i),
        .difference_en_i(difference_en_i),
        .product_en_i   (product_en_i),
        .word_en_i      (word_en_i),
        .blank_i        (blank_i),
        .sum_i          (sum_i),
        .lane_offset_i  (lane_offset_i),
        .lane_trim_i    (lane_trim_i),
        .scale_i        (scale),
        .offset_i       (offset_i),
        .word_o         (word),
        .saturated_o    (saturated)
    );

    // ---- Model: one long product, as the formula says -------------------------------------------------------------------
    reg                               first_q = 1'b0, second_q = 1'b0, known_q = 1'b0, blank_q;
    reg  signed [DIFFERENCE_BITS-1:0] difference_q, later_difference_q;
    reg  signed [GAIN_BITS-1:0]       gain_q, later_gain_q;
    reg  signed [WIDE-1:0]            total_q;  // before the limit
    wire signed [SUM_BITS-1:0]        sum         = sum_i;
    wire signed [SUM_BITS+FRACTION_BITS-1:0] lane_offset = lane_offset_i;
    wire signed [DIFFERENCE_BITS-1:0] fine_sum    = sum;
    wire signed [GAIN_BITS-1:0]       trim        = $signed(lane_trim_i);
    wire signed [GAIN_BITS-1:0]       factor      = $signed(scale);
    wire signed [GAIN_BITS-1:0]       one         = 1 << TRIM_BITS;
    wire signed [WIDE-1:0]            half        = 1 << (POINT - 1);
    wire signed [WIDE-1:0]            product     = later_difference_q * later_gain_q;
    wire signed [WIDE-1:0]            rounded     = product + half;
    wire signed [WIDE-1:0]            offset      = $signed(offset_i);
    wire signed [WIDE-1:0]            most        = (1 << (WORD_BITS - 1)) - 1;
    wire signed [WIDE-1:0]            least       = -(1 << (WORD_BITS - 1));

    always @(posedge clk_i) begin
        if (difference_en_i) begin
            first_q      <= 1'b1;
            difference_q <= (fine_sum <<< FRACTION_BITS) - lane_offset;
            gain_q       <= factor * (one + trim);
        end
        if (product_en_i) {second_q, later_difference_q, later_gain_q} <= {first_q, difference_q, gain_q};
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

    // ---- What makes induction converge ----------------------------------------------------------------------------------
    (* hierconn *) wire [DIFFERENCE_BITS-1:0] \u_dut.difference_q ;
    (* hierconn *) wire [GAIN_BITS-1:0]       \u_dut.gain_q ;
    (* hierconn *) wire [LOW_BITS-1:0]        \u_dut.low_q ;
    (* hierconn *) wire [HIGH_BITS-1:0]       \u_dut.high_q ;
    wire signed [SPLIT:0]             low_gain  = later_gain_q[SPLIT-1:0];
    wire signed [GAIN_BITS-SPLIT-1:0] high_gain = later_gain_q[GAIN_BITS-1:SPLIT];
    wire signed [LOW_BITS-1:0]        low       = later_difference_q * low_gain;
    wire signed [HIGH_BITS-1:0]       high      = later_difference_q * high_gain;
    always @* begin
        if (first_q) assert (\u_dut.difference_q == difference_q && \u_dut.gain_q == gain_q);
        if (second_q) assert (\u_dut.low_q == low && \u_dut.high_q == high);
        cover (known_q && !blank_q && saturated && total_q > 0);
        cover (known_q && !blank_q && saturated && total_q < 0);
        cover (known_q && !blank_q && !saturated && total_q < 0);
        cover (known_q && blank_q && word == 0);
    end
endmodule
