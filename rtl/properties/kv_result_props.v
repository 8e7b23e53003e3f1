// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_result behind any readout that keeps the rule of room (a reservation only while `space_o`, one sum
/// for each, held until taken), any lanes, any sink, and a reset in any cycle. kv_affine_props proves the arithmetic,
/// so scale and offset are the identity here and a word is the sum of its lane, saturated; with CALIBRATED the scale is
/// 0, which keeps multiplications away from the solver.
///
/// 1. the output stream holds valid, data and last until accepted;
/// 2. it carries BEATS beats for each sum taken, last on the last of them, none without a sum, and the next within
///    three cycles (CALIBRATED: four) while any is owed: no sum is lost, none comes twice;
/// 3. the rule of room suffices: neither buffer nor accumulators overflow, for a sum that has to wait is always the
///    youngest that was reserved;
/// 4. `token_done_o` pulses once for each token delivered, a cycle after its last beat; busy while anything is owed;
/// 5. CALIBRATED: the lanes of each beat are asked for once, in their order, four beats ahead of the output at most;
///    otherwise none are;
/// 6. a sum (one is picked freely) comes out word by word in its turn, zero beyond the last lane, and `saturated_o`
///    says how many words of the beat were clipped.
/// FREE = 1: any scale and offset, in any cycle, where two such blocks are compared and no word is said.
/// EXACT = 0 leaves out 6, whose proof follows the sum through the block without CALIBRATED, and knows two words a beat
/// and DEPTH 3 at most.
module kv_result_props #(
    parameter LANES         = 64,
    parameter SUM_BITS      = 10,
    parameter WORD_BITS     = 16,
    parameter WORDS         = 4,
    parameter DATA_BITS     = 64,
    parameter DEPTH         = 1,
    parameter CALIBRATED    = 0,
    parameter FRACTION_BITS = 0,
    parameter TRIM_BITS     = 1,
    parameter EXACT         = 1,
    parameter FREE          = 0
) (
    input wire                      clk_i,
    input wire                      rst_ni,
    input wire                      reserve_i,
    input wire                      sum_valid_i,
    input wire [SUM_BITS*LANES-1:0] sum_i,
    input wire [WORDS*(SUM_BITS+FRACTION_BITS)-1:0] lane_offset_i,
    input wire [WORDS*TRIM_BITS-1:0] lane_trim_i,
    input wire [15:0]               scale_i,
    input wire [15:0]               offset_i,
    input wire                      m_tready_i
);
    localparam BEATS     = (LANES + WORDS - 1) / WORDS;
    localparam FLAG_BITS = $clog2(WORDS + 1);
    localparam OWED_BITS = $clog2((DEPTH + 1) * BEATS + 5);
    localparam DUE_BITS  = $clog2(DEPTH + 2);
    localparam BEAT_BITS = BEATS > 1 ? $clog2(BEATS) : 1;
    localparam STAGES    = CALIBRATED != 0 ? 3 : 2;  // from operand to word

    wire                 space, sum_ready, load, tvalid, tlast, done, busy;
    wire [BEAT_BITS-1:0] load_beat;
    wire [DATA_BITS-1:0] tdata;
    wire [FLAG_BITS-1:0] saturated;

    kv_result #(
        .LANES        (LANES),
        .SUM_BITS     (SUM_BITS),
        .WORD_BITS    (WORD_BITS),
        .WORDS        (WORDS),
        .DATA_BITS    (DATA_BITS),
        .DEPTH        (DEPTH),
        .CALIBRATED   (CALIBRATED),
        .FRACTION_BITS(FRACTION_BITS),
        .TRIM_BITS    (TRIM_BITS)
    ) u_dut (
        .clk_i        (clk_i),
        .rst_ni       (rst_ni),
        .reserve_i    (reserve_i),
        .space_o      (space),
        .sum_valid_i  (sum_valid_i),
        .sum_ready_o  (sum_ready),
        .sum_i        (sum_i),
        .beat_en_o    (load),
        .beat_o       (load_beat),
        .lane_offset_i(lane_offset_i),
        .lane_trim_i  (lane_trim_i),
        .scale_i      (FREE != 0 ? scale_i : CALIBRATED != 0 ? 16'd0 : 16'd4096),
        .offset_i     (FREE != 0 ? offset_i : 16'd0),
        .m_tdata_o    (tdata),
        .m_tvalid_o   (tvalid),
        .m_tlast_o    (tlast),
        .m_tready_i   (m_tready_i),
        .saturated_o  (saturated),
        .token_done_o (done),
        .busy_o       (busy)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);

    // ---- The readout: what was reserved and not yet taken
    // --------------------------------------------------------------
    reg [DUE_BITS:0]         due_q;
    reg                      waits_q;
    reg [SUM_BITS*LANES-1:0] sum_q;
    wire                     taken = sum_valid_i & sum_ready;
    always @* begin
        assume (!(reserve_i & !space));
        assume (!(sum_valid_i & (due_q == 0)));
        if (waits_q) assume (sum_valid_i && sum_i == sum_q);
    end
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            due_q   <= 0;
            waits_q <= 1'b0;
        end else begin
            due_q   <= due_q + reserve_i - taken;
            waits_q <= sum_valid_i & !sum_ready;
        end
    end
    always @(posedge clk_i) sum_q <= sum_i;

    // ---- What is owed -----------------------------------------------------------------------------------------------
    wire                 accepted = tvalid & m_tready_i;
    reg [OWED_BITS-1:0]  owed_q;    // beats of sums taken, not yet accepted
    reg [OWED_BITS-1:0]  asked_q;   // beats whose lanes were asked for, not yet accepted
    reg [BEAT_BITS-1:0]  beat_q;    // of the token being delivered
    reg [BEAT_BITS-1:0]  ask_q;     // beat whose lanes are asked for next
    reg [1:0]            silent_q;  // cycles without valid in which beats were owed
    reg                  done_q, held_q, held_last_q;
    reg [DATA_BITS-1:0]  held_data_q;
    wire                 last = beat_q == BEATS - 1;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            owed_q   <= 0;
            asked_q  <= 0;
            beat_q   <= 0;
            ask_q    <= 0;
            silent_q <= 0;
            done_q   <= 1'b0;
            held_q   <= 1'b0;
        end else begin
            owed_q  <= owed_q + (taken ? BEATS : 0) - accepted;
            asked_q <= asked_q + load - accepted;
            if (accepted) beat_q <= last ? 0 : beat_q + 1'b1;
            if (load) ask_q <= ask_q == BEATS - 1 ? 0 : ask_q + 1'b1;
            silent_q <= tvalid || owed_q == 0 ? 0 : silent_q + 1'b1;
            done_q   <= accepted & last;
            held_q   <= tvalid & !m_tready_i;
        end
    end
    always @(posedge clk_i) {held_data_q, held_last_q} <= {tdata, tlast};

    always @* begin
        // 1
        if (held_q) assert (tvalid && tdata == held_data_q && tlast == held_last_q);
        // 2
        if (tvalid) assert (owed_q != 0 && tlast == last);
        if (owed_q != 0 && !tvalid) assert (silent_q < STAGES);
        // 3
        assert (owed_q <= DEPTH * BEATS + 1 + STAGES);
        if (sum_valid_i & !sum_ready) assert (due_q == 1);
        // 4
        assert (done == done_q);
        assert (busy == (owed_q != 0 || due_q != 0));
        // 5
        if (CALIBRATED == 0) assert (!load);
        else begin
            if (load) assert (load_beat == ask_q);
            assert (asked_q <= 4 && asked_q <= owed_q);
            if (tvalid) assert (asked_q != 0);
        end
    end

    // ---- One sum, picked freely
    // ---------------------------------------------------------------------------------------
    generate
        if (EXACT != 0 && CALIBRATED == 0) begin : gen_exact
            (* anyseq *) wire choose;
            reg                      chosen_q;
            reg [SUM_BITS*LANES-1:0] chosen_sum_q;
            reg [OWED_BITS-1:0]      ahead_q;  // beats to be accepted before its first
            reg [BEAT_BITS-1:0]      turn_q;   // its beat that comes next
            always @(posedge clk_i or negedge rst_ni) begin
                if (!rst_ni) chosen_q <= 1'b0;
                else if (!chosen_q) begin
                    if (taken & choose) begin
                        chosen_q     <= 1'b1;
                        chosen_sum_q <= sum_i;
                        ahead_q      <= owed_q - accepted;
                        turn_q       <= 0;
                    end
                end else if (accepted) begin
                    if (ahead_q != 0) ahead_q <= ahead_q - 1'b1;
                    else if (turn_q == BEATS - 1) chosen_q <= 1'b0;
                    else turn_q <= turn_q + 1'b1;
                end
            end

            // Its words, in plain integers.
            localparam signed [WORD_BITS:0] MOST  = (1 << (WORD_BITS - 1)) - 1;
            localparam signed [WORD_BITS:0] LEAST = -(1 << (WORD_BITS - 1));
            function signed [SUM_BITS-1:0] word_sum(input [SUM_BITS*LANES-1:0] sum, input [OWED_BITS-1:0] beat, input integer w);
                integer b;
                begin
                    word_sum = 0;
                    for (b = 0; b < SUM_BITS; b = b + 1) begin
                        if (beat * WORDS + w < LANES) word_sum[b] = sum[b*LANES + beat*WORDS + w];
                    end
                end
            endfunction
            reg        [DATA_BITS-1:0] expected;
            reg        [FLAG_BITS-1:0] clipped, clipped_q;
            reg signed [SUM_BITS-1:0]  lane_sum;
            reg                        said_q;
            integer                    w;
            always @* begin
                expected = 0;
                clipped  = 0;
                for (w = 0; w < WORDS; w = w + 1) begin
                    lane_sum = word_sum(chosen_sum_q, turn_q, w);
                    expected[w*WORD_BITS +: WORD_BITS] = lane_sum > MOST ? MOST : lane_sum < LEAST ? LEAST : lane_sum;
                    clipped = clipped + (lane_sum > MOST || lane_sum < LEAST);
                end
            end
            wire its = chosen_q & (ahead_q == 0);
            always @(posedge clk_i or negedge rst_ni) begin
                if (!rst_ni) said_q <= 1'b0;
                else         said_q <= its & accepted;
            end
            always @(posedge clk_i) clipped_q <= clipped;
            always @* begin
                if (its & tvalid) assert (tdata == expected && turn_q == beat_q);
                if (said_q) assert (saturated == clipped_q);
                cover (its && tvalid && tlast && tdata == expected && expected != 0 && held_q);
            end
            if (SUM_BITS > WORD_BITS) begin : gen_clips
                always @* cover (said_q && clipped_q == WORDS);
            end

            // What makes induction converge: where its beats are. Beat i from the output: 0 the word, then product,
            // operand and buffer, as far as each is occupied.
            wire [OWED_BITS-1:0] at_product = tvalid;
            wire [OWED_BITS-1:0] at_operand = tvalid + product;
            wire [OWED_BITS-1:0] at_buffer  = tvalid + product + operand;
            wire [OWED_BITS-1:0] behind     = ahead_q + BEATS - turn_q;  // first beat that is not its own any more
            wire [OWED_BITS-1:0] of_p       = turn_q + at_product - ahead_q;
            wire [OWED_BITS-1:0] of_o       = turn_q + at_operand - ahead_q;
            reg  [SUM_BITS-1:0]  slice;
            integer              e, i;
            always @* if (chosen_q) begin
                assert (turn_q < BEATS && ahead_q < owed_q && behind <= owed_q);
                assert (ahead_q == 0 || turn_q == 0);
                assert ((ahead_q + beat_q) % BEATS == turn_q);
                if (ahead_q == 0 && tvalid) assert (flags == clipped);
                if (product && at_product >= ahead_q && at_product < behind) begin
                    for (i = 0; i < WORDS; i = i + 1) begin
                        assert ($signed(high[i*(SUM_BITS+8) +: SUM_BITS+8]) == word_sum(chosen_sum_q, of_p, i) * $signed(6'd16)
                                || (beat_is_padding(of_p, i)));
                        assert (low[i*(SUM_BITS+1) +: SUM_BITS+1] == 0);
                    end
                end
                if (operand && at_operand >= ahead_q && at_operand < behind) begin
                    for (i = 0; i < WORDS; i = i + 1) begin
                        for (e = 0; e < SUM_BITS; e = e + 1) slice[e] = \u_dut.u_buffer.operand_q [e*WORDS + i];
                        assert (slice == word_sum(chosen_sum_q, of_o, i));
                    end
                end
                for (e = 0; e < DEPTH; e = e + 1) begin
                    // beat 0 of entry e comes buffer_beat beats before the buffer's next one, and e tokens later
                    if (e < used && ahead_q + buffer_beat == at_buffer + e * BEATS + turn_q) begin
                        assert (entry(e) == chosen_sum_q);
                    end
                end
            end
            // The entry e places behind the oldest.
            function [SUM_BITS*LANES-1:0] entry(input integer e);
                reg [DUE_BITS:0] place;
                begin
                    place = rd + e >= DEPTH ? rd + e - DEPTH : rd + e;
                    entry = place == 0 ? entry_0 : place == 1 ? entry_1 : entry_2;
                end
            endfunction
            function beat_is_padding(input [OWED_BITS-1:0] beat, input integer w);
                beat_is_padding = beat * WORDS + w >= LANES;
            endfunction
        end
    endgenerate

    (* hierconn *) wire [SUM_BITS*LANES-1:0] \u_dut.u_buffer.buffer_q[0] ;
    (* hierconn *) wire [SUM_BITS*LANES-1:0] \u_dut.u_buffer.buffer_q[1] ;
    (* hierconn *) wire [SUM_BITS*LANES-1:0] \u_dut.u_buffer.buffer_q[2] ;
    (* hierconn *) wire [SUM_BITS*WORDS-1:0] \u_dut.u_buffer.operand_q ;
    (* hierconn *) wire [SUM_BITS+7:0]       \u_dut.gen_word[0].u_affine.high_q ;
    (* hierconn *) wire [SUM_BITS+7:0]       \u_dut.gen_word[1].u_affine.high_q ;
    (* hierconn *) wire [SUM_BITS:0]         \u_dut.gen_word[0].u_affine.low_q ;
    (* hierconn *) wire [SUM_BITS:0]         \u_dut.gen_word[1].u_affine.low_q ;
    (* hierconn *) wire [FLAG_BITS-1:0]      \u_dut.flags ;
    (* hierconn *) wire [(DEPTH > 1 ? $clog2(DEPTH) : 1)-1:0] \u_dut.u_buffer.rd_q ;
    (* hierconn *) wire [(DEPTH > 1 ? $clog2(DEPTH) : 1)-1:0] \u_dut.u_buffer.wr_q ;
    wire [SUM_BITS*LANES-1:0]  entry_0     = \u_dut.u_buffer.buffer_q[0] ;
    wire [SUM_BITS*LANES-1:0]  entry_1     = \u_dut.u_buffer.buffer_q[1] ;
    wire [SUM_BITS*LANES-1:0]  entry_2     = \u_dut.u_buffer.buffer_q[2] ;
    wire [2*(SUM_BITS+8)-1:0]  high        = {\u_dut.gen_word[1].u_affine.high_q , \u_dut.gen_word[0].u_affine.high_q };
    wire [2*(SUM_BITS+1)-1:0]  low         = {\u_dut.gen_word[1].u_affine.low_q , \u_dut.gen_word[0].u_affine.low_q };
    wire [FLAG_BITS-1:0]       flags       = \u_dut.flags ;
    wire [OWED_BITS-1:0]       buffer_beat = \u_dut.u_buffer.beat_q ;
    wire [DUE_BITS:0]          used        = \u_dut.u_buffer.used_q ;
    wire [DUE_BITS:0]          rd          = DEPTH > 1 ? \u_dut.u_buffer.rd_q : 0;  // a netlist has no pointer to a single entry
    wire [DUE_BITS:0]          wr          = DEPTH > 1 ? \u_dut.u_buffer.wr_q : 0;
    always @* begin
        assert (rd < DEPTH && wr < DEPTH);
        assert (wr == (rd + \u_dut.u_buffer.used_q >= DEPTH ? rd + \u_dut.u_buffer.used_q - DEPTH : rd + \u_dut.u_buffer.used_q ));
    end

    // ---- What makes induction converge ------------------------------------------------------------------------------
    (* hierconn *) wire [DUE_BITS-1:0]  \u_dut.u_buffer.used_q ;
    (* hierconn *) wire [DUE_BITS-1:0]  \u_dut.u_buffer.held_q ;
    (* hierconn *) wire [BEAT_BITS-1:0] \u_dut.u_buffer.beat_q ;
    (* hierconn *) wire [15:0] \u_dut.u_setting.scale_q ;
    (* hierconn *) wire [15:0] \u_dut.u_setting.offset_q ;
    (* hierconn *) wire [15:0] \u_dut.u_setting.product_q ;
    (* hierconn *) wire [15:0] \u_dut.u_setting.gen_difference.difference_q ;
    generate
        if (FREE == 0) begin : gen_settings
            // The identity is that of every result on its way; at its first beat it is taken over anew.
            always @* begin
                if (operand || buffer_beat != 0)
                    assert (\u_dut.u_setting.scale_q == (CALIBRATED != 0 ? 0 : 4096) && \u_dut.u_setting.offset_q == 0);
                if (product) assert (\u_dut.u_setting.product_q == 0);
            end
        end
        if (FREE == 0 && CALIBRATED != 0) begin : gen_difference_setting
            always @* if (difference) assert (\u_dut.u_setting.gen_difference.difference_q == 0);
        end
    endgenerate
    (* hierconn *) wire \u_dut.u_buffer.operand_valid_q ;
    (* hierconn *) wire \u_dut.u_buffer.operand_last_q ;
    (* hierconn *) wire \u_dut.product_valid_q ;
    (* hierconn *) wire \u_dut.product_last_q ;
    (* hierconn *) wire \u_dut.gen_difference.difference_valid_q ;
    (* hierconn *) wire \u_dut.gen_difference.difference_last_q ;
    wire operand    = \u_dut.u_buffer.operand_valid_q ;
    wire difference = CALIBRATED != 0 ? \u_dut.gen_difference.difference_valid_q : 1'b0;
    wire product    = \u_dut.product_valid_q ;
    wire [OWED_BITS-1:0] stored = \u_dut.u_buffer.used_q * BEATS - \u_dut.u_buffer.beat_q ;  // beats in the buffer
    // Which beat of a token each place of the pipeline has, oldest first.
    wire [BEAT_BITS+1:0] of_product    = beat_q + tvalid;
    wire [BEAT_BITS+1:0] of_difference = of_product + product;
    wire [BEAT_BITS+1:0] of_operand    = of_difference + difference;
    wire [BEAT_BITS+1:0] of_buffer     = of_operand + operand;
    function [BEAT_BITS-1:0] wrap(input [BEAT_BITS+1:0] n);
        integer             i;
        reg [BEAT_BITS+1:0] rest;
        begin
            rest = n;
            for (i = 0; i < 4; i = i + 1) if (rest >= BEATS) rest = rest - BEATS;
            wrap = rest[BEAT_BITS-1:0];
        end
    endfunction
    always @* begin
        assert (\u_dut.u_buffer.used_q <= DEPTH && \u_dut.u_buffer.beat_q < BEATS);
        assert (\u_dut.u_buffer.used_q != 0 || \u_dut.u_buffer.beat_q == 0);
        assert (\u_dut.u_buffer.held_q == \u_dut.u_buffer.used_q + due_q);
        assert (\u_dut.u_buffer.held_q <= DEPTH + 1 && due_q <= DEPTH + 1);
        assert (owed_q == stored + operand + difference + product + tvalid);
        assert (beat_q < BEATS);
        if (product) assert (\u_dut.product_last_q == (wrap(of_product) == BEATS - 1));
        if (difference) assert (\u_dut.gen_difference.difference_last_q == (wrap(of_difference) == BEATS - 1));
        if (operand) assert (\u_dut.u_buffer.operand_last_q == (wrap(of_operand) == BEATS - 1));
        assert (\u_dut.u_buffer.beat_q == wrap(of_buffer));
        assert (stored == 0 || operand);
        if (owed_q != 0 && !tvalid)
            assert (product | (difference & silent_q + 1 < STAGES) | (operand & silent_q == 0));
        assert (silent_q < STAGES || tvalid);
        assert (!waits_q || due_q != 0);
        if (CALIBRATED != 0) assert (asked_q == operand + difference + product + tvalid && ask_q == \u_dut.u_buffer.beat_q );
    end

    // ---- Reachable --------------------------------------------------------------------------------------------------
    reg [1:0] done_count_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) done_count_q <= 0;
        else if (done & ~&done_count_q) done_count_q <= done_count_q + 1'b1;
    end
    always @* begin
        cover (done_count_q == 2 && !busy);
        cover (owed_q == DEPTH * BEATS + 1 + STAGES && due_q == 1 && waits_q);
        cover (owed_q != 0 && !tvalid && silent_q == 1);
        cover (done && accepted && tlast == (BEATS == 1));
    end
endmodule
