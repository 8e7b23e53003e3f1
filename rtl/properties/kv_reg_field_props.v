// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_reg_field under any writes, as long as they are carried out only when the field calls them legal.
///
/// 1. the value is what the writes so far have made of the reset value, bit by bit under the mask;
/// 2. legal means within MIN .. MAX as a number;
/// 3. so the value never leaves MIN .. MAX.
module kv_reg_field_props #(
    parameter WIDTH             = 1,
    parameter [WIDTH-1:0] RESET = {WIDTH{1'b0}},
    parameter SIGNED            = 0,
    parameter signed [33:0] MIN = 34'sd0,
    parameter signed [33:0] MAX = 34'sd1
) (
    input wire             clk_i,
    input wire             rst_ni,
    input wire             write_i,
    input wire [WIDTH-1:0] data_i,
    input wire [WIDTH-1:0] mask_i
);
    wire [WIDTH-1:0] value;
    wire             legal;

    kv_reg_field #(.WIDTH(WIDTH), .RESET(RESET), .SIGNED(SIGNED), .MIN(MIN), .MAX(MAX)) u_dut (
        .clk_i  (clk_i),
        .rst_ni (rst_ni),
        .write_i(write_i),
        .data_i (data_i),
        .mask_i (mask_i),
        .value_o(value),
        .legal_o(legal)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);
    always @* if (write_i) assume (legal);

    function signed [33:0] number(input [WIDTH-1:0] bits);
        begin
            number = {{(34 - WIDTH){1'b0}}, bits};
            if (SIGNED != 0 && bits[WIDTH-1]) number = number - (34'sd1 << WIDTH);
        end
    endfunction

    reg [WIDTH-1:0] value_q, next;
    integer         i;
    always @* for (i = 0; i < WIDTH; i = i + 1) next[i] = mask_i[i] ? data_i[i] : value_q[i];
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) value_q <= RESET;
        else if (write_i) value_q <= next;
    end

    always @* begin
        assert (value == value_q);
        assert (legal == (number(next) >= MIN && number(next) <= MAX));
        assert (number(value) >= MIN);
        assert (number(value) <= MAX);
    end

    reg [1:0] writes_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) writes_q <= 0;
        else if (write_i & (next != value_q) & ~&writes_q) writes_q <= writes_q + 1'b1;
    end
    always @* begin
        cover (writes_q == 3 && value == RESET ^ 1'b1);
        cover (number(value) == MIN && writes_q != 0);
        cover (number(value) == MAX && writes_q != 0);
    end
    generate
        if (MAX - MIN + 34'sd1 < (34'sd1 << WIDTH)) begin : gen_refuses
            always @* cover (!legal && rst_ni);
        end
    endgenerate
endmodule
