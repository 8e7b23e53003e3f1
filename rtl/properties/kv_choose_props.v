// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_choose, which is combinational: the word is the one of the index, and zero for an index beyond
/// them.
module kv_choose_props #(
    parameter CHOICES = 8,
    parameter WIDTH   = 4
) (
    input wire [CHOICES*WIDTH-1:0]                       d_i,
    input wire [(CHOICES > 1 ? $clog2(CHOICES) : 1)-1:0] index_i
);
    wire [WIDTH-1:0] d;
    kv_choose #(.CHOICES(CHOICES), .WIDTH(WIDTH)) u_dut (.d_i(d_i), .index_i(index_i), .d_o(d));

    integer k;
    always @* begin
        for (k = 0; k < CHOICES; k = k + 1) if (index_i == k) assert (d == d_i[k*WIDTH +: WIDTH]);
        if (index_i >= CHOICES) assert (d == 0);
        cover (index_i == CHOICES - 1 && d == {WIDTH{1'b1}} && d_i == {{WIDTH{1'b1}}, {((CHOICES-1)*WIDTH){1'b0}}});
    end
endmodule
