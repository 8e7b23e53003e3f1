// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Buffer of whole sums, given out beat by beat.
///
/// A sum taken in cycle c (`sum_valid_i` and `sum_ready_o`) with everything empty => `operand_valid_o` from c+1; then a
/// beat a cycle while `operand_ready_i`, also from one token to the next. The operand holds until it is taken.
module kv_result_buffer #(
    /// words of a token
    parameter LANES    = 64,
    /// bits of the signed sum
    parameter SUM_BITS = 10,
    /// words of a beat
    parameter WORDS    = 4,
    /// tokens held, at least 1
    parameter DEPTH    = 1
) (
    input  wire                      clk_i,
    input  wire                      rst_ni,
    /// pulse: a readout starts whose sum comes here
    input  wire                      reserve_i,
    /// one more readout may start
    output wire                      space_o,
    /// sum in, bit b of all lanes in bits [b*LANES +: LANES]
    input  wire                      sum_valid_i,
    output wire                      sum_ready_o,
    input  wire [SUM_BITS*LANES-1:0] sum_i,
    /// pulse: the operand takes beat `beat_o` at the end of this cycle (for what is looked up beside it)
    output wire                      load_o,
    output wire [($clog2((LANES+WORDS-1)/WORDS) > 0 ? $clog2((LANES+WORDS-1)/WORDS) : 1)-1:0] beat_o,
    /// beat out, bit b of all words in bits [b*WORDS +: WORDS]; zero beyond the last lane
    output wire                      operand_valid_o,
    input  wire                      operand_ready_i,
    output wire                      operand_last_o,
    output wire [SUM_BITS*WORDS-1:0] operand_o,
    /// a sum is on its way or held
    output wire                      busy_o
);
    localparam BEATS     = (LANES + WORDS - 1) / WORDS;
    localparam LAST_BEAT = BEATS - 1;
    localparam BEAT_BITS = $clog2(BEATS) > 0 ? $clog2(BEATS) : 1;
    localparam PTR_BITS  = DEPTH > 1 ? $clog2(DEPTH) : 1;
    localparam LAST_PTR  = DEPTH - 1;
    localparam HELD_BITS = $clog2(DEPTH + 2);

    generate
        if (LANES < 1 || DEPTH < 1 || WORDS < 1) begin : gen_refuse
            kv_result_buffer_lanes_depth_and_words_must_be_at_least_1 u_refuse ();
        end
    endgenerate

    reg [SUM_BITS*LANES-1:0] buffer_q [0:DEPTH-1];
    reg [PTR_BITS-1:0]       wr_q, rd_q;
    reg [HELD_BITS-1:0]      used_q;  // sums in the buffer
    reg [HELD_BITS-1:0]      held_q;  // those and readouts on their way
    reg [BEAT_BITS-1:0]      beat_q;  // next beat of the sum at rd_q; 0 when there is none
    reg                      operand_valid_q, operand_last_q;
    reg [SUM_BITS*WORDS-1:0] operand_q;

    wire empty  = used_q == {HELD_BITS{1'b0}};
    wire full   = used_q == DEPTH[HELD_BITS-1:0];
    wire take   = sum_valid_i & ~full;
    wire move   = ~operand_valid_q | operand_ready_i;
    wire load   = move & (~empty | take);
    wire last   = beat_q == LAST_BEAT[BEAT_BITS-1:0];
    wire finish = load & last;

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            wr_q            <= {PTR_BITS{1'b0}};
            rd_q            <= {PTR_BITS{1'b0}};
            used_q          <= {HELD_BITS{1'b0}};
            held_q          <= {HELD_BITS{1'b0}};
            beat_q          <= {BEAT_BITS{1'b0}};
            operand_valid_q <= 1'b0;
        end else begin
            if (take)                wr_q            <= wr_q == LAST_PTR[PTR_BITS-1:0] ? {PTR_BITS{1'b0}} : wr_q + 1'b1;
            if (finish)              rd_q            <= rd_q == LAST_PTR[PTR_BITS-1:0] ? {PTR_BITS{1'b0}} : rd_q + 1'b1;
            if (take != finish)      used_q          <= take ? used_q + 1'b1 : used_q - 1'b1;
            if (reserve_i != finish) held_q          <= reserve_i ? held_q + 1'b1 : held_q - 1'b1;
            if (load)                beat_q          <= last ? {BEAT_BITS{1'b0}} : beat_q + 1'b1;
            if (move)                operand_valid_q <= load;
        end
    end

    // Words of beat `beat`; each bit of `beat` halves the choice.
    function [SUM_BITS*WORDS-1:0] pick(input [SUM_BITS*LANES-1:0] sum, input [BEAT_BITS-1:0] beat);
        integer b, k;
        reg [(1<<BEAT_BITS)*WORDS-1:0] plane;
        begin  // verilator lint_off BLKSEQ
            for (b = 0; b < SUM_BITS; b = b + 1) begin
                plane = {((1<<BEAT_BITS)*WORDS){1'b0}};
                plane[LANES-1:0] = sum[b*LANES +: LANES];
                for (k = BEAT_BITS - 1; k >= 0; k = k - 1) begin
                    if (beat[k]) plane = plane >> (WORDS << k);
                end
                pick[b*WORDS +: WORDS] = plane[WORDS-1:0];
            end
        end
    endfunction  // verilator lint_on BLKSEQ

    // A sum that finds everything empty goes straight to the operand.
    always @(posedge clk_i) begin
        if (take) buffer_q[wr_q] <= sum_i;
        if (load) operand_q      <= empty ? pick(sum_i, {BEAT_BITS{1'b0}}) : pick(buffer_q[rd_q], beat_q);
        if (load) operand_last_q <= last;
    end

    // One more sum than the buffer holds may be on its way: the last one waits in the accumulators of the readout.
    assign space_o         = held_q <= DEPTH[HELD_BITS-1:0];
    assign sum_ready_o     = ~full;
    assign load_o          = load;
    assign beat_o          = beat_q;
    assign operand_valid_o = operand_valid_q;
    assign operand_last_o  = operand_last_q;
    assign operand_o       = operand_q;
    assign busy_o          = (held_q != {HELD_BITS{1'b0}}) | operand_valid_q;
endmodule

`default_nettype wire
