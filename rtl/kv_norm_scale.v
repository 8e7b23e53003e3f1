// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Scaled positive part: p = min(round_half_up(max(x, 0) * factor / 2^FRACTION), 2^OUT_BITS - 1), in two register
/// stages.
///
/// One code per enabled cycle; `x_i` in cycle c => `p_o` from c+2. No reset.
module kv_norm_scale #(
    /// bits of the signed input, at least 2
    parameter IN_BITS     = 6,
    /// bits of the unsigned output
    parameter OUT_BITS    = 4,
    /// binary places of the factor, at least 1
    parameter FRACTION    = 10,
    /// bits of the factor
    parameter FACTOR_BITS = 14
) (
    input  wire                   clk_i,
    input  wire                   en_i,
    input  wire [IN_BITS-1:0]     x_i,
    /// unsigned
    input  wire [FACTOR_BITS-1:0] factor_i,
    output wire [OUT_BITS-1:0]    p_o
);
    localparam X_BITS       = IN_BITS - 1;
    localparam PRODUCT_BITS = X_BITS + FACTOR_BITS;
    // Everything of the product from FRACTION-1 up; at least the rounding bit and one above the output.
    localparam WIDE_BITS    = PRODUCT_BITS > FRACTION + OUT_BITS ? PRODUCT_BITS : FRACTION + OUT_BITS;
    localparam HIGH_BITS    = WIDE_BITS - FRACTION + 2;

    wire [X_BITS-1:0]    x       = x_i[X_BITS-1:0] & {X_BITS{~x_i[IN_BITS-1]}};
    wire [WIDE_BITS:0]   factor  = {{(WIDE_BITS + 1 - FACTOR_BITS){1'b0}}, factor_i};
    wire [WIDE_BITS:0]   product = {{(WIDE_BITS + 1 - X_BITS){1'b0}}, x} * factor;
    reg  [HIGH_BITS-1:0] product_q;
    reg  [OUT_BITS-1:0]  p_q;

    wire [HIGH_BITS-1:0] rounded = product_q + 1'b1;
    wire                 over    = |rounded[HIGH_BITS-1:OUT_BITS+1];
    wire                 unused  = rounded[0];

    always @(posedge clk_i) begin
        if (en_i) begin
            product_q <= product[WIDE_BITS:FRACTION-1];
            p_q       <= rounded[OUT_BITS:1] | {OUT_BITS{over}};
        end
    end

    generate
        if (FRACTION > 1) begin : gen_dropped
            wire unused_product = &{1'b0, product[FRACTION-2:0]};
        end
    endgenerate

    assign p_o = p_q;
endmodule

`default_nettype wire
