// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_result_calibrated behind any readout that keeps the rule of room (a reservation only while `space_o`,
/// one sum for each, held until taken), any lanes, any sink, and a reset in any cycle. kv_result_buffer_props proves the
/// order of the words, kv_lane_affine_props the arithmetic and that a word stands still without its enable. The scale is 0
/// here, which keeps multiplications away from the solver; FREE = 1: any scale and offset, in any cycle, where two such
/// blocks are compared.
///
/// 1. the output stream holds valid and last until accepted, and no enable reaches the word meanwhile;
/// 2. it carries BEATS beats for each sum taken, last on the last of them, none without a sum, and the next within four
///    cycles while any is owed: no sum is lost, none comes twice;
/// 3. the lanes of each beat are asked for once, in their order, four beats ahead of the output at most;
/// 4. `token_done_o` pulses once for each token delivered, a cycle after its last beat; busy while anything is owed.
module kv_result_calibrated_props #(
    parameter LANES         = 64,
    parameter SUM_BITS      = 10,
    parameter FRACTION_BITS = 4,
    parameter TRIM_BITS     = 8,
    parameter WORD_BITS     = 16,
    parameter DATA_BITS     = 64,
    parameter DEPTH         = 1,
    parameter FREE          = 0
) (
    input wire                      clk_i,
    input wire                      rst_ni,
    input wire                      reserve_i,
    input wire                      sum_valid_i,
    input wire [SUM_BITS*LANES-1:0] sum_i,
    input wire [(DATA_BITS/WORD_BITS)*(SUM_BITS+FRACTION_BITS)-1:0] lane_offset_i,
    input wire [(DATA_BITS/WORD_BITS)*TRIM_BITS-1:0] lane_trim_i,
    input wire [15:0]               scale_i,
    input wire [15:0]               offset_i,
    input wire                      m_tready_i
);
    localparam WORDS     = DATA_BITS / WORD_BITS;
    localparam BEATS     = (LANES + WORDS - 1) / WORDS;
    localparam OWED_BITS = $clog2((DEPTH + 1) * BEATS + 5);
    localparam DUE_BITS  = $clog2(DEPTH + 2);
    localparam BEAT_BITS = $clog2(BEATS) > 0 ? $clog2(BEATS) : 1;

    wire                 space, sum_ready, load, tvalid, tlast, done, busy;
    wire [BEAT_BITS-1:0] load_beat;
    wire [DATA_BITS-1:0] tdata;
    wire [$clog2(WORDS+1)-1:0] saturated;

    kv_result_calibrated #(
        .LANES        (LANES),
        .SUM_BITS     (SUM_BITS),
        .FRACTION_BITS(FRACTION_BITS),
        .TRIM_BITS    (TRIM_BITS),
        .WORD_BITS    (WORD_BITS),
        .DATA_BITS    (DATA_BITS),
        .DEPTH        (DEPTH)
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
        .scale_i      (FREE != 0 ? scale_i : 16'd0),
        .offset_i     (FREE != 0 ? offset_i : 16'd0),
        .m_tdata_o    (tdata),
        .m_tvalid_o   (tvalid),
        .m_tlast_o    (tlast),
        .m_tready_i   (m_tready_i),
        .saturated_o  (saturated),
        .token_done_o (done),
        .busy_o       (busy)
    );

    (* hierconn *) wire \u_dut.load_word ;

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);

    // ---- The readout: what was reserved and not yet taken ---------------------------------------------------------------
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

    // ---- What is owed ---------------------------------------------------------------------------------------------------
    wire                 accepted = tvalid & m_tready_i;
    reg [OWED_BITS-1:0]  owed_q;    // beats of sums taken, not yet accepted
    reg [OWED_BITS-1:0]  ahead_q;   // beats whose lanes were asked for, not yet accepted
    reg [BEAT_BITS-1:0]  beat_q;    // of the token being delivered
    reg [BEAT_BITS-1:0]  asked_q;   // beat that is asked for next
    reg [1:0]            silent_q;  // cycles without valid in which beats were owed
    reg                  done_q, held_q, held_last_q;
    wire                 last = beat_q == BEATS - 1;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            owed_q   <= 0;
            ahead_q  <= 0;
            beat_q   <= 0;
            asked_q  <= 0;
            silent_q <= 0;
            done_q   <= 1'b0;
            held_q   <= 1'b0;
        end else begin
            owed_q  <= owed_q + (taken ? BEATS : 0) - accepted;
            ahead_q <= ahead_q + load - accepted;
            if (accepted) beat_q <= last ? 0 : beat_q + 1'b1;
            if (load) asked_q <= asked_q == BEATS - 1 ? 0 : asked_q + 1'b1;
            silent_q <= tvalid || owed_q == 0 ? 0 : silent_q + 1'b1;
            done_q   <= accepted & last;
            held_q   <= tvalid & !m_tready_i;
        end
    end
    always @(posedge clk_i) held_last_q <= tlast;

    always @* begin
        // 1
        if (held_q) assert (tvalid && tlast == held_last_q);
        if (tvalid & !m_tready_i) assert (!\u_dut.load_word );
        // 2
        if (tvalid) assert (owed_q != 0 && tlast == last);
        if (owed_q != 0 && !tvalid) assert (silent_q < 3);
        if (sum_valid_i & !sum_ready) assert (due_q == 1);
        // 3
        if (load) assert (load_beat == asked_q);
        assert (ahead_q <= 4 && ahead_q <= owed_q);
        if (tvalid) assert (ahead_q != 0);
        // 4
        assert (done == done_q);
        assert (busy == (owed_q != 0 || due_q != 0));
        cover (owed_q == DEPTH * BEATS + 4 && due_q == 1 && waits_q);
        cover (done && accepted && tlast == (BEATS == 1));
    end

    // ---- What makes induction converge ----------------------------------------------------------------------------------
    (* hierconn *) wire [DUE_BITS-1:0]  \u_dut.u_buffer.used_q ;
    (* hierconn *) wire [DUE_BITS-1:0]  \u_dut.u_buffer.held_q ;
    (* hierconn *) wire [BEAT_BITS-1:0] \u_dut.u_buffer.beat_q ;
    (* hierconn *) wire \u_dut.u_buffer.operand_valid_q ;
    (* hierconn *) wire \u_dut.u_buffer.operand_last_q ;
    (* hierconn *) wire \u_dut.difference_valid_q ;
    (* hierconn *) wire \u_dut.difference_last_q ;
    (* hierconn *) wire \u_dut.product_valid_q ;
    (* hierconn *) wire \u_dut.product_last_q ;
    wire operand    = \u_dut.u_buffer.operand_valid_q ;
    wire difference = \u_dut.difference_valid_q ;
    wire product    = \u_dut.product_valid_q ;
    wire [DUE_BITS:0]    used   = \u_dut.u_buffer.used_q ;
    wire [BEAT_BITS-1:0] next   = \u_dut.u_buffer.beat_q ;
    wire [OWED_BITS-1:0] stored = used * BEATS - next;
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
        assert (used <= DEPTH && next < BEATS && beat_q < BEATS && asked_q == next);
        assert (used != 0 || next == 0);
        assert (\u_dut.u_buffer.held_q == used + due_q && used + due_q <= DEPTH + 1 && due_q <= DEPTH + 1);
        assert (owed_q == stored + operand + difference + product + tvalid);
        assert (ahead_q == operand + difference + product + tvalid);
        if (product) assert (\u_dut.product_last_q == (wrap(of_product) == BEATS - 1));
        if (difference) assert (\u_dut.difference_last_q == (wrap(of_difference) == BEATS - 1));
        if (operand) assert (\u_dut.u_buffer.operand_last_q == (wrap(of_operand) == BEATS - 1));
        assert (next == wrap(of_buffer));
        assert (stored == 0 || operand);
        if (owed_q != 0 && !tvalid) assert (product | (difference & silent_q <= 1) | (operand & silent_q == 0));
        assert (!waits_q || due_q != 0);
    end
endmodule
