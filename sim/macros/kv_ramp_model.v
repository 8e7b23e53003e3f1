// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Behavior of ramp converters in an array macro: the codes of the selected columns against a ramp that climbs one code
/// per cycle.
///
/// `ramp_start_i` in cycle c => `above_o` of a column with offset-binary code u is high from cycle c+1+u on, until the
/// next strobe. `select_i` is sampled with the strobe; `code_i` must be there in the next cycle. Reset: low.
module kv_ramp_model #(
    /// columns of the array, and columns of a converter: converter j has columns j*PASSES .. j*PASSES + PASSES-1
    parameter COLUMNS = 64,
    parameter PASSES  = 1,
    /// bits of a code
    parameter BITS    = 6
) (
    input  wire                                         clk_i,
    input  wire                                         rst_ni,
    input  wire                                         ramp_start_i,
    input  wire [(PASSES > 1 ? $clog2(PASSES) : 1)-1:0] select_i,
    /// offset binary, bit b of all columns in bits [b*COLUMNS +: COLUMNS]
    input  wire [BITS*COLUMNS-1:0]                      code_i,
    output wire [(COLUMNS+PASSES-1)/PASSES-1:0]         above_o
);
    localparam LANES       = (COLUMNS + PASSES - 1) / PASSES;
    localparam SELECT_BITS = PASSES > 1 ? $clog2(PASSES) : 1;

    reg                   on_q;
    reg [BITS-1:0]        ramp_q;  // stays at the top
    reg [SELECT_BITS-1:0] select_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            on_q     <= 1'b0;
            ramp_q   <= {BITS{1'b0}};
            select_q <= {SELECT_BITS{1'b0}};
        end else if (ramp_start_i) begin
            on_q     <= 1'b1;
            ramp_q   <= {BITS{1'b0}};
            select_q <= select_i;
        end else if (on_q && !(&ramp_q)) ramp_q <= ramp_q + 1'b1;
    end

    wire [BITS*LANES-1:0] code;
    kv_select_model #(.COLUMNS(COLUMNS), .PASSES(PASSES), .BITS(BITS)) u_select (
        .select_i(select_q),
        .code_i  (code_i),
        .code_o  (code)
    );

    // ramp >= code in each lane: no borrow, from the lowest bit up
    reg [LANES-1:0] above;
    integer         b;
    always @* begin
        above = {LANES{1'b1}};
        for (b = 0; b < BITS; b = b + 1) begin
            above = ramp_q[b] ? above | ~code[b*LANES+:LANES] : above & ~code[b*LANES+:LANES];
        end
    end

    assign above_o = above & {LANES{on_q}};
endmodule

`default_nettype wire
