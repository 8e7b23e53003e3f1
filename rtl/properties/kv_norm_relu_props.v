// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_norm_relu for any inputs and factors and enables: two enabled cycles after x the output is
/// min(floor(max(x, 0) * recip / 2^FRACTION + 1/2), 2^OUT_BITS - 1), and stands still without an enable.
module kv_norm_relu_props #(
    parameter IN_BITS    = 6,
    parameter OUT_BITS   = 4,
    parameter RECIP_BITS = 15,
    parameter FRACTION   = 11
) (
    input wire                  clk_i,
    input wire                  en_i,
    input wire [IN_BITS-1:0]    x_i,
    input wire [RECIP_BITS-1:0] recip_i
);
    localparam FACTOR_BITS  = RECIP_BITS;
    localparam PRODUCT_BITS = IN_BITS - 1 + FACTOR_BITS;
    localparam WIDE_BITS    = PRODUCT_BITS > FRACTION + OUT_BITS ? PRODUCT_BITS : FRACTION + OUT_BITS;
    localparam WIDE         = WIDE_BITS + 1;

    wire [OUT_BITS-1:0] p;

    kv_norm_relu #(
        .IN_BITS   (IN_BITS),
        .OUT_BITS  (OUT_BITS),
        .RECIP_BITS(RECIP_BITS),
        .FRACTION  (FRACTION)
    ) u_dut (
        .clk_i  (clk_i),
        .en_i   (en_i),
        .x_i    (x_i),
        .recip_i(recip_i),
        .p_o    (p)
    );

    reg  [1:0]             known_q = 0;
    reg  [IN_BITS-1:0]     x_q;
    reg  [FACTOR_BITS-1:0] factor_q;
    reg  [OUT_BITS-1:0]    p_q;
    wire [IN_BITS-2:0]     positive = x_q[IN_BITS-1] ? 0 : x_q[IN_BITS-2:0];
    wire [WIDE-1:0]        product  = positive * factor_q;
    wire [WIDE-1:0]        rounded  = (product >> FRACTION) + product[FRACTION-1];
    always @(posedge clk_i) if (en_i) begin
        known_q  <= {known_q[0], 1'b1};
        x_q      <= x_i;
        factor_q <= recip_i;
        p_q      <= rounded >= (1 << OUT_BITS) ? {OUT_BITS{1'b1}} : rounded[OUT_BITS-1:0];
    end
    always @* if (known_q[1]) assert (p == p_q);

    // What makes induction converge.
    (* hierconn *) wire [WIDE_BITS-FRACTION+1:0] \u_dut.u_scale.product_q ;
    always @* if (known_q[0]) assert (\u_dut.u_scale.product_q == product >> (FRACTION - 1));

    always @* begin
        cover (known_q[1] && p == {OUT_BITS{1'b1}} && !en_i);
        cover (known_q[1] && p == 0 && x_q[IN_BITS-1]);
    end
endmodule
