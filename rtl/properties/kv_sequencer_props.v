// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_sequencer for any tokens, enable and room for results, and a reset in any cycle.
///
/// Schedule, against the table of docs/machine.md section 3 (a model that knows which token is in Q, P and R and the
/// cycle f of the frame):
///  1. every strobe is high in its cycles and in no other; the announced strobes are those of the next cycle;
///  2. a frame lasts as long as its longest stage, and longer only while a token that would be read has no room;
///  3. one pop for each admission, before the next admission.
/// Safety, against what the macro needs (counters of cycles since each strobe, ignorant of frames):
///  4. between a write of K and q pulses GUARD_CYCLES are quiet, whichever comes first; so between a write of V and its
///     weighing;
///  5. a write strobe lasts WRITE_CYCLES and rests before the next one; what may move levels (an admission, a pop, a
///     capture) comes LEVEL_SETUP_CYCLES before a write or LEVEL_HOLD_CYCLES after it, and levels are open as long;
///  6. a score is weighed once, after its longest pulse and the settling, and never overwritten before; with one
///     integrator no score begins between a weighing and its readout;
///  7. a weighing is read once, after the longest pulse and the settling, and never overwritten before;
///  8. readouts keep READOUT_CYCLES apart.
/// Progress (cycles in which the engine waits for room do not count):
///  9. an admitted token that queries is read within 2 * L + 1 cycles, L = the longest frame;
/// 10. a waiting token is admitted within 2 * L cycles;
/// 11. the engine waits for room only when there is none, so it never hangs.
module kv_sequencer_props #(
    parameter WRITE_CYCLES       = 1,
    parameter GUARD_CYCLES       = 1,
    parameter LEVEL_SETUP_CYCLES = 1,
    parameter LEVEL_HOLD_CYCLES  = 1,
    parameter PULSE_CYCLES       = 15,
    parameter PHI_CYCLES         = 15,
    parameter SETTLE_CYCLES      = 0,
    parameter READOUT_CYCLES     = 16,
    parameter INTEGRATORS        = 1
) (
    input wire clk_i,
    input wire rst_ni,
    input wire enable_i,
    input wire token_valid_i,
    input wire token_write_i,
    input wire token_query_i,
    input wire result_space_i
);
    localparam [0:0] TWO = INTEGRATORS == 2;
    localparam SETUP   = LEVEL_SETUP_CYCLES;
    localparam HOLD    = LEVEL_HOLD_CYCLES;
    localparam LEAD    = SETUP + SETTLE_CYCLES > GUARD_CYCLES ? SETUP : GUARD_CYCLES - SETTLE_CYCLES;
    localparam FALL    = LEAD + WRITE_CYCLES;  // first cycle behind the word line
    localparam GAP     = FALL + (HOLD > GUARD_CYCLES ? HOLD : GUARD_CYCLES);
    localparam PHI_GAP = TWO ? GAP : 1;
    localparam SCORE   = GAP + PULSE_CYCLES + SETTLE_CYCLES;
    localparam WEIGH   = PHI_GAP + PHI_CYCLES + SETTLE_CYCLES;
    localparam ONLY    = FALL + HOLD;  // tokens that only write
    localparam LONGER  = SCORE > WEIGH ? SCORE : WEIGH;
    localparam LONGEST = LONGER > READOUT_CYCLES ? LONGER : READOUT_CYCLES;
    localparam F_BITS  = $clog2(LONGEST);
    localparam BITS    = $clog2(2 * LONGEST + 2) + 1;  // of every counter here

    wire admit, pop, k_write, v_write, score_start, weigh_start, read_start, k_write_d, v_write_d;
    wire level_open, v_capture, busy, stalled;

    kv_sequencer #(
        .WRITE_CYCLES      (WRITE_CYCLES),
        .GUARD_CYCLES      (GUARD_CYCLES),
        .LEVEL_SETUP_CYCLES(LEVEL_SETUP_CYCLES),
        .LEVEL_HOLD_CYCLES (LEVEL_HOLD_CYCLES),
        .PULSE_CYCLES      (PULSE_CYCLES),
        .PHI_CYCLES        (PHI_CYCLES),
        .SETTLE_CYCLES     (SETTLE_CYCLES),
        .READOUT_CYCLES    (READOUT_CYCLES),
        .INTEGRATORS       (INTEGRATORS)
    ) u_dut (
        .clk_i         (clk_i),
        .rst_ni        (rst_ni),
        .enable_i      (enable_i),
        .token_valid_i (token_valid_i),
        .token_write_i (token_write_i),
        .token_query_i (token_query_i),
        .result_space_i(result_space_i),
        .admit_o       (admit),
        .token_pop_o   (pop),
        .k_write_o     (k_write),
        .v_write_o     (v_write),
        .score_start_o (score_start),
        .weigh_start_o (weigh_start),
        .read_start_o  (read_start),
        .k_write_d_o   (k_write_d),
        .v_write_d_o   (v_write_d),
        .level_open_o  (level_open),
        .v_capture_o   (v_capture),
        .busy_o        (busy),
        .stalled_o     (stalled)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);
    // kv_token_in: a token writes, or queries, or both.
    always @* assume (token_write_i | token_query_i);

    // ---- Schedule ---------------------------------------------------------------------------------------------------
    reg            q_q, q_write_q, q_query_q, p_q, p_write_q, p_query_q, r_q;
    reg [BITS-1:0] f_q;  // stops at LONGEST
    reg [BITS-1:0] length;
    always @* begin
        length = 1;
        if (q_q) length = q_query_q ? SCORE : ONLY;
        if (p_q) begin
            if (TWO && length < ONLY) length = ONLY;
            if (p_query_q && length < WEIGH) length = WEIGH;
        end
        if (r_q && length < READOUT_CYCLES) length = READOUT_CYCLES;
    end
    wire over    = f_q + 1'b1 >= length;
    wire blocked = over & p_query_q & !result_space_i;
    wire move    = over & !blocked;
    wire to_p    = TWO ? q_q : q_query_q;  // with one integrator a token that only writes leaves after Q
    wire popping = q_q & (f_q == ONLY - 1);
    wire admits  = move & enable_i & token_valid_i & !popping & (TWO | !to_p);

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            {q_q, q_write_q, q_query_q, p_q, p_write_q, p_query_q, r_q} <= 0;
            f_q <= 0;
        end else begin
            if (move) begin
                {q_q, q_write_q, q_query_q} <= {admits, admits & token_write_i, admits & token_query_i};
                {p_q, p_write_q, p_query_q} <= {to_p, to_p & q_write_q, to_p & q_query_q};
                r_q <= p_query_q;
            end
            f_q <= move ? 0 : f_q == LONGEST ? LONGEST : f_q + 1'b1;
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
        assert (k_write == (q_write_q && f_q >= LEAD && f_q < FALL));
        assert (v_write == ((TWO ? p_write_q : q_write_q) && f_q >= LEAD && f_q < FALL));
        assert (level_open == (q_write_q && f_q >= LEAD - SETUP && f_q < ONLY));
        assert (score_start == (q_query_q && f_q == GAP - 1));
        assert (weigh_start == (p_query_q && f_q == PHI_GAP - 1));
        assert (read_start == (r_q && f_q == 0));
        assert (v_capture == (TWO && popping && q_write_q));
        assert (k_write == k_write_d_q && v_write == v_write_d_q);
        assert (busy == (q_q | p_q | r_q));
        assert (stalled == blocked);
    end

    // ---- Safety -----------------------------------------------------------------------------------------------------
    // Cycles since the last strobe: 1 in the cycle after it, 0 = never; stops at its highest value.
    localparam [BITS-1:0] MANY = {BITS{1'b1}};
    reg [BITS-1:0] score_age_q, weigh_age_q, read_age_q, k_age_q, v_age_q, k_run_q, v_run_q;
    reg [BITS-1:0] open_run_q, k_still_q, v_still_q;  // cycles for which levels have been open, have not moved
    reg            k_moves_q, v_moves_q;              // levels may move with the edge that begins this cycle
    reg            score_q, weighed_q;  // a score, a weighing, not yet used
    reg            owed_q;              // an admitted token not yet popped

    function [BITS-1:0] older(input [BITS-1:0] age, input strobe);
        older = strobe ? 1 : age == 0 || age == MANY ? age : age + 1'b1;
    endfunction

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            {score_age_q, weigh_age_q, read_age_q, k_age_q, v_age_q, k_run_q, v_run_q} <= 0;
            {open_run_q, k_still_q, v_still_q, k_moves_q, v_moves_q} <= 0;
            {score_q, weighed_q, owed_q} <= 3'b000;
        end else begin
            score_age_q <= older(score_age_q, score_start);
            weigh_age_q <= older(weigh_age_q, weigh_start);
            read_age_q  <= older(read_age_q, read_start);
            k_age_q     <= older(k_age_q, k_write);
            v_age_q     <= older(v_age_q, v_write);
            k_run_q     <= k_write ? k_run_q + 1'b1 : 0;
            v_run_q     <= v_write ? v_run_q + 1'b1 : 0;
            score_q     <= score_start | (score_q & !weigh_start);
            weighed_q   <= weigh_start | (weighed_q & !read_start);
            owed_q      <= admit | (owed_q & !pop);
            open_run_q  <= !level_open ? 0 : open_run_q == MANY ? MANY : open_run_q + 1'b1;
            k_still_q   <= admit | pop ? 0 : k_still_q == MANY ? MANY : k_still_q + 1'b1;
            v_still_q   <= v_capture ? 0 : v_still_q == MANY ? MANY : v_still_q + 1'b1;
            k_moves_q   <= admit | pop;
            v_moves_q   <= v_capture;
        end
    end
    wire scoring  = score_age_q != 0 && score_age_q <= PULSE_CYCLES;  // q pulses may be high
    wire weighing = weigh_age_q != 0 && weigh_age_q <= PHI_CYCLES;
    always @* begin
        // 3
        assert (!(pop & !owed_q));
        assert (!(admit & owed_q));
        // 4
        if (k_write) assert (score_age_q == 0 || score_age_q > PULSE_CYCLES + GUARD_CYCLES);
        if (v_write) assert (weigh_age_q == 0 || weigh_age_q > PHI_CYCLES + GUARD_CYCLES);
        if (score_start) assert (!k_write && (k_age_q == 0 || k_age_q >= GUARD_CYCLES));
        if (weigh_start) assert (!v_write && (v_age_q == 0 || v_age_q >= GUARD_CYCLES));
        // 5
        if (k_write) assert (k_run_q < WRITE_CYCLES);
        if (!k_write) assert (k_run_q == 0 || k_run_q == WRITE_CYCLES);
        if (v_write) assert (v_run_q < WRITE_CYCLES);
        if (!v_write) assert (v_run_q == 0 || v_run_q == WRITE_CYCLES);
        if (k_write) assert (level_open && open_run_q >= SETUP && k_still_q >= SETUP);
        if (!level_open | k_moves_q) assert (!k_write && (k_age_q == 0 || k_age_q > HOLD));
        if (TWO & v_write) assert (v_still_q >= SETUP);
        if (v_moves_q) assert (!v_write && (v_age_q == 0 || v_age_q > HOLD));
        // 6
        if (score_start) assert (!score_q | (TWO & weigh_start));
        if (score_start & !TWO) assert ((!weighed_q | read_start) & !weigh_start);
        if (weigh_start) assert (score_q && score_age_q > PULSE_CYCLES + SETTLE_CYCLES);
        // 7
        if (weigh_start) assert (!weighed_q | read_start);
        if (read_start) assert (weighed_q && weigh_age_q > PHI_CYCLES + SETTLE_CYCLES);
        // 8
        if (read_start) assert (read_age_q == 0 || read_age_q >= READOUT_CYCLES);
    end

    // ---- Progress ---------------------------------------------------------------------------------------------------
    // One admitted token, picked freely, on its way to its readout.
    (* anyseq *) wire choose;
    reg            chosen_q, read_q;
    reg [BITS-1:0] way_q;      // cycles since its admission
    reg [BITS-1:0] waiting_q;  // cycles for which a token has been waiting
    reg [1:0]      ahead_q;    // tokens between it and R: 2 in Q, 1 in P
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            {chosen_q, read_q} <= 2'b00;
            way_q     <= 0;
            waiting_q <= 0;
            ahead_q   <= 0;
        end else begin
            if (!chosen_q) begin
                if (admit & token_query_i & choose) {chosen_q, way_q, ahead_q} <= {1'b1, {{(BITS-1){1'b0}}, 1'b1}, 2'd2};
            end else if (!read_q) begin
                if (!stalled) way_q <= way_q + 1'b1;
                if (move) ahead_q <= ahead_q - 1'b1;
                if (read_start & (ahead_q == 0)) read_q <= 1'b1;
            end
            if (!(token_valid_i & enable_i) | admit) waiting_q <= 0;
            else if (!stalled) waiting_q <= waiting_q + 1'b1;
        end
    end
    always @* begin
        if (chosen_q & !read_q) assert (way_q <= 2 * LONGEST + 1);
        if (chosen_q & !read_q & (ahead_q == 0)) assert (read_start);
        assert (waiting_q < 2 * LONGEST + 1);
        if (stalled) assert (!result_space_i);
    end

    // ---- What makes induction converge ------------------------------------------------------------------------------
    (* hierconn *) wire \u_dut.q_q ;
    (* hierconn *) wire \u_dut.q_write_q ;
    (* hierconn *) wire \u_dut.q_query_q ;
    (* hierconn *) wire \u_dut.p_q ;
    (* hierconn *) wire \u_dut.p_query_q ;
    (* hierconn *) wire \u_dut.r_q ;
    (* hierconn *) wire \u_dut.end_q ;
    (* hierconn *) wire [F_BITS-1:0] \u_dut.f_q ;
    (* hierconn *) wire \u_dut.gen_v_in_weigh.p_write_q ;
    wire [BITS-1:0] position = over ? length - 1'b1 : f_q;  // does not grow while the engine waits for room
    always @* begin
        // The block's state is the model's.
        assert ({\u_dut.q_q , \u_dut.q_write_q , \u_dut.q_query_q , \u_dut.p_q , \u_dut.p_query_q , \u_dut.r_q }
                == {q_q, q_write_q, q_query_q, p_q, p_query_q, r_q});
        if (TWO) assert (\u_dut.gen_v_in_weigh.p_write_q == p_write_q);
        assert (\u_dut.end_q == over);
        if (q_q | p_q | r_q) assert (\u_dut.f_q == position);
        assert (f_q <= LONGEST && length <= LONGEST);
        assert (!q_q || q_write_q || q_query_q);
        assert (q_q || !(q_write_q | q_query_q));
        assert (p_q || !(p_write_q | p_query_q));
        assert (!p_q || p_write_q || p_query_q);
        assert (TWO || !p_q || (p_query_q && !q_q));
        // Where each strobe was, seen from the frame.
        assert (score_q == ((q_query_q && f_q >= GAP) || (p_query_q && f_q < PHI_GAP)));
        assert (weighed_q == ((p_query_q && f_q >= PHI_GAP) || (r_q && f_q == 0)));
        assert (owed_q == (q_q && f_q < ONLY));
        if (q_query_q && f_q >= GAP) assert (score_age_q != 0 && score_age_q + GAP - 1 >= f_q);
        else assert (score_age_q == 0 || score_age_q >= PULSE_CYCLES + SETTLE_CYCLES + 1 + f_q);
        if (p_query_q && f_q < PHI_GAP) assert (score_age_q != 0);
        if (p_query_q && f_q >= PHI_GAP) assert (weigh_age_q != 0 && weigh_age_q + PHI_GAP - 1 >= f_q);
        else assert (weigh_age_q == 0 || weigh_age_q >= PHI_CYCLES + SETTLE_CYCLES + 1 + f_q);
        if (r_q && f_q == 0) assert (weigh_age_q != 0);
        if (r_q && f_q > 0) assert (read_age_q >= f_q);
        if (read_age_q != 0 && read_age_q < READOUT_CYCLES) assert (r_q && f_q > 0 && read_age_q == f_q);
        assert (k_run_q == (q_write_q && f_q > LEAD && f_q <= FALL ? f_q - LEAD : 0));
        assert (v_run_q == ((TWO ? p_write_q : q_write_q) && f_q > LEAD && f_q <= FALL ? f_q - LEAD : 0));
        if (q_write_q && f_q > LEAD) assert (k_age_q != 0 && k_age_q + FALL > f_q);
        else assert (k_age_q == 0 || k_age_q > HOLD + f_q);
        if ((TWO ? p_write_q : q_write_q) && f_q > LEAD) assert (v_age_q != 0 && v_age_q + FALL > f_q);
        else assert (v_age_q == 0 || v_age_q > HOLD + f_q);
        if (!TWO && p_query_q) assert (v_age_q == 0 || v_age_q > GUARD_CYCLES);
        // Levels: moved with an admission at f = 0, and behind their pop.
        if (level_open) assert (open_run_q + LEAD >= f_q + SETUP);
        if (f_q < ONLY) assert (k_still_q >= f_q && v_still_q >= f_q);
        if (k_moves_q) assert (f_q == 0 || (q_q && f_q == ONLY));
        if (v_moves_q) assert (f_q == 0 || (q_q && f_q == ONLY));
        // The chosen token: where it is, and how long it may have taken.
        if (chosen_q & !read_q) begin
            assert (ahead_q <= 2);
            if (ahead_q == 2) assert (q_query_q && way_q <= position + 1);
            if (ahead_q == 1) assert (p_query_q && way_q <= LONGEST + position + 1);
            if (ahead_q == 0) assert (r_q && f_q == 0);
        end
        // A waiting token: nobody was admitted since, so Q becomes empty at the end of this frame.
        assert (waiting_q <= (q_q ? position : LONGEST + position));
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
        cover (reads_q == 2 && writes_q == 0 && stalls_q == 0 && !busy);
        cover (reads_q == 1 && read_start && stalls_q == 2);
        cover (writes_q == 2 && reads_q == 1 && !busy);
        cover (q_query_q && !q_write_q && pop);
        cover (popping && over && !admits && token_valid_i && enable_i);
        cover (chosen_q && !read_q && ahead_q == 0 && way_q == SCORE + WEIGH + 1);
    end
    generate
        if (INTEGRATORS == 2) begin : gen_overlap
            always @* cover (score_start && weigh_start && reads_q == 1);
            always @* cover (k_write && v_write);
            always @* cover (q_q && p_q && r_q && !p_query_q);
        end
    endgenerate
endmodule
