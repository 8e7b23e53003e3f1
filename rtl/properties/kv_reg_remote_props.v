// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_reg_remote under any writes and any value elsewhere.
///
/// 1. a write is passed on in the next cycle, and nothing else is;
/// 2. with the written bits, and the others as they were elsewhere; the data stands until the next write.
module kv_reg_remote_props #(
    parameter WIDTH = 1
) (
    input wire             clk_i,
    input wire             rst_ni,
    input wire             write_i,
    input wire [WIDTH-1:0] data_i,
    input wire [WIDTH-1:0] mask_i,
    input wire [WIDTH-1:0] value_i
);
    wire             set;
    wire [WIDTH-1:0] data;

    kv_reg_remote #(.WIDTH(WIDTH)) u_dut (
        .clk_i  (clk_i),
        .rst_ni (rst_ni),
        .write_i(write_i),
        .data_i (data_i),
        .mask_i (mask_i),
        .value_i(value_i),
        .set_o  (set),
        .data_o (data)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);

    reg             write_q;
    reg [WIDTH-1:0] next, next_q;
    integer         i;
    always @* for (i = 0; i < WIDTH; i = i + 1) next[i] = mask_i[i] ? data_i[i] : value_i[i];
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) write_q <= 1'b0;
        else         write_q <= write_i;
    end
    reg known_q;  // written since the properties began to look
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni)      known_q <= 1'b0;
        else if (write_i) known_q <= 1'b1;
    end
    always @(posedge clk_i) if (write_i) next_q <= next;

    always @* begin
        assert (set == write_q);
        if (known_q) assert (data == next_q);
        cover (set && data != value_i);
    end
endmodule
