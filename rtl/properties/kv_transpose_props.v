// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_transpose: bit b of word k (both picked freely) moves from b*WORDS + k to k*BITS + b.
module kv_transpose_props #(
    parameter WORDS = 8,
    parameter BITS  = 4
) (
    input wire                  clk_i,
    input wire [WORDS*BITS-1:0] d_i
);
    localparam PLACE_BITS = $clog2(WORDS * BITS + 1);

    wire [WORDS*BITS-1:0] d;

    kv_transpose #(.WORDS(WORDS), .BITS(BITS)) u_dut (
        .d_i(d_i),
        .d_o(d)
    );

    (* anyconst *) wire [PLACE_BITS-1:0] word, place;
    always @* assume (word < WORDS && place < BITS);
    wire [WORDS*BITS-1:0] from = d_i >> (place * WORDS + word);
    wire [WORDS*BITS-1:0] to   = d >> (word * BITS + place);
    always @* begin
        assert (to[0] == from[0]);
        cover (to[0] && word == WORDS - 1 && place == 0 && (WORDS == 1 || d[0] == 1'b0));
    end
endmodule
