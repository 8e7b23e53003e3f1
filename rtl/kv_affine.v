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
    localparam PRODUCT_BITS = SUM_BITS + 16;
    localparam HIGH_BITS    = PRODUCT_BITS - 12;
    localparam WIDER_BITS   = HIGH_BITS > 16 ? HIGH_BITS : 16;
    localparam FULL_BITS    = WIDER_BITS + 1;

    generate
        if (SUM_BITS < 2 || WORD_BITS < 2) begin : gen_refuse
            kv_affine_sum_bits_and_word_bits_must_be_at_least_2 u_refuse ();
        end
    endgenerate

    // Rounding adds bit 11 of the product to the bits above it, so rounding and offset are one adder with a carry in,
    // and the eleven lowest bits of the product need no register.
    wire signed [PRODUCT_BITS-1:0] sum     = {{16{sum_i[SUM_BITS-1]}}, sum_i};
    wire signed [PRODUCT_BITS-1:0] scale   = {{SUM_BITS{scale_i[15]}}, scale_i};
    wire signed [PRODUCT_BITS-1:0] product = sum * scale;
    reg         [HIGH_BITS:0]      product_q;
    wire        [10:0]             unused_product = product[10:0];

    always @(posedge clk_i) if (product_en_i) product_q <= product[PRODUCT_BITS-1:11];

    wire [FULL_BITS-1:0] high   = {{(FULL_BITS - HIGH_BITS){product_q[HIGH_BITS]}}, product_q[HIGH_BITS:1]};
    wire [FULL_BITS-1:0] offset = {{(FULL_BITS - 16){offset_i[15]}}, offset_i};
    wire [FULL_BITS-1:0] full   = high + offset + {{(FULL_BITS - 1){1'b0}}, product_q[0]};

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
