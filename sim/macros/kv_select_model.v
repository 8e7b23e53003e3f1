// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// The column that each converter of an array macro is connected to. Combinational; a converter without that column
/// sees code zero.
module kv_select_model #(
    /// columns of the array, and columns of a converter: converter j has columns j*PASSES .. j*PASSES + PASSES-1
    parameter COLUMNS = 64,
    parameter PASSES  = 1,
    /// bits of a code
    parameter BITS    = 6
) (
    input  wire [(PASSES > 1 ? $clog2(PASSES) : 1)-1:0]    select_i,
    /// bit b of all columns in bits [b*COLUMNS +: COLUMNS]
    input  wire [BITS*COLUMNS-1:0]                         code_i,
    /// bit b of all converters in bits [b*CONVERTERS +: CONVERTERS], CONVERTERS = ceil(COLUMNS / PASSES)
    output wire [BITS*((COLUMNS+PASSES-1)/PASSES)-1:0]     code_o
);
    localparam LANES = (COLUMNS + PASSES - 1) / PASSES;

    generate
        if (PASSES == 1) begin : gen_wire
            wire unused = &{1'b0, select_i};
            assign code_o = code_i;
        end else begin : gen_choose
            // Up to a variable, so that Verilator keeps the loop: unrolled, the bits of a large array are megabytes of
            // C++.
            reg [BITS*LANES-1:0] chosen;
            integer              lanes;
            integer              b;
            integer              j;
            integer              column;
            always @* begin
                chosen = {BITS*LANES{1'b0}};
                lanes  = LANES;
                for (j = 0; j < lanes; j = j + 1) begin
                    column = j * PASSES + {{32 - $clog2(PASSES){1'b0}}, select_i};
                    if (column < COLUMNS) begin
                        for (b = 0; b < BITS; b = b + 1) chosen[b*LANES+j] = code_i[b*COLUMNS+column];
                    end
                end
            end
            assign code_o = chosen;
        end
    endgenerate
endmodule

`default_nettype wire
