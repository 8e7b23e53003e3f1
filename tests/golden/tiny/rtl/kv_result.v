// SPDX-License-Identifier: Apache-2.0

/// Result buffer, affine and output stream.
///
/// A sum taken in cycle c (`sum_valid_i` and `sum_ready_o`) with everything empty => `m_tvalid_o` from c+3; then one
/// beat per cycle, also from one token to the next. `m_t*` hold until accepted.
module kv_result #(
    /// words of a token
    parameter LANES     = 64,
    /// bits of the signed sum
    parameter SUM_BITS  = 10,
    /// bits of the signed output word, at most DATA_BITS
    parameter WORD_BITS = 16,
    /// bits of a beat
    parameter DATA_BITS = 64,
    /// tokens held, at least 1
    parameter DEPTH     = 1
) (
    input  wire                      clk_i,
    input  wire                      rst_ni,
    /// pulse: a readout starts (the read_start strobe)
    input  wire                      reserve_i,
    /// one more readout may start
    output wire                      space_o,
    /// sum in, bit b of all lanes in bits [b*LANES +: LANES]
    input  wire                      sum_valid_i,
    output wire                      sum_ready_o,
    input  wire [SUM_BITS*LANES-1:0] sum_i,
    /// signed Q4.12; change it only between tokens
    input  wire [15:0]               scale_i,
    /// signed, units of the word; change it only between tokens
    input  wire [15:0]               offset_i,
    /// word j of the beat in bits [j*WORD_BITS +: WORD_BITS]; lane 0 first
    output wire [DATA_BITS-1:0]      m_tdata_o,
    output wire                      m_tvalid_o,
    output wire                      m_tlast_o,
    input  wire                      m_tready_i,
    /// words that saturated in the beat accepted in the cycle before, else 0
    output wire [$clog2(DATA_BITS/WORD_BITS+1)-1:0] saturated_o,
    /// pulse in the cycle after a last beat was accepted
    output wire                      token_done_o,
    /// a result is on its way, held or not yet delivered
    output wire                      busy_o
);
    localparam WORDS     = WORD_BITS > DATA_BITS ? 1 : DATA_BITS / WORD_BITS;  // of a beat
    localparam BEATS     = (LANES + WORDS - 1) / WORDS;
    localparam REST      = LANES - (BEATS - 1) * WORDS;  // words of the last beat
    localparam LAST_BEAT = BEATS - 1;
    localparam BEAT_BITS = BEATS > 1 ? $clog2(BEATS) : 1;
    localparam PTR_BITS  = DEPTH > 1 ? $clog2(DEPTH) : 1;
    localparam LAST_PTR  = DEPTH - 1;
    localparam HELD_BITS = $clog2(DEPTH + 2);
    localparam FLAG_BITS = $clog2(WORDS + 1);

    generate
        if (LANES < 1 || DEPTH < 1 || WORD_BITS < 2) begin : gen_refuse_sizes
            kv_result_lanes_and_depth_must_be_at_least_1_word_bits_at_least_2 u_refuse ();
        end
        if (WORD_BITS > DATA_BITS) begin : gen_refuse_beat
            kv_result_word_bits_must_not_exceed_data_bits u_refuse ();
        end
    endgenerate

    // ---- Buffer of whole sums ---------------------------------------------------------------------------------------
    reg [SUM_BITS*LANES-1:0] buffer_q [0:DEPTH-1];
    reg [PTR_BITS-1:0]       wr_q, rd_q;
    reg [HELD_BITS-1:0]      used_q;  // sums in the buffer
    reg [HELD_BITS-1:0]      held_q;  // those and readouts on their way
    reg [BEAT_BITS-1:0]      beat_q;  // next beat of the sum at rd_q; 0 when there is none

    wire empty = used_q == {HELD_BITS{1'b0}};
    wire full  = used_q == DEPTH[HELD_BITS-1:0];
    wire take  = sum_valid_i & ~full;

    wire advance_operand;
    wire load   = advance_operand & (~empty | take);
    wire last   = beat_q == LAST_BEAT[BEAT_BITS-1:0];
    wire finish = load & last;

    // One more sum than the buffer holds may be on its way: the last one waits in the accumulators of the readout.
    assign space_o     = held_q <= DEPTH[HELD_BITS-1:0];
    assign sum_ready_o = ~full;

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            wr_q   <= {PTR_BITS{1'b0}};
            rd_q   <= {PTR_BITS{1'b0}};
            used_q <= {HELD_BITS{1'b0}};
            held_q <= {HELD_BITS{1'b0}};
            beat_q <= {BEAT_BITS{1'b0}};
        end else begin
            if (take)                wr_q   <= wr_q == LAST_PTR[PTR_BITS-1:0] ? {PTR_BITS{1'b0}} : wr_q + 1'b1;
            if (finish)              rd_q   <= rd_q == LAST_PTR[PTR_BITS-1:0] ? {PTR_BITS{1'b0}} : rd_q + 1'b1;
            if (take != finish)      used_q <= take ? used_q + 1'b1 : used_q - 1'b1;
            if (reserve_i != finish) held_q <= reserve_i ? held_q + 1'b1 : held_q - 1'b1;
            if (load)                beat_q <= last ? {BEAT_BITS{1'b0}} : beat_q + 1'b1;
        end
    end

    always @(posedge clk_i) if (take) buffer_q[wr_q] <= sum_i;

    // ---- Operand, product, word: three stages that close up when the stream pauses ----------------------------------
    reg  operand_valid_q, operand_last_q;
    reg  product_valid_q, product_last_q;
    reg  word_valid_q, word_last_q;
    wire advance_word    = ~word_valid_q | m_tready_i;
    wire advance_product = ~product_valid_q | advance_word;
    assign advance_operand = ~operand_valid_q | advance_product;

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            operand_valid_q <= 1'b0;
            product_valid_q <= 1'b0;
            word_valid_q    <= 1'b0;
        end else begin
            if (advance_operand) operand_valid_q <= load;
            if (advance_product) product_valid_q <= operand_valid_q;
            if (advance_word)    word_valid_q    <= product_valid_q;
        end
    end

    // Words of beat `beat`, bit b of all words in bits [b*WORDS +: WORDS]; zero beyond the last lane. Each bit of
    // `beat` halves the choice.
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

    // The operand register keeps the buffer's multiplexer out of the multiplier's cycle. A sum that finds everything
    // empty goes straight to it.
    reg  [SUM_BITS*WORDS-1:0] operand_q;
    wire load_product = advance_product & operand_valid_q;
    wire load_word    = advance_word & product_valid_q;

    always @(posedge clk_i) begin
        if (load)         operand_q      <= empty ? pick(sum_i, {BEAT_BITS{1'b0}}) : pick(buffer_q[rd_q], beat_q);
        if (load)         operand_last_q <= last;
        if (load_product) product_last_q <= operand_last_q;
        if (load_word)    word_last_q    <= product_last_q;
    end

    wire [WORDS-1:0] saturated;
    genvar w, b;
    generate
        for (w = 0; w < WORDS; w = w + 1) begin : gen_word
            wire [SUM_BITS-1:0] sum;
            for (b = 0; b < SUM_BITS; b = b + 1) begin : gen_bit
                assign sum[b] = operand_q[b*WORDS + w];
            end

            wire blank;
            if (w < REST) begin : gen_lane
                assign blank = 1'b0;
            end else begin : gen_padding
                assign blank = product_last_q;
            end

            kv_affine #(.SUM_BITS(SUM_BITS), .WORD_BITS(WORD_BITS)) u_affine (
                .clk_i       (clk_i),
                .product_en_i(load_product),
                .word_en_i   (load_word),
                .blank_i     (blank),
                .sum_i       (sum),
                .scale_i     (scale_i),
                .offset_i    (offset_i),
                .word_o      (m_tdata_o[w*WORD_BITS +: WORD_BITS]),
                .saturated_o (saturated[w])
            );
        end

        if (DATA_BITS > WORDS * WORD_BITS) begin : gen_unused_bits
            assign m_tdata_o[DATA_BITS-1:WORDS*WORD_BITS] = {(DATA_BITS - WORDS * WORD_BITS){1'b0}};
        end
    endgenerate

    // ---- Events, a cycle after the beat: no path from m_tready_i into a counter -------------------------------------
    wire [FLAG_BITS-1:0] flags;
    kv_popcount #(.LANES(1), .INPUTS(WORDS)) u_flags (
        .d_i    (saturated),
        .count_o(flags)
    );

    reg                  done_q;
    reg  [FLAG_BITS-1:0] flags_q;
    wire                 accept = word_valid_q & m_tready_i;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            done_q  <= 1'b0;
            flags_q <= {FLAG_BITS{1'b0}};
        end else begin
            done_q  <= accept & word_last_q;
            flags_q <= flags & {FLAG_BITS{accept}};
        end
    end

    assign m_tvalid_o   = word_valid_q;
    assign m_tlast_o    = word_last_q;
    assign token_done_o = done_q;
    assign busy_o       = (held_q != {HELD_BITS{1'b0}}) | operand_valid_q | product_valid_q | word_valid_q;
    assign saturated_o  = flags_q;
endmodule
