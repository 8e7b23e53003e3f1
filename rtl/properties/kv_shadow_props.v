// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_shadow for any order of writes and reads of words that exist.
///
/// The model follows one word, picked freely among the first 8, and the last access.
/// 1. a read shows what was last written to the word, from the next cycle on until the next access, whatever the other
///    inputs do meanwhile;
/// 2. a write changes no other word.
module kv_shadow_props #(
    parameter WORDS = 5,
    parameter WIDTH = 3
) (
    input wire                                       clk_i,
    input wire                                       en_i,
    input wire                                       we_i,
    input wire [(WORDS > 1 ? $clog2(WORDS) : 1)-1:0] addr_i,
    input wire [WIDTH-1:0]                           wdata_i
);
    localparam ADDR_BITS = WORDS > 1 ? $clog2(WORDS) : 1;
    localparam MOST      = 8;

    wire [WIDTH-1:0] rdata;

    kv_shadow #(.WORDS(WORDS), .WIDTH(WIDTH)) u_dut (
        .clk_i  (clk_i),
        .en_i   (en_i),
        .we_i   (we_i),
        .addr_i (addr_i),
        .wdata_i(wdata_i),
        .rdata_o(rdata)
    );

    (* anyconst *) wire [ADDR_BITS-1:0] pick;
    always @* assume (pick < WORDS && pick < MOST && addr_i < WORDS);

    // ---- Model ------------------------------------------------------------------------------------------------------
    reg             known_q = 1'b0;  // the word was written
    reg             shown_q = 1'b0;  // the last access was a read of it
    reg [WIDTH-1:0] word_q, before_q;
    reg             again_q = 1'b0;  // more than once
    wire            write = en_i & we_i & (addr_i == pick);
    wire            read  = en_i & !we_i & (addr_i == pick);
    always @(posedge clk_i) begin
        if (write) {known_q, again_q, word_q, before_q} <= {1'b1, known_q, wdata_i, word_q};
        if (en_i) shown_q <= read & known_q;
    end
    always @* if (shown_q) assert (rdata == word_q);

    // ---- What makes induction converge: the words, by the names that they have once the hierarchy is gone
    // --------------
    (* hierconn *) wire [WIDTH-1:0] \u_dut.memory_q[0] , \u_dut.memory_q[1] , \u_dut.memory_q[2] , \u_dut.memory_q[3] ;
    (* hierconn *) wire [WIDTH-1:0] \u_dut.memory_q[4] , \u_dut.memory_q[5] , \u_dut.memory_q[6] , \u_dut.memory_q[7] ;
    wire [MOST*WIDTH-1:0] memory = {\u_dut.memory_q[7] , \u_dut.memory_q[6] , \u_dut.memory_q[5] , \u_dut.memory_q[4] ,
                                    \u_dut.memory_q[3] , \u_dut.memory_q[2] , \u_dut.memory_q[1] , \u_dut.memory_q[0] };
    wire [WIDTH-1:0]      held   = memory >> (pick * WIDTH);
    always @* if (known_q) assert (held == word_q);

    // ---- Reachable --------------------------------------------------------------------------------------------------
    reg [1:0] others_q = 2'd0;  // writes to other words since the last write to this one
    always @(posedge clk_i) others_q <= write ? 0 : others_q + (en_i && we_i && !(&others_q));
    always @* begin
        cover (shown_q && again_q && (pick == WORDS - 1 || pick == MOST - 1) && word_q != before_q && !en_i);
        if (WORDS > 1) cover (shown_q && others_q == 2 && rdata != 0);
    end
endmodule
