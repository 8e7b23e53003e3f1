// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_affine_setting beside any pipeline that moves a beat on only into a stage that is empty or moves on
/// as well, and for anything that is written in any cycle. A beat carries with it what was written in the cycle in
/// which the first beat of its result came.
///
/// 1. a beat in the operand sees its own scale;
/// 2. a beat in the product sees its own offset.
module kv_affine_setting_props #(
    parameter CALIBRATED = 0
) (
    input wire        clk_i,
    input wire        rst_ni,
    input wire        operand_en_i,
    input wire        first_i,
    input wire        difference_en_i,
    input wire        product_en_i,
    input wire        word_en_i,
    input wire [15:0] scale_i,
    input wire [15:0] offset_i
);
    wire [15:0] scale, offset;

    kv_affine_setting #(.CALIBRATED(CALIBRATED)) u_dut (
        .clk_i          (clk_i),
        .operand_en_i   (operand_en_i),
        .first_i        (first_i),
        .difference_en_i(difference_en_i),
        .product_en_i   (product_en_i),
        .scale_i        (scale_i),
        .offset_i       (offset_i),
        .scale_o        (scale),
        .offset_o       (offset)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);

    // ---- Beats on their way: operand, (difference,) product ---------------------------------------------------------
    reg        operand_q, difference_q, product_q;
    reg [31:0] pair_q;  // of the result that is coming in
    reg [31:0] of_operand_q, of_difference_q, of_product_q;
    wire       out    = CALIBRATED != 0 ? difference_en_i : product_en_i;  // of the operand
    wire       middle = CALIBRATED != 0 ? difference_q : operand_q;        // waits for the product
    wire [31:0] pair  = first_i ? {scale_i, offset_i} : pair_q;
    reg        some_q;  // a result has begun
    always @* begin
        if (out) assume (operand_q);
        if (product_en_i) assume (middle);
        if (word_en_i) assume (product_q);
        if (operand_en_i) assume (!operand_q || out);
        if (operand_en_i && !some_q) assume (first_i);
        if (CALIBRATED != 0 && difference_en_i) assume (!difference_q || product_en_i);
        if (product_en_i) assume (!product_q || word_en_i);
    end
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {operand_q, difference_q, product_q, some_q} <= 0;
        else begin
            operand_q    <= operand_en_i | (operand_q & !out);
            difference_q <= CALIBRATED != 0 && (difference_en_i | (difference_q & !product_en_i));
            product_q    <= product_en_i | (product_q & !word_en_i);
            some_q       <= some_q | operand_en_i;
        end
    end
    always @(posedge clk_i) begin
        if (operand_en_i) {pair_q, of_operand_q} <= {pair, pair};
        if (difference_en_i) of_difference_q <= of_operand_q;
        if (product_en_i) of_product_q <= CALIBRATED != 0 ? of_difference_q : of_operand_q;
    end

    always @* if (rst_ni) begin
        if (operand_q) assert (scale == of_operand_q[31:16]);
        if (product_q) assert (offset == of_product_q[15:0]);
    end

    (* hierconn *) wire [15:0] \u_dut.offset_q ;
    (* hierconn *) wire [15:0] \u_dut.scale_q ;
    (* hierconn *) wire [15:0] \u_dut.gen_difference.difference_q ;
    wire [15:0] on_its_way = CALIBRATED != 0 ? \u_dut.gen_difference.difference_q : of_difference_q[15:0];
    always @* if (rst_ni) begin
        if (some_q) assert ({\u_dut.scale_q , \u_dut.offset_q } == pair_q);
        if (operand_q) assert (some_q && of_operand_q == pair_q);
        if (difference_q) assert (on_its_way == of_difference_q[15:0]);
    end

    always @* cover (rst_ni && operand_q && product_q && of_operand_q != of_product_q);
    always @* cover (rst_ni && product_q && product_en_i && word_en_i && of_product_q[15:0] != 0);
endmodule
