// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_shift_in for any words and pauses: the output stands without `load_i`, and each load moves every
/// word one place down, so that a word, picked freely, is n places below the top after n further loads.
module kv_shift_in_props #(
    parameter WORDS = 4,
    parameter WIDTH = 8
) (
    input wire             clk_i,
    input wire             load_i,
    input wire [WIDTH-1:0] d_i
);
    localparam BITS = $clog2(WORDS + 1);

    wire [WORDS*WIDTH-1:0] q;
    kv_shift_in #(.WORDS(WORDS), .WIDTH(WIDTH)) u_dut (.clk_i(clk_i), .load_i(load_i), .d_i(d_i), .q_o(q));

    (* anyseq *) wire pick;
    reg               known_q = 1'b0, still_q = 1'b0;
    reg [WIDTH-1:0]   word_q;
    reg [BITS-1:0]    after_q;  // loads since
    reg [WORDS*WIDTH-1:0] before_q;
    always @(posedge clk_i) begin
        if (load_i & pick & !known_q) {known_q, word_q, after_q} <= {1'b1, d_i, {BITS{1'b0}}};
        else if (load_i && after_q != WORDS) after_q <= after_q + 1'b1;
        before_q <= q;
        still_q  <= !load_i;
    end
    wire [WORDS*WIDTH-1:0] moved = q >> ((WORDS - 1 - after_q) * WIDTH);
    always @* begin
        if (known_q && after_q < WORDS) assert (moved[WIDTH-1:0] == word_q);
        if (still_q) assert (q == before_q);
        assert (!known_q || after_q <= WORDS);
        cover (known_q && still_q && after_q == WORDS - 1 && q[WIDTH-1:0] != 0);
    end
endmodule
