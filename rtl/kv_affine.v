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
endmodule
