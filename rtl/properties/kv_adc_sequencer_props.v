// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_adc_sequencer for any tokens, enable, room for results and length of conversions, and a reset in
/// any cycle.
///
/// Schedule, against docs/adc.md section 6 (a model that knows which two tokens are on their way, the frame and its
/// cycle f):
///  1. every strobe is high in its cycles and in no other; the announced strobes are those of the next cycle;
///  2. frame A lasts as long as its longest stage, and longer only while a token that would be read has no room; frame B
///     as long as somebody converts or reads, and is left out where nobody does;
///  3. one pop for each admission, before the next admission.
/// Safety, against what the arrays need (counters of cycles since each strobe, ignorant of frames):
///  4. K is neither written nor scored from a score's pulses to the end of its conversion, V not while it is weighed;
///     between a write and the pulses of its array GUARD_CYCLES are quiet, whichever comes first;
///  5. a write strobe lasts WRITE_CYCLES and rests before the next one; what may move levels (an admission, a pop, a
///     capture) comes LEVEL_SETUP_CYCLES before a write or LEVEL_HOLD_CYCLES after it, and levels are open as long;
///  6. a score is converted once, after its frame, and weighed once, after the conversion; a weighing is read once, after
///     its frame; nothing is overwritten before;
///  7. the next weighing begins after the readout before has ended.
/// Progress (cycles in which the engine waits for room or for a converter do not count):
///  8. an admitted token that queries is read within 2 * L + 2 * B + 1 cycles, L = longest frame A, B = longest frame B
///     without conversions;
///  9. a waiting token is admitted within 2 * (L + B) cycles;
/// 10. the engine waits for room only when there is none, so it never hangs.
module kv_adc_sequencer_props #(
    parameter WRITE_CYCLES       = 1,
    parameter GUARD_CYCLES       = 1,
    parameter LEVEL_SETUP_CYCLES = 1,
    parameter LEVEL_HOLD_CYCLES  = 1,
    parameter SCORE_FRAME        = 18,
    parameter WEIGH_FRAME        = 18,
    parameter READ_FRAME         = 16,
    parameter CONVERTED_READ     = 0
) (
    input wire clk_i,
    input wire rst_ni,
    input wire enable_i,
    input wire token_valid_i,
    input wire token_write_i,
    input wire token_query_i,
    input wire result_space_i,
    input wire convert_busy_i,
    input wire read_busy_i
);
    localparam SETUP   = LEVEL_SETUP_CYCLES;
    localparam HOLD    = LEVEL_HOLD_CYCLES;
    localparam LEAD    = SETUP + 2 > GUARD_CYCLES ? SETUP : GUARD_CYCLES - 2;
    localparam FALL    = LEAD + WRITE_CYCLES;  // first cycle behind the word line
    localparam GAP     = FALL + (HOLD > GUARD_CYCLES ? HOLD : GUARD_CYCLES);
    localparam ONLY    = FALL + HOLD;  // tokens that only write
    localparam LONGER  = SCORE_FRAME > WEIGH_FRAME ? SCORE_FRAME : WEIGH_FRAME;
    localparam A_MOST  = LONGER > ONLY ? LONGER : ONLY;
    localparam B_MOST  = CONVERTED_READ != 0 || READ_FRAME < 2 ? 2 : READ_FRAME;
    localparam MOST    = A_MOST > B_MOST ? A_MOST : B_MOST;
    localparam ALL     = 2 * (A_MOST + B_MOST);
    localparam BITS    = $clog2(ALL + 2) + 1;  // of every counter here
    localparam LONGEST = LONGER > READ_FRAME ? LONGER : READ_FRAME;
    localparam F_BITS  = $clog2(LONGEST + 1);
    localparam [0:0] CONVERTED = CONVERTED_READ != 0;

    wire admit, pop, k_write, v_write, score_start, convert_start, conversion, weigh_start, read_start;
    wire k_write_d, v_write_d, level_open, v_capture, busy, stalled;

    kv_adc_sequencer #(
        .WRITE_CYCLES      (WRITE_CYCLES),
        .GUARD_CYCLES      (GUARD_CYCLES),
        .LEVEL_SETUP_CYCLES(LEVEL_SETUP_CYCLES),
        .LEVEL_HOLD_CYCLES (LEVEL_HOLD_CYCLES),
        .SCORE_FRAME       (SCORE_FRAME),
        .WEIGH_FRAME       (WEIGH_FRAME),
        .READ_FRAME        (READ_FRAME),
        .CONVERTED_READ    (CONVERTED_READ)
    ) u_dut (
        .clk_i          (clk_i),
        .rst_ni         (rst_ni),
        .enable_i       (enable_i),
        .token_valid_i  (token_valid_i),
        .token_write_i  (token_write_i),
        .token_query_i  (token_query_i),
        .result_space_i (result_space_i),
        .convert_busy_i (convert_busy_i),
        .read_busy_i    (read_busy_i),
        .admit_o        (admit),
        .token_pop_o    (pop),
        .k_write_o      (k_write),
        .v_write_o      (v_write),
        .score_start_o  (score_start),
        .convert_start_o(convert_start),
        .converting_o   (conversion),
        .weigh_start_o  (weigh_start),
        .read_start_o   (read_start),
        .k_write_d_o    (k_write_d),
        .v_write_d_o    (v_write_d),
        .level_open_o   (level_open),
        .v_capture_o    (v_capture),
        .busy_o         (busy),
        .stalled_o      (stalled)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);
    // kv_token_in: a token writes, or queries, or both.
    always @* assume (token_write_i | token_query_i);

    // ---- Schedule ---------------------------------------------------------------------------------------------------
    reg            q_q, q_write_q, q_query_q, p_q, p_write_q, p_query_q, b_q;
    reg [BITS-1:0] f_q;  // stops at MOST
    reg [BITS-1:0] length;
    wire           converting = q_query_q & (f_q == 0 | convert_busy_i);  // in frame B
    wire           reading    = p_query_q & CONVERTED & (f_q == 0 | read_busy_i);
    always @* begin
        length = 1;
        if (b_q) begin
            if (p_query_q && !CONVERTED) length = READ_FRAME;
        end else begin
            if (q_q) length = q_query_q ? SCORE_FRAME : ONLY;
            if (p_q && length < (p_query_q ? WEIGH_FRAME : ONLY)) length = p_query_q ? WEIGH_FRAME : ONLY;
        end
    end
    wire over    = f_q + 1'b1 >= length;
    wire held_up = b_q & over & (converting | reading);  // nothing but a converter keeps the frame open
    wire ends    = over & !(b_q & (converting | reading));
    wire blocked = !b_q & over & p_query_q & !result_space_i;
    wire to_b    = !b_q & ends & (q_query_q | p_query_q) & !blocked;
    wire move    = ends & (b_q | !(q_query_q | p_query_q));
    wire popping = !b_q & q_q & (f_q == ONLY - 1);
    wire admits  = move & enable_i & token_valid_i & !popping;

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            {q_q, q_write_q, q_query_q, p_q, p_write_q, p_query_q, b_q} <= 0;
            f_q <= 0;
        end else begin
            if (move) begin
                {q_q, q_write_q, q_query_q} <= {admits, admits & token_write_i, admits & token_query_i};
                {p_q, p_write_q, p_query_q} <= {q_q, q_write_q, q_query_q};
            end
            if (move | to_b) b_q <= to_b;
            f_q <= move | to_b ? 0 : f_q == MOST ? MOST : f_q + 1'b1;
        end
    end

    reg k_write_d_q, v_write_d_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {k_write_d_q, v_write_d_q} <= 2'b00;
        else {k_write_d_q, v_write_d_q} <= {k_write_d, v_write_d};
    end

    always @* begin
        assert (admit == admits);
        assert (pop == popping);
        assert (k_write == (!b_q && q_write_q && f_q >= LEAD && f_q < FALL));
        assert (v_write == (!b_q && p_write_q && f_q >= LEAD && f_q < FALL));
        assert (level_open == (!b_q && q_write_q && f_q >= LEAD - SETUP && f_q < ONLY));
        assert (score_start == (!b_q && q_query_q && f_q == GAP - 1));
        assert (weigh_start == (!b_q && p_query_q && f_q == GAP - 1));
        assert (convert_start == (b_q && q_query_q && f_q == 0));
        assert (conversion == (convert_start || convert_busy_i));
        assert (read_start == (b_q && p_query_q && f_q == 0));
        assert (v_capture == (popping && q_write_q));
        assert (k_write == k_write_d_q && v_write == v_write_d_q);
        assert (busy == (q_q | p_q));
        assert (stalled == blocked);
    end

    // ---- Safety -----------------------------------------------------------------------------------------------------
    // Cycles since the last strobe: 1 in the cycle after it, 0 = never; stops at its highest value.
    localparam [BITS-1:0] MANY = {BITS{1'b1}};
    reg [BITS-1:0] score_age_q, weigh_age_q, read_age_q, k_age_q, v_age_q, k_run_q, v_run_q;
    reg [BITS-1:0] open_run_q, k_still_q, v_still_q;  // cycles for which levels have been open, have not moved
    reg            k_moves_q, v_moves_q;              // levels may move with the edge that begins this cycle
    reg            score_q, code_q, weighed_q;  // a score, codes, a weighing, not yet used
    reg            owed_q;                      // an admitted token not yet popped

    function [BITS-1:0] older(input [BITS-1:0] age, input strobe);
        older = strobe ? 1 : age == 0 || age == MANY ? age : age + 1'b1;
    endfunction

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            {score_age_q, weigh_age_q, read_age_q, k_age_q, v_age_q, k_run_q, v_run_q} <= 0;
            {open_run_q, k_still_q, v_still_q, k_moves_q, v_moves_q} <= 0;
            {score_q, code_q, weighed_q, owed_q} <= 4'b0000;
        end else begin
            score_age_q <= older(score_age_q, score_start);
            weigh_age_q <= older(weigh_age_q, weigh_start);
            read_age_q  <= older(read_age_q, read_start);
            k_age_q     <= older(k_age_q, k_write);
            v_age_q     <= older(v_age_q, v_write);
            k_run_q     <= k_write ? k_run_q + 1'b1 : 0;
            v_run_q     <= v_write ? v_run_q + 1'b1 : 0;
            score_q     <= score_start | (score_q & !convert_start);
            code_q      <= convert_start | (code_q & !weigh_start);
            weighed_q   <= weigh_start | (weighed_q & !read_start);
            owed_q      <= admit | (owed_q & !pop);
            open_run_q  <= !level_open ? 0 : open_run_q == MANY ? MANY : open_run_q + 1'b1;
            k_still_q   <= admit | pop ? 0 : k_still_q == MANY ? MANY : k_still_q + 1'b1;
            v_still_q   <= v_capture ? 0 : v_still_q == MANY ? MANY : v_still_q + 1'b1;
            k_moves_q   <= admit | pop;
            v_moves_q   <= v_capture;
        end
    end
    wire weighing = weigh_age_q != 0 && weigh_age_q <= WEIGH_FRAME - GAP;  // phi pulses may be high
    always @* begin
        // 3
        assert (!(pop & !owed_q));
        assert (!(admit & owed_q));
        // 4
        assert (!(k_write & score_q));
        assert (!(score_start & score_q));
        assert (!((k_write | score_start) & (convert_start | (b_q & converting))));
        // SCORE_FRAME - GAP cycles of pulses at most
        if (k_write) assert (score_age_q == 0 || score_age_q > SCORE_FRAME - GAP + GUARD_CYCLES);
        if (v_write) assert (weigh_age_q == 0 || weigh_age_q > WEIGH_FRAME - GAP + GUARD_CYCLES);
        if (score_start) assert (!k_write && (k_age_q == 0 || k_age_q >= GUARD_CYCLES));
        if (weigh_start) assert (!v_write && (v_age_q == 0 || v_age_q >= GUARD_CYCLES));
        // 5
        if (k_write) assert (k_run_q < WRITE_CYCLES);
        if (!k_write) assert (k_run_q == 0 || k_run_q == WRITE_CYCLES);
        if (v_write) assert (v_run_q < WRITE_CYCLES);
        if (!v_write) assert (v_run_q == 0 || v_run_q == WRITE_CYCLES);
        if (k_write) assert (level_open && open_run_q >= SETUP && k_still_q >= SETUP);
        if (!level_open | k_moves_q) assert (!k_write && (k_age_q == 0 || k_age_q > HOLD));
        if (v_write) assert (v_still_q >= SETUP);
        if (v_moves_q) assert (!v_write && (v_age_q == 0 || v_age_q > HOLD));
        // 6
        if (convert_start) assert (score_q && score_age_q > SCORE_FRAME - GAP && !code_q);
        if (weigh_start) assert (code_q && !weighed_q && !score_q);
        if (read_start) assert (weighed_q && weigh_age_q > WEIGH_FRAME - GAP);
        // 7
        if (weigh_start && !CONVERTED) assert (read_age_q == 0 || read_age_q >= READ_FRAME);
        if (weigh_start) assert (!(b_q & reading));
    end

    // ---- Progress ---------------------------------------------------------------------------------------------------
    (* anyseq *) wire choose;
    reg            chosen_q, read_q;
    reg [BITS-1:0] way_q;      // cycles since the admission of one token, picked freely
    reg [BITS-1:0] waiting_q;  // cycles for which a token has been waiting
    wire           waits = stalled | held_up;
    reg [1:0]      stage_q;    // of the picked token: 0 Q, 1 X, 2 P, 3 R
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            {chosen_q, read_q} <= 2'b00;
            way_q     <= 0;
            waiting_q <= 0;
            stage_q   <= 0;
        end else begin
            if (!chosen_q) begin
                if (admit & token_query_i & choose) {chosen_q, way_q, stage_q} <= {1'b1, {{(BITS-1){1'b0}}, 1'b1}, 2'd0};
            end else if (!read_q) begin
                if (!waits) way_q <= way_q + 1'b1;
                if (move | to_b) stage_q <= stage_q + 1'b1;
                if (stage_q == 3) read_q <= 1'b1;
            end
            if (!(token_valid_i & enable_i) | admit) waiting_q <= 0;
            else if (!waits) waiting_q <= waiting_q + 1'b1;
        end
    end
    always @* begin
        if (chosen_q & !read_q) assert (way_q <= 2 * A_MOST + B_MOST + 1);
        if (chosen_q & !read_q & (stage_q == 3)) assert (read_start);
        assert (waiting_q <= 2 * (A_MOST + B_MOST));
        if (stalled) assert (!result_space_i);
    end

    // ---- What makes induction converge ------------------------------------------------------------------------------
    (* hierconn *) wire \u_dut.q_q ;
    (* hierconn *) wire \u_dut.q_write_q ;
    (* hierconn *) wire \u_dut.q_query_q ;
    (* hierconn *) wire \u_dut.p_q ;
    (* hierconn *) wire \u_dut.p_write_q ;
    (* hierconn *) wire \u_dut.p_query_q ;
    (* hierconn *) wire \u_dut.b_q ;
    (* hierconn *) wire [F_BITS-1:0] \u_dut.f_q ;
    wire [BITS-1:0] position = over ? length - 1'b1 : f_q;  // does not grow while the engine waits
    always @* begin
        // The block's state is the model's; its f may stop a little above the longest frame.
        assert ({\u_dut.q_q , \u_dut.q_write_q , \u_dut.q_query_q , \u_dut.p_q , \u_dut.p_write_q , \u_dut.p_query_q ,
                 \u_dut.b_q } == {q_q, q_write_q, q_query_q, p_q, p_write_q, p_query_q, b_q});
        if (q_q | p_q) assert (\u_dut.f_q == f_q || (\u_dut.f_q >= MOST && f_q == MOST) || (&\u_dut.f_q && f_q >= \u_dut.f_q ));
        assert (f_q <= MOST && length <= MOST);
        assert (q_q ? q_write_q | q_query_q : !(q_write_q | q_query_q));
        assert (p_q ? p_write_q | p_query_q : !(p_write_q | p_query_q));
        assert (!b_q || q_query_q || p_query_q);
        // Where each strobe was, seen from the frame.
        assert (score_q == (q_query_q && (b_q ? f_q == 0 : f_q >= GAP)));
        assert (code_q == ((b_q && q_query_q && f_q > 0) || (!b_q && p_query_q && f_q < GAP)));
        assert (weighed_q == (p_query_q && (b_q ? f_q == 0 : f_q >= GAP)));
        assert (owed_q == (!b_q && q_q && f_q < ONLY));
        if (!b_q && q_query_q && f_q >= GAP) assert (score_age_q != 0 && score_age_q + GAP - 1 >= f_q);
        else if (b_q) assert (score_age_q == 0 || score_age_q > SCORE_FRAME - GAP + f_q);
        else assert (score_age_q == 0 || score_age_q > SCORE_FRAME - GAP + 2 + f_q);
        if (b_q && q_query_q && f_q == 0) assert (score_age_q != 0);
        if (!b_q && p_query_q && f_q >= GAP) assert (weigh_age_q != 0 && weigh_age_q + GAP - 1 >= f_q);
        else if (b_q) assert (weigh_age_q == 0 || weigh_age_q > WEIGH_FRAME - GAP + f_q);
        else assert (weigh_age_q == 0 || weigh_age_q > WEIGH_FRAME - GAP + 2 + f_q);
        if (b_q && p_query_q && f_q == 0) assert (weigh_age_q != 0);
        if (!CONVERTED && read_age_q != 0 && read_age_q < READ_FRAME) assert (b_q && p_query_q && f_q == read_age_q);
        if (b_q && p_query_q && f_q > 0) assert (read_age_q >= f_q);
        assert (k_run_q == (!b_q && q_write_q && f_q > LEAD && f_q <= FALL ? f_q - LEAD : 0));
        assert (v_run_q == (!b_q && p_write_q && f_q > LEAD && f_q <= FALL ? f_q - LEAD : 0));
        if (!b_q && q_write_q && f_q > LEAD) assert (k_age_q != 0 && k_age_q + FALL > f_q);
        else assert (k_age_q == 0 || k_age_q > HOLD + f_q);
        if (!b_q && p_write_q && f_q > LEAD) assert (v_age_q != 0 && v_age_q + FALL > f_q);
        else assert (v_age_q == 0 || v_age_q > HOLD + f_q);
        // Levels: moved with an admission at f = 0 of frame A, and behind their pop.
        if (level_open) assert (open_run_q + LEAD >= f_q + SETUP);
        if (b_q | (f_q < ONLY)) assert (k_still_q >= f_q && v_still_q >= f_q);
        if (k_moves_q) assert (f_q == 0 || (!b_q && q_q && f_q == ONLY));
        if (v_moves_q) assert (f_q == 0 || (!b_q && q_q && f_q == ONLY));
        if (chosen_q & !read_q) begin
            if (stage_q == 0) assert (!b_q && q_query_q && way_q <= position + 1);
            if (stage_q == 1) assert (b_q && q_query_q && way_q <= A_MOST + position + 1);
            if (stage_q == 2) assert (!b_q && p_query_q && way_q <= A_MOST + B_MOST + position + 1);
            if (stage_q == 3) assert (b_q && p_query_q && f_q == 0);
        end
        assert (waiting_q <= (q_q ? 0 : A_MOST + B_MOST) + (b_q ? A_MOST : 0) + position);
    end

    // ---- Reachable --------------------------------------------------------------------------------------------------
    reg [1:0] reads_q, writes_q, stalls_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {reads_q, writes_q, stalls_q} <= 0;
        else begin
            if (read_start & ~&reads_q) reads_q <= reads_q + 1'b1;
            if (admit & !token_query_i & ~&writes_q) writes_q <= writes_q + 1'b1;
            if (stalled & ~&stalls_q) stalls_q <= stalls_q + 1'b1;
        end
    end
    always @* begin
        cover (reads_q == 2 && !busy);
        cover (reads_q == 1 && read_start && convert_start);
        cover (stalls_q == 2 && reads_q == 1);
        cover (writes_q == 2 && !busy);
        cover (k_write && v_write);
        cover (score_start && weigh_start);
        cover (held_up && f_q > 1);
    end
endmodule
