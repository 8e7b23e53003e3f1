// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_reg_field under any writes: the value is what the writes so far have made of the reset value, bit
/// by bit under the mask.
module kv_reg_field_props #(
    parameter WIDTH             = 1,
    parameter [WIDTH-1:0] RESET = {WIDTH{1'b0}}
) (
    input wire             clk_i,
    input wire             rst_ni,
    input wire             write_i,
    input wire [WIDTH-1:0] data_i,
    input wire [WIDTH-1:0] mask_i
);
    wire [WIDTH-1:0] value;

    kv_reg_field #(.WIDTH(WIDTH), .RESET(RESET)) u_dut (
        .clk_i  (clk_i),
        .rst_ni (rst_ni),
        .write_i(write_i),
        .data_i (data_i),
        .mask_i (mask_i),
        .value_o(value)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);

    reg [WIDTH-1:0] value_q, next;
    integer         i;
    always @* for (i = 0; i < WIDTH; i = i + 1) next[i] = mask_i[i] ? data_i[i] : value_q[i];
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) value_q <= RESET;
        else if (write_i) value_q <= next;
    end

    always @* assert (value == value_q);

    reg [1:0] writes_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) writes_q <= 0;
        else if (write_i & (next != value_q) & ~&writes_q) writes_q <= writes_q + 1'b1;
    end
    always @* cover (writes_q == 3 && value == RESET ^ 1'b1);
endmodule
