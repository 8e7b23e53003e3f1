// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// One of several words, by its index: every bit of the index halves the choice. Combinational.
module kv_choose #(
    /// words to choose from, at least 1
    parameter CHOICES = 8,
    /// bits of a word
    parameter WIDTH   = 4
) (
    /// word i in bits [i*WIDTH +: WIDTH]
    input  wire [CHOICES*WIDTH-1:0]                       d_i,
    /// 0 .. CHOICES-1; anything beyond gives zero
    input  wire [(CHOICES > 1 ? $clog2(CHOICES) : 1)-1:0] index_i,
    output wire [WIDTH-1:0]                               d_o
);
    localparam INDEX_BITS = CHOICES > 1 ? $clog2(CHOICES) : 1;

    generate
        if (CHOICES < 1 || WIDTH < 1) begin : gen_refuse
            kv_choose_choices_and_width_must_be_at_least_1 u_refuse ();
        end
    endgenerate

    function [WIDTH-1:0] choose(input [CHOICES*WIDTH-1:0] d, input [INDEX_BITS-1:0] index);
        integer k;
        reg [(1<<INDEX_BITS)*WIDTH-1:0] left;
        begin  // verilator lint_off BLKSEQ
            left = {((1<<INDEX_BITS)*WIDTH){1'b0}};
            left[CHOICES*WIDTH-1:0] = d;
            for (k = INDEX_BITS - 1; k >= 0; k = k - 1) begin
                if (index[k]) left = left >> (WIDTH << k);
            end
            choose = left[WIDTH-1:0];
        end
    endfunction  // verilator lint_on BLKSEQ

    assign d_o = choose(d_i, index_i);
endmodule

`default_nettype wire
