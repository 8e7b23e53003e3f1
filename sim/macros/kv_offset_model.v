// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Signed outputs of a V array as offset-binary codes, for its converters: 2^(OUT_BITS-1) + size, or minus size.
/// Combinational.
module kv_offset_model #(
    parameter ROWS     = 64,
    /// bits of a code, sign included
    parameter OUT_BITS = 5
) (
    input  wire [ROWS-1:0]              sign_i,
    /// bit b of all rows in bits [b*ROWS +: ROWS]
    input  wire [(OUT_BITS-1)*ROWS-1:0] size_i,
    output wire [OUT_BITS*ROWS-1:0]     code_o
);
    localparam MAG_BITS = OUT_BITS - 1;

    // Negation, bit by bit; a negative size is never zero, so its highest bit is 0 and a positive one's is 1.
    reg [MAG_BITS*ROWS-1:0] low;
    reg [ROWS-1:0]          carry;
    integer                 b;
    always @* begin
        carry = sign_i;
        for (b = 0; b < MAG_BITS; b = b + 1) begin
            low[b*ROWS+:ROWS] = size_i[b*ROWS+:ROWS] ^ sign_i ^ carry;
            carry             = carry & ~size_i[b*ROWS+:ROWS];
        end
    end

    assign code_o = {~sign_i, low};
endmodule

`default_nettype wire
