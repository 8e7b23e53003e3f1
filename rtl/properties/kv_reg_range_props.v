// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_reg_range, which is combinational: legal is what a number of 64 bits says that is put together from
/// all that is written, and the field where nothing is.
module kv_reg_range_props #(
    parameter WIDTH             = 8,
    parameter SPAN              = 32,
    parameter SIGNED            = 0,
    parameter signed [33:0] MIN = 34'sd0,
    parameter signed [33:0] MAX = 34'sd255
) (
    input wire [WIDTH-1:0] value_i,
    input wire [SPAN-1:0]  data_i,
    input wire [SPAN-1:0]  mask_i
);
    wire legal;

    kv_reg_range #(.WIDTH(WIDTH), .SPAN(SPAN), .SIGNED(SIGNED), .MIN(MIN), .MAX(MAX)) u_dut (
        .value_i(value_i),
        .data_i (data_i),
        .mask_i (mask_i),
        .legal_o(legal)
    );

    // What the field would keep, as a number, and the same number as it is read back.
    reg signed [63:0] number;
    reg               same;
    integer           i;
    always @* begin
        number = 64'sd0;
        for (i = 0; i < WIDTH; i = i + 1) number[i] = mask_i[i] ? data_i[i] : value_i[i];
        if (SIGNED != 0 && number[WIDTH-1]) number = number - (64'sd1 << WIDTH);
        same = 1'b1;
        for (i = WIDTH; i < SPAN; i = i + 1) if (mask_i[i] && data_i[i] != number[i]) same = 1'b0;
    end

    always @* begin
        assert (legal == (same && number >= MIN && number <= MAX));
        cover (legal && number == MIN && &mask_i);
        cover (legal && number == MAX && &mask_i);
    end
    generate
        if (SPAN > WIDTH) begin : gen_beyond
            always @* cover (!same && number >= MIN && number <= MAX);
        end
        if (MAX - MIN + 34'sd1 < (34'sd1 << WIDTH)) begin : gen_refuses
            always @* cover (same && !legal);
        end
    endgenerate
endmodule
