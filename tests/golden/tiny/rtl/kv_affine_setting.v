// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Scale and offset of a result: taken over with its first beat, whatever software writes meanwhile, and carried along
/// beside each beat to where they are used.
module kv_affine_setting #(
    /// 1: there is a stage between operand and product
    parameter CALIBRATED = 0
) (
    input  wire        clk_i,
    /// pulse: the operand takes a beat at the end of this cycle; it is the first of a result
    input  wire        operand_en_i,
    input  wire        first_i,
    /// CALIBRATED: pulse, the difference takes the beat of the operand
    input  wire        difference_en_i,
    /// pulse: the product takes the beat in front of it
    input  wire        product_en_i,
    /// as software has written them
    input  wire [15:0] scale_i,
    input  wire [15:0] offset_i,
    /// of the beat in the operand
    output wire [15:0] scale_o,
    /// of the beat in the product
    output wire [15:0] offset_o
);
    reg  [15:0] scale_q, offset_q;  // of the beat in the operand
    reg  [15:0] product_q;          // offset of the beat in the product
    wire [15:0] earlier;
    always @(posedge clk_i) begin
        if (operand_en_i & first_i) {scale_q, offset_q} <= {scale_i, offset_i};
        if (product_en_i)           product_q           <= earlier;
    end

    generate
        if (CALIBRATED != 0) begin : gen_difference
            reg [15:0] difference_q;
            always @(posedge clk_i) if (difference_en_i) difference_q <= offset_q;
            assign earlier = difference_q;
        end else begin : gen_operand
            wire unused = difference_en_i;
            assign earlier = offset_q;
        end
    endgenerate

    assign scale_o  = scale_q;
    assign offset_o = product_q;
endmodule

`default_nettype wire
