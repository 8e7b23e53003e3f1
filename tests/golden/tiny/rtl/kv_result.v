// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Result buffer, affine and output stream.
///
/// A sum taken in cycle c (`sum_valid_i` and `sum_ready_o`) with everything empty => `m_tvalid_o` from c+3; then one
/// beat per cycle, also from one token to the next. `m_t*` hold until accepted. With CALIBRATED = 1 every lane has an
/// offset and a trim, kept outside (kv_lane_memory), and the first beat comes a cycle later.
module kv_result #(
    /// words of a token
    parameter LANES         = 64,
    /// bits of the signed sum
    parameter SUM_BITS      = 10,
    /// bits of the signed output word
    parameter WORD_BITS     = 16,
    /// words of a beat, and its bits, at least WORDS*WORD_BITS
    parameter WORDS         = 4,
    parameter DATA_BITS     = 64,
    /// tokens held, at least 1
    parameter DEPTH         = 1,
    /// 1: lanes are corrected
    parameter CALIBRATED    = 0,
    /// fraction bits of a lane's offset, bits of its trim
    parameter FRACTION_BITS = 0,
    parameter TRIM_BITS     = 1
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
    /// kv_lane_memory: beat that is wanted, its lanes a cycle later, word by word; all four only with CALIBRATED
    output wire                      beat_en_o,
    output wire [(LANES > WORDS ? $clog2((LANES+WORDS-1)/WORDS) : 1)-1:0] beat_o,
    input  wire [WORDS*(SUM_BITS+FRACTION_BITS)-1:0] lane_offset_i,
    input  wire [WORDS*TRIM_BITS-1:0] lane_trim_i,
    /// signed Q4.12; this and the offset are taken over when the first beat of a result comes, and are those of the
    /// whole result: they may be written in any cycle
    input  wire [15:0]               scale_i,
    /// signed, units of the word
    input  wire [15:0]               offset_i,
    /// word j of the beat in bits [j*WORD_BITS +: WORD_BITS]; lane 0 first
    output wire [DATA_BITS-1:0]      m_tdata_o,
    output wire                      m_tvalid_o,
    output wire                      m_tlast_o,
    input  wire                      m_tready_i,
    /// words that saturated in the beat accepted in the cycle before, else 0
    output wire [$clog2(WORDS+1)-1:0] saturated_o,
    /// pulse in the cycle after a last beat was accepted
    output wire                      token_done_o,
    /// a result is on its way, held or not yet delivered
    output wire                      busy_o
);
    localparam BEATS       = (LANES + WORDS - 1) / WORDS;
    localparam BEAT_BITS   = BEATS > 1 ? $clog2(BEATS) : 1;
    localparam REST        = LANES - (BEATS - 1) * WORDS;  // words of the last beat
    localparam OFFSET_BITS = SUM_BITS + FRACTION_BITS;
    localparam FLAG_BITS   = $clog2(WORDS + 1);

    generate
        if (LANES < 1 || DEPTH < 1 || WORDS < 1 || WORD_BITS < 2) begin : gen_refuse_sizes
            kv_result_lanes_depth_and_words_must_be_at_least_1_word_bits_at_least_2 u_refuse ();
        end
        if (WORDS * WORD_BITS > DATA_BITS) begin : gen_refuse_beat
            kv_result_words_of_a_beat_must_fit_in_data_bits u_refuse ();
        end
    endgenerate

    wire                      operand_valid, operand_ready, operand_last, operand_load, buffer_busy;
    wire [BEAT_BITS-1:0]      operand_beat;
    wire [SUM_BITS*WORDS-1:0] operand;

    // The operand register keeps the buffer's multiplexer out of the multiplier's cycle.
    kv_result_buffer #(.LANES(LANES), .SUM_BITS(SUM_BITS), .WORDS(WORDS), .DEPTH(DEPTH)) u_buffer (
        .clk_i          (clk_i),
        .rst_ni         (rst_ni),
        .reserve_i      (reserve_i),
        .space_o        (space_o),
        .sum_valid_i    (sum_valid_i),
        .sum_ready_o    (sum_ready_o),
        .sum_i          (sum_i),
        .load_o         (operand_load),
        .beat_o         (operand_beat),
        .operand_valid_o(operand_valid),
        .operand_ready_i(operand_ready),
        .operand_last_o (operand_last),
        .operand_o      (operand),
        .busy_o         (buffer_busy)
    );

    // ---- Scale and offset of each result ----------------------------------------------------------------------------
    wire        load_difference, load_product;
    wire [15:0] scale, offset;
    kv_affine_setting #(.CALIBRATED(CALIBRATED)) u_setting (
        .clk_i          (clk_i),
        .operand_en_i   (operand_load),
        .first_i        (operand_beat == {BEAT_BITS{1'b0}}),
        .difference_en_i(load_difference),
        .product_en_i   (load_product),
        .scale_i        (scale_i),
        .offset_i       (offset_i),
        .scale_o        (scale),
        .offset_o       (offset)
    );

    // ---- Operand, (difference,) product, word: stages that close up when the stream pauses --------------------------
    reg  product_valid_q, product_last_q;
    reg  word_valid_q, word_last_q;
    wire value_valid, value_last;
    wire advance_word    = ~word_valid_q | m_tready_i;
    wire advance_product = ~product_valid_q | advance_word;
    wire load_word       = advance_word & product_valid_q;
    assign load_product  = advance_product & value_valid;

    generate
        if (CALIBRATED != 0) begin : gen_difference
            reg difference_valid_q, difference_last_q;
            assign operand_ready   = ~difference_valid_q | advance_product;
            assign load_difference = operand_ready & operand_valid;
            always @(posedge clk_i or negedge rst_ni) begin
                if (!rst_ni)            difference_valid_q <= 1'b0;
                else if (operand_ready) difference_valid_q <= operand_valid;
            end
            always @(posedge clk_i) if (load_difference) difference_last_q <= operand_last;
            assign value_valid = difference_valid_q;
            assign value_last  = difference_last_q;
            assign beat_en_o   = operand_load;
            assign beat_o      = operand_beat;
        end else begin : gen_operand
            assign operand_ready   = advance_product;
            assign load_difference = 1'b0;
            assign value_valid     = operand_valid;
            assign value_last      = operand_last;
            assign beat_en_o       = 1'b0;
            assign beat_o          = {BEAT_BITS{1'b0}};
        end
    endgenerate

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            product_valid_q <= 1'b0;
            word_valid_q    <= 1'b0;
        end else begin
            if (advance_product) product_valid_q <= value_valid;
            if (advance_word)    word_valid_q    <= product_valid_q;
        end
    end

    always @(posedge clk_i) begin
        if (load_product) product_last_q <= value_last;
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

            kv_affine #(
                .SUM_BITS     (SUM_BITS),
                .WORD_BITS    (WORD_BITS),
                .CALIBRATED   (CALIBRATED),
                .FRACTION_BITS(FRACTION_BITS),
                .TRIM_BITS    (TRIM_BITS)
            ) u_affine (
                .clk_i          (clk_i),
                .difference_en_i(load_difference),
                .product_en_i   (load_product),
                .word_en_i      (load_word),
                .blank_i        (blank),
                .sum_i          (sum),
                .lane_offset_i  (lane_offset_i[w*OFFSET_BITS +: OFFSET_BITS]),
                .lane_trim_i    (lane_trim_i[w*TRIM_BITS +: TRIM_BITS]),
                .scale_i        (scale),
                .offset_i       (offset),
                .word_o         (m_tdata_o[w*WORD_BITS +: WORD_BITS]),
                .saturated_o    (saturated[w])
            );
        end

        if (DATA_BITS > WORDS * WORD_BITS) begin : gen_unused_bits
            assign m_tdata_o[DATA_BITS-1:WORDS*WORD_BITS] = {(DATA_BITS - WORDS*WORD_BITS){1'b0}};
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
    assign busy_o       = buffer_busy | value_valid | product_valid_q | word_valid_q;
    assign saturated_o  = flags_q;
endmodule

`default_nettype wire
