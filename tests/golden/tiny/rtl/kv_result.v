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
    localparam BEAT_BITS = BEATS > 1 ? $clog2(BEATS) : 1;
    localparam REST      = LANES - (BEATS - 1) * WORDS;  // words of the last beat
    localparam FLAG_BITS = $clog2(WORDS + 1);

    generate
        if (LANES < 1 || DEPTH < 1 || WORD_BITS < 2) begin : gen_refuse_sizes
            kv_result_lanes_and_depth_must_be_at_least_1_word_bits_at_least_2 u_refuse ();
        end
        if (WORD_BITS > DATA_BITS) begin : gen_refuse_beat
            kv_result_word_bits_must_not_exceed_data_bits u_refuse ();
        end
    endgenerate

    wire                      operand_valid, operand_last, buffer_busy, unused_load;
    wire [BEAT_BITS-1:0]      unused_beat;
    wire [SUM_BITS*WORDS-1:0] operand;

    // ---- Operand, product, word: three stages that close up when the stream pauses ----------------------------------
    reg  product_valid_q, product_last_q;
    reg  word_valid_q, word_last_q;
    wire advance_word    = ~word_valid_q | m_tready_i;
    wire advance_product = ~product_valid_q | advance_word;
    wire load_product    = advance_product & operand_valid;
    wire load_word       = advance_word & product_valid_q;

    // The operand register keeps the buffer's multiplexer out of the multiplier's cycle.
    kv_result_buffer #(.LANES(LANES), .SUM_BITS(SUM_BITS), .WORDS(WORDS), .DEPTH(DEPTH)) u_buffer (
        .clk_i          (clk_i),
        .rst_ni         (rst_ni),
        .reserve_i      (reserve_i),
        .space_o        (space_o),
        .sum_valid_i    (sum_valid_i),
        .sum_ready_o    (sum_ready_o),
        .sum_i          (sum_i),
        .load_o         (unused_load),
        .beat_o         (unused_beat),
        .operand_valid_o(operand_valid),
        .operand_ready_i(advance_product),
        .operand_last_o (operand_last),
        .operand_o      (operand),
        .busy_o         (buffer_busy)
    );

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            product_valid_q <= 1'b0;
            word_valid_q    <= 1'b0;
        end else begin
            if (advance_product) product_valid_q <= operand_valid;
            if (advance_word)    word_valid_q    <= product_valid_q;
        end
    end

    always @(posedge clk_i) begin
        if (load_product) product_last_q <= operand_last;
        if (load_word)    word_last_q    <= product_last_q;
    end

    wire [WORDS-1:0] saturated;
    genvar w, b;
    generate
        for (w = 0; w < WORDS; w = w + 1) begin : gen_word
            wire [SUM_BITS-1:0] sum;
            for (b = 0; b < SUM_BITS; b = b + 1) begin : gen_bit
                assign sum[b] = operand[b*WORDS + w];
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
    assign busy_o       = buffer_busy | product_valid_q | word_valid_q;
    assign saturated_o  = flags_q;
endmodule
