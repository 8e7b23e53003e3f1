// SPDX-License-Identifier: Apache-2.0

/// Correction and affine of one lane in three register stages, rounded once:
/// word = sat(((c * g + 2^(F-1)) >>> F) + offset) with c = (sum << FRACTION_BITS) - lane_offset,
/// g = scale * (2^TRIM_BITS + lane_trim), F = 12 + TRIM_BITS + FRACTION_BITS.
module kv_lane_affine #(
    /// bits of the signed sum
    parameter SUM_BITS      = 10,
    /// fraction bits of the lane's offset, which has SUM_BITS + FRACTION_BITS bits
    parameter FRACTION_BITS = 4,
    /// bits of the signed trim, all of them fraction: the gain is 1/2 up to 3/2
    parameter TRIM_BITS     = 8,
    /// bits of the signed result
    parameter WORD_BITS     = 16
) (
    input  wire                              clk_i,
    /// clock enables of the three stages
    input  wire                              difference_en_i,
    input  wire                              product_en_i,
    input  wire                              word_en_i,
    /// the product in hand belongs to no lane: the word is zero and does not saturate
    input  wire                              blank_i,
    input  wire [SUM_BITS-1:0]               sum_i,
    input  wire [SUM_BITS+FRACTION_BITS-1:0] lane_offset_i,
    input  wire [TRIM_BITS-1:0]              lane_trim_i,
    /// signed Q4.12, 4096 = 1.0
    input  wire [15:0]                       scale_i,
    /// signed, units of the word
    input  wire [15:0]                       offset_i,
    output wire [WORD_BITS-1:0]              word_o,
    /// the word was clipped
    output wire                              saturated_o
);
    localparam DIFFERENCE_BITS = SUM_BITS + FRACTION_BITS + 1;
    localparam GAIN_BITS       = 17 + TRIM_BITS;
    localparam SPLIT           = GAIN_BITS / 2;  // of the gain, so that two short products are made in parallel
    localparam LOW_BITS        = DIFFERENCE_BITS + SPLIT + 1;
    localparam HIGH_BITS       = DIFFERENCE_BITS + GAIN_BITS - SPLIT;
    localparam POINT           = 12 + TRIM_BITS + FRACTION_BITS;  // fraction bits of the product
    localparam LONG_BITS       = HIGH_BITS + SPLIT;
    localparam WIDER_BITS      = LONG_BITS > 16 + POINT ? LONG_BITS : 16 + POINT;
    localparam TOTAL_BITS      = WIDER_BITS + 1;
    localparam FULL_BITS       = TOTAL_BITS - POINT;

    generate
        if (SUM_BITS < 2 || WORD_BITS < 2 || FRACTION_BITS < 0 || TRIM_BITS < 1) begin : gen_refuse
            kv_lane_affine_sum_and_word_bits_must_be_at_least_2_trim_bits_at_least_1 u_refuse ();
        end
    endgenerate

    // ---- Difference and gain -----------------------------------------------------------------------------------------
    wire [DIFFERENCE_BITS-1:0] fine_sum;
    generate
        if (FRACTION_BITS > 0) begin : gen_fraction
            assign fine_sum = {sum_i[SUM_BITS-1], sum_i, {FRACTION_BITS{1'b0}}};
        end else begin : gen_whole
            assign fine_sum = {sum_i[SUM_BITS-1], sum_i};
        end
    endgenerate

    wire        [DIFFERENCE_BITS-1:0] difference = fine_sum - {lane_offset_i[SUM_BITS+FRACTION_BITS-1], lane_offset_i};
    wire signed [GAIN_BITS-1:0]       trim       = {{(GAIN_BITS - TRIM_BITS){lane_trim_i[TRIM_BITS-1]}}, lane_trim_i};
    wire signed [GAIN_BITS-1:0]       one        = {{(GAIN_BITS - TRIM_BITS - 1){1'b0}}, 1'b1, {TRIM_BITS{1'b0}}};
    wire signed [GAIN_BITS-1:0]       scale      = {{(GAIN_BITS - 16){scale_i[15]}}, scale_i};
    wire        [GAIN_BITS-1:0]       gain       = scale * (one + trim);

    reg [DIFFERENCE_BITS-1:0] difference_q;
    reg [GAIN_BITS-1:0]       gain_q;
    always @(posedge clk_i) if (difference_en_i) {difference_q, gain_q} <= {difference, gain};

    // ---- Product -------------------------------------------------------------------------------------------------------
    wire signed [LOW_BITS-1:0]  left_low   = {{(LOW_BITS - DIFFERENCE_BITS){difference_q[DIFFERENCE_BITS-1]}}, difference_q};
    wire signed [LOW_BITS-1:0]  right_low  = {{(LOW_BITS - SPLIT){1'b0}}, gain_q[SPLIT-1:0]};
    wire signed [HIGH_BITS-1:0] left_high  = {{(HIGH_BITS - DIFFERENCE_BITS){difference_q[DIFFERENCE_BITS-1]}}, difference_q};
    wire signed [HIGH_BITS-1:0] right_high = {{(HIGH_BITS - GAIN_BITS + SPLIT){gain_q[GAIN_BITS-1]}}, gain_q[GAIN_BITS-1:SPLIT]};

    reg [LOW_BITS-1:0]  low_q;
    reg [HIGH_BITS-1:0] high_q;
    always @(posedge clk_i) if (product_en_i) {high_q, low_q} <= {left_high * right_high, left_low * right_low};

    // ---- Word ----------------------------------------------------------------------------------------------------------
    wire [TOTAL_BITS-1:0] total  = {{(TOTAL_BITS - LONG_BITS){high_q[HIGH_BITS-1]}}, high_q, {SPLIT{1'b0}}}
                                 + {{(TOTAL_BITS - LOW_BITS){low_q[LOW_BITS-1]}}, low_q}
                                 + {{(TOTAL_BITS - 16 - POINT){offset_i[15]}}, offset_i, 1'b1, {(POINT - 1){1'b0}}};
    wire [FULL_BITS-1:0]  full   = total[TOTAL_BITS-1:POINT];
    wire                  unused = &{1'b0, total[POINT-1:0]};

    wire [WORD_BITS-1:0] word;
    wire                 clipped;
    generate
        if (WORD_BITS < FULL_BITS) begin : gen_saturate
            wire negative = full[FULL_BITS-1];
            assign clipped = full[FULL_BITS-2:WORD_BITS-1] != {(FULL_BITS - WORD_BITS){negative}};
            assign word    = clipped ? {negative, {(WORD_BITS - 1){~negative}}} : full[WORD_BITS-1:0];
        end else if (WORD_BITS == FULL_BITS) begin : gen_fit
            assign clipped = 1'b0;
            assign word    = full;
        end else begin : gen_extend
            assign clipped = 1'b0;
            assign word    = {{(WORD_BITS - FULL_BITS){full[FULL_BITS-1]}}, full};
        end
    endgenerate

    reg [WORD_BITS-1:0] word_q;
    reg                 saturated_q;
    always @(posedge clk_i) begin
        if (word_en_i) begin
            word_q      <= blank_i ? {WORD_BITS{1'b0}} : word;
            saturated_q <= clipped & ~blank_i;
        end
    end

    assign word_o      = word_q;
    assign saturated_o = saturated_q;
endmodule
