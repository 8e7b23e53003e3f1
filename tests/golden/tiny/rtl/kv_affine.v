// SPDX-License-Identifier: Apache-2.0

/// Affine of one lane: word = sat(((sum * scale + 2^11) >>> 12) + offset), in two register stages.
module kv_affine #(
    /// bits of the signed sum
    parameter SUM_BITS  = 10,
    /// bits of the signed result
    parameter WORD_BITS = 16
) (
    input  wire                 clk_i,
    /// clock enable of the product register
    input  wire                 product_en_i,
    /// clock enable of the word register
    input  wire                 word_en_i,
    /// the product in hand belongs to no lane: the word is zero and does not saturate
    input  wire                 blank_i,
    input  wire [SUM_BITS-1:0]  sum_i,
    /// signed Q4.12, 4096 = 1.0
    input  wire [15:0]          scale_i,
    /// signed, units of the word
    input  wire [15:0]          offset_i,
    output wire [WORD_BITS-1:0] word_o,
    /// the word was clipped
    output wire                 saturated_o
);
    localparam LOW_BITS   = SUM_BITS + 9;  // sum times the low half of the scale, which is unsigned
    localparam HIGH_BITS  = SUM_BITS + 8;  // sum times the high half, which carries the sign
    localparam WIDER_BITS = HIGH_BITS > 20 ? HIGH_BITS : 20;
    localparam TOTAL_BITS = WIDER_BITS + 1;  // in units of 2^-4
    localparam FULL_BITS  = TOTAL_BITS - 4;

    generate
        if (SUM_BITS < 2 || WORD_BITS < 2) begin : gen_refuse
            kv_affine_sum_bits_and_word_bits_must_be_at_least_2 u_refuse ();
        end
    endgenerate

    // Two short products instead of a long one: their sum shares an adder with the offset and the rounding, a cycle
    // later. The lowest eight bits of the low product reach neither, because 2^11 and the offset are multiples of 2^8.
    wire signed [LOW_BITS-1:0]  sum_low    = {{9{sum_i[SUM_BITS-1]}}, sum_i};
    wire signed [LOW_BITS-1:0]  scale_low  = {{(SUM_BITS + 1){1'b0}}, scale_i[7:0]};
    wire signed [HIGH_BITS-1:0] sum_high   = {{8{sum_i[SUM_BITS-1]}}, sum_i};
    wire signed [HIGH_BITS-1:0] scale_high = {{SUM_BITS{scale_i[15]}}, scale_i[15:8]};
    wire        [LOW_BITS-1:0]  low        = sum_low * scale_low;
    wire        [HIGH_BITS-1:0] high       = sum_high * scale_high;
    wire        [7:0]           unused_low = low[7:0];

    reg [LOW_BITS-9:0]  low_q;
    reg [HIGH_BITS-1:0] high_q;
    always @(posedge clk_i) if (product_en_i) {high_q, low_q} <= {high, low[LOW_BITS-1:8]};

    wire [TOTAL_BITS-1:0] total  = {{(TOTAL_BITS - HIGH_BITS){high_q[HIGH_BITS-1]}}, high_q}
                                 + {{(TOTAL_BITS - LOW_BITS + 8){low_q[LOW_BITS-9]}}, low_q}
                                 + {{(TOTAL_BITS - 20){offset_i[15]}}, offset_i, 4'b1000};
    wire [FULL_BITS-1:0]  full   = total[TOTAL_BITS-1:4];
    wire [3:0]            unused = total[3:0];

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
