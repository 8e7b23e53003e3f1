// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Affine of one lane in two register stages: word = sat(((sum * scale + 2^11) >>> 12) + offset).
///
/// With CALIBRATED = 1 a stage before them corrects the lane, and all is rounded once:
/// word = sat(((c * g + 2^(F-1)) >>> F) + offset) with c = (sum << FRACTION_BITS) - lane_offset,
/// g = scale * (2^TRIM_BITS + lane_trim), F = 12 + TRIM_BITS + FRACTION_BITS.
module kv_affine #(
    /// bits of the signed sum
    parameter SUM_BITS      = 10,
    /// bits of the signed result
    parameter WORD_BITS     = 16,
    /// 1: the lane has an offset and a trim
    parameter CALIBRATED    = 0,
    /// fraction bits of the lane's offset, which has SUM_BITS + FRACTION_BITS bits
    parameter FRACTION_BITS = 4,
    /// bits of the signed trim, all of them fraction: the gain is 1/2 up to 3/2
    parameter TRIM_BITS     = 8
) (
    input  wire                              clk_i,
    /// clock enables of the stages; the first one only with CALIBRATED
    input  wire                              difference_en_i,
    input  wire                              product_en_i,
    input  wire                              word_en_i,
    /// the product in hand belongs to no lane: the word is zero and does not saturate
    input  wire                              blank_i,
    input  wire [SUM_BITS-1:0]               sum_i,
    /// of the lane, only with CALIBRATED
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
    localparam VALUE_BITS = CALIBRATED != 0 ? SUM_BITS + FRACTION_BITS + 1 : SUM_BITS;
    localparam GAIN_BITS  = CALIBRATED != 0 ? 17 + TRIM_BITS : 16;
    localparam POINT      = CALIBRATED != 0 ? 12 + TRIM_BITS + FRACTION_BITS : 12;  // fraction bits of the product
    localparam SPLIT      = GAIN_BITS / 2;
    localparam LOW_BITS   = VALUE_BITS + SPLIT + 1;          // value times the low half of the gain, which is unsigned
    localparam HIGH_BITS  = VALUE_BITS + GAIN_BITS - SPLIT;  // value times the high half, which carries the sign
    localparam KEPT       = POINT - SPLIT;                   // fraction bits that are added
    localparam WIDER_BITS = HIGH_BITS > 16 + KEPT ? HIGH_BITS : 16 + KEPT;
    localparam TOTAL_BITS = WIDER_BITS + 1;
    localparam FULL_BITS  = TOTAL_BITS - KEPT;

    generate
        if (SUM_BITS < 2 || WORD_BITS < 2) begin : gen_refuse
            kv_affine_sum_bits_and_word_bits_must_be_at_least_2 u_refuse ();
        end
        if (CALIBRATED < 0 || CALIBRATED > 1 || FRACTION_BITS < 0 || TRIM_BITS < 1) begin : gen_refuse_lane
            kv_affine_calibrated_must_be_0_or_1_trim_bits_at_least_1 u_refuse ();
        end
    endgenerate

    // ---- Value and gain ---------------------------------------------------------------------------------------------
    wire [VALUE_BITS-1:0] value;
    wire [GAIN_BITS-1:0]  gain;
    generate
        if (CALIBRATED != 0) begin : gen_difference
            wire [VALUE_BITS-1:0] fine_sum;
            if (FRACTION_BITS > 0) begin : gen_fraction
                assign fine_sum = {sum_i[SUM_BITS-1], sum_i, {FRACTION_BITS{1'b0}}};
            end else begin : gen_whole
                assign fine_sum = {sum_i[SUM_BITS-1], sum_i};
            end

            wire signed [GAIN_BITS-1:0] trim  = {{(GAIN_BITS - TRIM_BITS){lane_trim_i[TRIM_BITS-1]}}, lane_trim_i};
            wire signed [GAIN_BITS-1:0] one   = {{(GAIN_BITS - TRIM_BITS - 1){1'b0}}, 1'b1, {TRIM_BITS{1'b0}}};
            wire signed [GAIN_BITS-1:0] scale = {{(GAIN_BITS - 16){scale_i[15]}}, scale_i};

            reg [VALUE_BITS-1:0] difference_q;
            reg [GAIN_BITS-1:0]  gain_q;
            always @(posedge clk_i) begin
                if (difference_en_i) begin
                    difference_q <= fine_sum - {lane_offset_i[SUM_BITS+FRACTION_BITS-1], lane_offset_i};
                    gain_q       <= scale * (one + trim);
                end
            end
            assign value = difference_q;
            assign gain  = gain_q;
        end else begin : gen_sum
            wire unused_lane = &{1'b0, difference_en_i, lane_offset_i, lane_trim_i};
            assign value = sum_i;
            assign gain  = scale_i;
        end
    endgenerate

    // ---- Product ----------------------------------------------------------------------------------------------------
    // Two short products instead of a long one: their sum shares an adder with the offset and the rounding, a cycle
    // later. The lowest SPLIT bits of the low product reach neither, because half of the last place and the offset are
    // multiples of 2^SPLIT.
    wire signed [LOW_BITS-1:0]  value_low  = {{(SPLIT + 1){value[VALUE_BITS-1]}}, value};
    wire signed [LOW_BITS-1:0]  gain_low   = {{(LOW_BITS - SPLIT){1'b0}}, gain[SPLIT-1:0]};
    wire signed [HIGH_BITS-1:0] value_high = {{(GAIN_BITS - SPLIT){value[VALUE_BITS-1]}}, value};
    wire signed [HIGH_BITS-1:0] gain_high  = {{VALUE_BITS{gain[GAIN_BITS-1]}}, gain[GAIN_BITS-1:SPLIT]};
    wire        [LOW_BITS-1:0]  low        = value_low * gain_low;
    wire        [HIGH_BITS-1:0] high       = value_high * gain_high;
    wire        [SPLIT-1:0]     unused_low = low[SPLIT-1:0];

    reg [LOW_BITS-SPLIT-1:0] low_q;
    reg [HIGH_BITS-1:0]      high_q;
    always @(posedge clk_i) if (product_en_i) {high_q, low_q} <= {high, low[LOW_BITS-1:SPLIT]};

    // ---- Word -------------------------------------------------------------------------------------------------------
    wire [TOTAL_BITS-1:0] total  = {{(TOTAL_BITS - HIGH_BITS){high_q[HIGH_BITS-1]}}, high_q}
                                 + {{(TOTAL_BITS - LOW_BITS + SPLIT){low_q[LOW_BITS-SPLIT-1]}}, low_q}
                                 + {{(TOTAL_BITS - 16 - KEPT){offset_i[15]}}, offset_i, 1'b1, {(KEPT - 1){1'b0}}};
    wire [FULL_BITS-1:0]  full   = total[TOTAL_BITS-1:KEPT];
    wire [KEPT-1:0]       unused = total[KEPT-1:0];

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

`default_nettype wire
