// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Digital copy of the stored levels: a memory with one port, which a macro of the technology may replace.
///
/// `en_i` & `we_i` in cycle n => the word is written at the end of it; `en_i` & ~`we_i` => `rdata_o` is the word from
/// n+1 on until the next cycle with `en_i`. After a write `rdata_o` has no meaning until the next read. Not reset.
module kv_shadow #(
    /// words: token slots of the head
    parameter WORDS = 1024,
    /// bits of a word: levels of k, then of v
    parameter WIDTH = 384
) (
    input  wire                                       clk_i,
    input  wire                                       en_i,
    input  wire                                       we_i,
    input  wire [(WORDS > 1 ? $clog2(WORDS) : 1)-1:0] addr_i,
    input  wire [WIDTH-1:0]                           wdata_i,
    output wire [WIDTH-1:0]                           rdata_o
);
    generate
        if (WORDS < 1 || WIDTH < 1) begin : gen_refuse
            kv_shadow_words_and_width_must_be_at_least_1 u_refuse ();
        end
    endgenerate

    reg [WIDTH-1:0] memory_q [0:WORDS-1];
    reg [WIDTH-1:0] rdata_q;

    always @(posedge clk_i) begin
        if (en_i) begin
            if (we_i) memory_q[addr_i] <= wdata_i;
            else      rdata_q <= memory_q[addr_i];
        end
    end

    assign rdata_o = rdata_q;
endmodule

`default_nettype wire
