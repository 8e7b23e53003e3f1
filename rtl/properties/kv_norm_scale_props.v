// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_norm_scale for any inputs, factors and enables: two enabled cycles after x and the factor the
/// output is min(floor(max(x, 0) * factor / 2^FRACTION + 1/2), 2^OUT_BITS - 1), and stands still without an enable.
///
/// FACTOR = -1: any factor. Otherwise this one, because the product of two free numbers is beyond the solver at real
/// sizes.
module kv_norm_scale_props #(
    parameter IN_BITS     = 6,
    parameter OUT_BITS    = 4,
    parameter FRACTION    = 10,
    parameter FACTOR_BITS = 14,
    parameter FACTOR      = -1
) (
    input wire                   clk_i,
    input wire                   en_i,
    input wire [IN_BITS-1:0]     x_i,
    input wire [FACTOR_BITS-1:0] factor_i
);
    localparam PRODUCT_BITS = IN_BITS - 1 + FACTOR_BITS;
    localparam WIDE_BITS    = PRODUCT_BITS > FRACTION + OUT_BITS ? PRODUCT_BITS : FRACTION + OUT_BITS;
    localparam WIDE         = WIDE_BITS + 1;
    localparam [0:0] FREE = FACTOR == -1;

    wire [FACTOR_BITS-1:0] factor = FREE ? factor_i : FACTOR;
    wire [OUT_BITS-1:0]    p;

    kv_norm_scale #(.IN_BITS(IN_BITS), .OUT_BITS(OUT_BITS), .FRACTION(FRACTION), .FACTOR_BITS(FACTOR_BITS)) u_dut (
        .clk_i   (clk_i),
        .en_i    (en_i),
        .x_i     (x_i),
        .factor_i(factor),
        .p_o     (p)
    );

    reg  [1:0]             known_q = 0;
    reg  [IN_BITS-1:0]     x_q;
    reg  [FACTOR_BITS-1:0] factor_q;
    reg  [OUT_BITS-1:0]    p_q;
    wire [FACTOR_BITS-1:0] f        = FREE ? factor_q : FACTOR;
    wire [IN_BITS-2:0]     positive = x_q[IN_BITS-1] ? 0 : x_q[IN_BITS-2:0];
    wire [WIDE-1:0]        product  = positive * f;
    wire [WIDE-1:0]        rounded  = (product >> FRACTION) + product[FRACTION-1];
    always @(posedge clk_i) if (en_i) begin
        known_q  <= {known_q[0], 1'b1};
        x_q      <= x_i;
        factor_q <= factor;
        p_q      <= rounded >= (1 << OUT_BITS) ? {OUT_BITS{1'b1}} : rounded[OUT_BITS-1:0];
    end
    always @* if (known_q[1]) assert (p == p_q);

    // What makes induction converge.
    (* hierconn *) wire [WIDE_BITS-FRACTION+1:0] \u_dut.product_q ;
    always @* if (known_q[0]) assert (\u_dut.product_q == product >> (FRACTION - 1));

    always @* begin
        cover (known_q[1] && p == {OUT_BITS{1'b1}} && !en_i);
        cover (known_q[1] && p == 0);
        cover (known_q[1] && p == 1 && rounded == 2);
    end
endmodule
