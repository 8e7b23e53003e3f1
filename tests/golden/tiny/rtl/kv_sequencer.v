// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Frames: moves tokens through score (Q), weigh (P) and read (R) and raises every strobe of docs/machine.md section 3.
module kv_sequencer #(
    /// cycles of a write word line, at least 1
    parameter WRITE_CYCLES       = 1,
    /// cycles of rest between a write word line and the read pulses of its array, before and after it, at least 1
    parameter GUARD_CYCLES       = 1,
    /// cycles for which levels stand still before a word line rises and after it falls, at least 1
    parameter LEVEL_SETUP_CYCLES = 1,
    parameter LEVEL_HOLD_CYCLES  = 1,
    /// longest q pulse, at least 1
    parameter PULSE_CYCLES       = 15,
    /// longest pulse between the arrays, at least 1
    parameter PHI_CYCLES         = 15,
    /// dead cycles after the pulses of a frame
    parameter SETTLE_CYCLES      = 0,
    /// count window of the readout, at least 2
    parameter READOUT_CYCLES     = 16,
    /// integrators per column: 1, or 2 to let the score of one token overlap the weighing of the one before
    parameter INTEGRATORS        = 1
) (
    input  wire clk_i,
    input  wire rst_ni,
    /// tokens are admitted while high; those on their way always finish
    input  wire enable_i,
    /// a complete token waits; this and the next two from kv_token_in
    input  wire token_valid_i,
    input  wire token_write_i,
    input  wire token_query_i,
    /// the result buffer takes one more token
    input  wire result_space_i,
    /// pulse in the cycle before f = 0 of the token's Q frame (combinational): load q, advance the window
    output wire admit_o,
    /// pulse in the cycle before the levels may move again (f = LEAD + WRITE_CYCLES + LEVEL_HOLD_CYCLES - 1 of the Q
    /// frame): the token's k and v are written (or held), the buffer is free
    output wire token_pop_o,
    /// strobes of the tile macros, all flip-flop outputs
    output wire k_write_o,
    output wire v_write_o,
    output wire score_start_o,
    output wire weigh_start_o,
    output wire read_start_o,
    /// what `k_write_o` and `v_write_o` become in the next cycle (combinational; for kv_word_lines)
    output wire k_write_d_o,
    output wire v_write_d_o,
    /// high from LEVEL_SETUP_CYCLES before the K word line rises until LEVEL_HOLD_CYCLES after it has fallen, a
    /// flip-flop output: levels behind it are shown to the arrays, and stand still
    output wire level_open_o,
    /// pulse with `token_pop_o` of a writing token: copy its v levels to the hold registers (two integrators; else 0)
    output wire v_capture_o,
    /// a token is in Q, P or R
    output wire busy_o,
    /// a frame cannot start in this cycle for want of room for a result
    output wire stalled_o
);
    // Q frame (P frame, of the V write with two integrators): lead | write | rest | pulses | settle. The pulses of the
    // frame before last to its settling at the latest.
    localparam QUIET    = GUARD_CYCLES - SETTLE_CYCLES;
    localparam LEAD     = LEVEL_SETUP_CYCLES > QUIET ? LEVEL_SETUP_CYCLES : QUIET;
    localparam REST     = GUARD_CYCLES > LEVEL_HOLD_CYCLES ? GUARD_CYCLES : LEVEL_HOLD_CYCLES;
    localparam GAP      = LEAD + WRITE_CYCLES + REST;
    localparam PHI_GAP  = INTEGRATORS == 2 ? GAP : 1;              // nothing is written in P with one integrator
    localparam SCORE    = GAP + PULSE_CYCLES + SETTLE_CYCLES;      // frame of a token that queries in Q
    localparam WEIGH    = PHI_GAP + PHI_CYCLES + SETTLE_CYCLES;    // in P
    localparam ONLY     = LEAD + WRITE_CYCLES + LEVEL_HOLD_CYCLES; // of tokens that only write
    localparam LONGER   = SCORE > WEIGH ? SCORE : WEIGH;
    localparam LONGEST  = LONGER > READOUT_CYCLES ? LONGER : READOUT_CYCLES;
    localparam F_BITS   = $clog2(LONGEST);
    // first value of f at which a stage of that length has reached its last cycle
    localparam SCORE_AT = SCORE - 1;
    localparam WEIGH_AT = WEIGH - 1;
    localparam READ_AT  = READOUT_CYCLES - 1;
    localparam ONLY_AT  = ONLY - 1;
    // one cycle before what happens then
    localparam OPEN_AT  = LEAD > LEVEL_SETUP_CYCLES ? LEAD - LEVEL_SETUP_CYCLES - 1 : 0;
    localparam RISE_AT  = LEAD - 1;
    localparam FALL_AT  = LEAD + WRITE_CYCLES - 1;
    localparam START_AT = GAP - 2;
    localparam POP_AT   = ONLY - 2;
    localparam [0:0] TWO       = INTEGRATORS == 2;
    localparam [0:0] LONG_LEAD = LEAD > LEVEL_SETUP_CYCLES;

    generate
        if (WRITE_CYCLES < 1 || GUARD_CYCLES < 1 || SETTLE_CYCLES < 0) begin : gen_refuse_gap
            kv_sequencer_write_and_guard_cycles_must_be_at_least_1_settle_at_least_0 u_refuse ();
        end
        if (LEVEL_SETUP_CYCLES < 1 || LEVEL_HOLD_CYCLES < 1) begin : gen_refuse_levels
            kv_sequencer_level_setup_and_hold_must_be_at_least_1 u_refuse ();
        end
        if (PULSE_CYCLES < 1 || PHI_CYCLES < 1 || READOUT_CYCLES < 2) begin : gen_refuse_phases
            kv_sequencer_pulse_and_phi_must_be_at_least_1_readout_at_least_2 u_refuse ();
        end
        if (INTEGRATORS < 1 || INTEGRATORS > 2) begin : gen_refuse_integrators
            kv_sequencer_integrators_must_be_1_or_2 u_refuse ();
        end
    endgenerate

    // q, p, r: a token is in the stage; and what it wants
    reg              q_q, q_write_q, q_query_q;
    reg              p_q, p_query_q;
    reg              r_q;
    reg [F_BITS-1:0] f_q;
    reg              pop_q;
    reg              end_q;  // last cycle of the frame (or nothing to do): tokens may move

    wire blocked = p_query_q & ~result_space_i;
    wire move    = end_q & ~blocked;

    // Q -> P: with two integrators every token passes through P, with one only those that query.
    wire p_d = TWO ? q_q : q_query_q;

    // The pop mask keeps a token that is leaving the buffer in this very cycle from being admitted twice.
    wire admit     = move & enable_i & token_valid_i & ~pop_q & (TWO | ~p_d);
    wire q_write_d = admit & token_write_i;
    wire q_query_d = admit & token_query_i;

    // Does the cycle after this one end the frame? The shortest stage has two cycles.
    wire [F_BITS:0] f_next   = f_q + 1'b1;
    wire            end_new  = ~(admit | p_d | p_query_q);
    wire            end_same = (~q_query_q         | (f_next >= SCORE_AT[F_BITS:0]))
                             & (~p_query_q         | (f_next >= WEIGH_AT[F_BITS:0]))
                             & (~r_q               | (f_next >= READ_AT[F_BITS:0]))
                             & (~(q_q | TWO & p_q) | (f_next >= ONLY_AT[F_BITS:0]));

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            {q_q, q_write_q, q_query_q} <= 3'b000;
            {p_q, p_query_q}            <= 2'b00;
            r_q                         <= 1'b0;
            end_q                       <= 1'b1;
        end else begin
            if (move) begin
                {q_q, q_write_q, q_query_q} <= {admit, q_write_d, q_query_d};
                {p_q, p_query_q}            <= {p_d, q_query_q};
                r_q                         <= p_query_q;
            end
            end_q <= move ? end_new : end_q | end_same;
        end
    end

    // f stands still when nothing is on its way.
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) f_q <= {F_BITS{1'b0}};
        else if (move) begin
            if (admit | p_d | p_query_q) f_q <= {F_BITS{1'b0}};
        end else if (!end_q) f_q <= f_next[F_BITS-1:0];
    end

    // Strobes. An event at f = 0 is decided in the cycle in which tokens move, later ones one cycle before they are
    // due. No frame of a stage that waits for an event ends before it, so f meets each value once.
    reg  k_write_q, level_open_q, score_start_q, weigh_start_q, read_start_q;
    wire rises         = f_q == RISE_AT[F_BITS-1:0];
    wire stays         = f_q != FALL_AT[F_BITS-1:0];
    wire gap_ends      = f_q == START_AT[F_BITS-1:0];
    wire opens         = LONG_LEAD ? q_write_q & (f_q == OPEN_AT[F_BITS-1:0]) : move & q_write_d;
    wire k_write_d     = (q_write_q & rises) | (k_write_q & stays);
    wire level_open_d  = opens | (level_open_q & (f_q != ONLY_AT[F_BITS-1:0]));
    wire score_start_d = q_query_q & gap_ends;
    wire weigh_start_d = TWO ? p_query_q & gap_ends : move & q_query_q;
    wire read_start_d  = move & p_query_q;
    wire pop_d         = q_q & (f_q == POP_AT[F_BITS-1:0]);

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            k_write_q     <= 1'b0;
            level_open_q  <= 1'b0;
            score_start_q <= 1'b0;
            weigh_start_q <= 1'b0;
            read_start_q  <= 1'b0;
            pop_q         <= 1'b0;
        end else begin
            k_write_q     <= k_write_d;
            level_open_q  <= level_open_d;
            score_start_q <= score_start_d;
            weigh_start_q <= weigh_start_d;
            read_start_q  <= read_start_d;
            pop_q         <= pop_d;
        end
    end

    generate
        if (INTEGRATORS == 2) begin : gen_v_in_weigh
            // V of the previous token is still being read in the Q frame: V is written a stage later, from hold
            // registers.
            reg  p_write_q, v_write_q;
            wire v_write_d = (p_write_q & rises) | (v_write_q & stays);
            always @(posedge clk_i or negedge rst_ni) begin
                if (!rst_ni) begin
                    p_write_q <= 1'b0;
                    v_write_q <= 1'b0;
                end else begin
                    if (move) p_write_q <= q_write_q;
                    v_write_q <= v_write_d;
                end
            end
            assign v_write_o   = v_write_q;
            assign v_write_d_o = v_write_d;
            assign v_capture_o = pop_q & q_write_q;
        end else begin : gen_v_in_score
            assign v_write_o   = k_write_q;
            assign v_write_d_o = k_write_d;
            assign v_capture_o = 1'b0;
        end
    endgenerate

    assign admit_o       = admit;
    assign token_pop_o   = pop_q;
    assign k_write_o     = k_write_q;
    assign k_write_d_o   = k_write_d;
    assign level_open_o  = level_open_q;
    assign score_start_o = score_start_q;
    assign weigh_start_o = weigh_start_q;
    assign read_start_o  = read_start_q;
    assign busy_o        = q_q | p_q | r_q;
    assign stalled_o     = end_q & blocked;
endmodule

`default_nettype wire
