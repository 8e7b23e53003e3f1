// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Times a constant: y = floor((x * FACTOR + 2^(FRACTION-1)) / 2^FRACTION), clamped to OUT_BITS, in two register
/// stages.
///
/// `x_i` in cycle c => `y_o` from c+2, counted in enabled cycles. No reset: the pipeline carries numbers, never
/// decisions.
module kv_round_scale #(
    /// bits of the signed input
    parameter IN_BITS                   = 20,
    /// bits of the signed output
    parameter OUT_BITS                  = 8,
    /// binary places of FACTOR, at least 1
    parameter FRACTION                  = 12,
    /// bits of FACTOR
    parameter FACTOR_BITS               = 9,
    /// unsigned
    parameter [FACTOR_BITS-1:0] FACTOR  = 9'd300
) (
    input  wire                clk_i,
    /// clock enable of both stages
    input  wire                en_i,
    input  wire [IN_BITS-1:0]  x_i,
    output wire [OUT_BITS-1:0] y_o
);
    localparam PRODUCT_BITS = IN_BITS + FACTOR_BITS + 1;
    // Everything of the product from FRACTION-1 up; at least the rounding bit and one above the output.
    localparam WIDE_BITS    = PRODUCT_BITS > FRACTION + OUT_BITS ? PRODUCT_BITS : FRACTION + OUT_BITS + 1;
    localparam HIGH_BITS    = WIDE_BITS - FRACTION + 1;
    localparam FULL_BITS    = HIGH_BITS - 1;

    generate
        if (IN_BITS < 2 || OUT_BITS < 2 || FRACTION < 1 || FACTOR_BITS < 1) begin : gen_refuse
            kv_round_scale_needs_in_bits_2_out_bits_2_fraction_1_factor_bits_1 u_refuse ();
        end
    endgenerate

    wire signed [WIDE_BITS-1:0] x       = {{(WIDE_BITS - IN_BITS){x_i[IN_BITS-1]}}, x_i};
    wire signed [WIDE_BITS-1:0] factor  = {{(WIDE_BITS - FACTOR_BITS){1'b0}}, FACTOR};
    wire signed [WIDE_BITS-1:0] product = x * factor;

    // A stage later the rounding bit is added and dropped.
    reg  [HIGH_BITS-1:0] product_q;
    wire [HIGH_BITS-1:0] rounded  = product_q + 1'b1;
    wire [FULL_BITS-1:0] full     = rounded[HIGH_BITS-1:1];
    wire                 unused   = rounded[0];
    wire                 negative = full[FULL_BITS-1];
    wire                 clipped  = full[FULL_BITS-1:OUT_BITS-1] != {(FULL_BITS - OUT_BITS + 1){negative}};

    reg [OUT_BITS-1:0] y_q;
    always @(posedge clk_i) begin
        if (en_i) begin
            product_q <= product[WIDE_BITS-1:FRACTION-1];
            y_q       <= clipped ? {negative, {(OUT_BITS - 1){~negative}}} : full[OUT_BITS-1:0];
        end
    end

    generate
        if (FRACTION > 1) begin : gen_dropped
            wire unused_product = &{1'b0, product[FRACTION-2:0]};
        end
    endgenerate

    assign y_o = y_q;
endmodule

`default_nettype wire
