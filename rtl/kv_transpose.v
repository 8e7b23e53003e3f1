// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Reorders a bank of words, wires only: bit b of word k moves from bit b*WORDS + k to bit k*BITS + b.
///
/// Bit planes to words with (WORDS, BITS); words to bit planes with the two exchanged.
module kv_transpose #(
    parameter WORDS = 8,
    parameter BITS  = 4
) (
    input  wire [WORDS*BITS-1:0] d_i,
    output wire [WORDS*BITS-1:0] d_o
);
    function [WORDS*BITS-1:0] reorder(input [WORDS*BITS-1:0] d);
        integer k, b;
        begin
            for (k = 0; k < WORDS; k = k + 1) begin
                for (b = 0; b < BITS; b = b + 1) reorder[k*BITS + b] = d[b*WORDS + k];
            end
        end
    endfunction

    assign d_o = reorder(d_i);
endmodule

`default_nettype wire
