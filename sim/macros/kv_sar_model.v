// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Behavior of the comparators of successive approximation in an array macro.
///
/// `compare_i` in cycle c => `ready_o` low from c+1 (unless COMPARE_CYCLES is 1) and high from c + COMPARE_CYCLES on,
/// until the next strobe; with it `keep_o`: the code of the selected column is at least the trial. `select_i` and
/// `trial_i` are sampled with the strobe; `code_i` must be there in the next cycle. Reset: low.
module kv_sar_model #(
    /// columns of the array, and columns of a converter: converter j has columns j*PASSES .. j*PASSES + PASSES-1
    parameter COLUMNS        = 64,
    parameter PASSES         = 1,
    /// bits of a code
    parameter BITS           = 6,
    /// cycles a comparator takes, at least 1
    parameter COMPARE_CYCLES = 1
) (
    input  wire                                            clk_i,
    input  wire                                            rst_ni,
    input  wire                                            compare_i,
    input  wire [(PASSES > 1 ? $clog2(PASSES) : 1)-1:0]    select_i,
    /// offset binary, converter j in bits [j*BITS +: BITS]
    input  wire [BITS*((COLUMNS+PASSES-1)/PASSES)-1:0]     trial_i,
    /// offset binary, bit b of all columns in bits [b*COLUMNS +: COLUMNS]
    input  wire [BITS*COLUMNS-1:0]                         code_i,
    output wire                                            ready_o,
    output wire [(COLUMNS+PASSES-1)/PASSES-1:0]            keep_o
);
    localparam LANES       = (COLUMNS + PASSES - 1) / PASSES;
    localparam SELECT_BITS = PASSES > 1 ? $clog2(PASSES) : 1;

    reg                   on_q;    // a strobe has been seen since reset
    reg [31:0]            left_q;  // cycles until the answer
    reg [SELECT_BITS-1:0] select_q;
    reg [BITS*LANES-1:0]  trial_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            on_q     <= 1'b0;
            left_q   <= 32'd0;
            select_q <= {SELECT_BITS{1'b0}};
            trial_q  <= {BITS*LANES{1'b0}};
        end else if (compare_i) begin
            on_q     <= 1'b1;
            left_q   <= COMPARE_CYCLES - 1;
            select_q <= select_i;
            trial_q  <= trial_i;
        end else if (left_q != 32'd0) left_q <= left_q - 32'd1;
    end

    wire [BITS*LANES-1:0] code;
    kv_select_model #(.COLUMNS(COLUMNS), .PASSES(PASSES), .BITS(BITS)) u_select (
        .select_i(select_q),
        .code_i  (code_i),
        .code_o  (code)
    );

    // Bit b of all converters' trials. Up to a variable, so that Verilator keeps the loop: unrolled, the bits of a
    // large array are megabytes of C++.
    reg [BITS*LANES-1:0] trial;
    integer              lanes;
    integer              j;
    integer              b;
    always @* begin
        trial = {BITS*LANES{1'b0}};
        lanes = LANES;
        for (j = 0; j < lanes; j = j + 1) begin
            for (b = 0; b < BITS; b = b + 1) trial[b*LANES+j] = trial_q[j*BITS+b];
        end
    end

    // code >= trial in each lane: no borrow, from the lowest bit up
    reg [LANES-1:0] keep;
    integer         c;
    always @* begin
        keep = {LANES{1'b1}};
        for (c = 0; c < BITS; c = c + 1) begin
            keep = (keep & ~(code[c*LANES+:LANES] ^ trial[c*LANES+:LANES]))
                 | (code[c*LANES+:LANES] & ~trial[c*LANES+:LANES]);
        end
    end

    assign ready_o = on_q & (left_q == 32'd0);
    assign keep_o  = keep & {LANES{ready_o}};
endmodule

`default_nettype wire
