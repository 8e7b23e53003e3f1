// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Words that come one after another, side by side: after WORDS loads the first is lowest. No reset.
module kv_shift_in #(
    /// at least 1
    parameter WORDS = 4,
    /// bits of a word
    parameter WIDTH = 8
) (
    input  wire                   clk_i,
    /// take `d_i`
    input  wire                   load_i,
    input  wire [WIDTH-1:0]       d_i,
    /// word i in bits [i*WIDTH +: WIDTH]
    output wire [WORDS*WIDTH-1:0] q_o
);
    generate
        if (WORDS < 1 || WIDTH < 1) begin : gen_refuse
            kv_shift_in_words_and_width_must_be_at_least_1 u_refuse ();
        end
    endgenerate

    reg  [WORDS*WIDTH-1:0]     words_q;
    wire [(WORDS+1)*WIDTH-1:0] next = {d_i, words_q};
    wire                       unused = &{1'b0, next[WIDTH-1:0]};

    always @(posedge clk_i) if (load_i) words_q <= next[(WORDS+1)*WIDTH-1:WIDTH];

    assign q_o = words_q;
endmodule

`default_nettype wire
