// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Frames of the ADC path: moves tokens through score (Q), conversion (X), weigh (P) and read (R) and raises every
/// strobe of docs/adc.md section 6.
///
/// Two frames alternate: A holds Q of a token and P of the one before, B holds X and R of the same two. A frame lasts
/// as long as its longest occupied stage; X (and R with CONVERTED_READ) last until `convert_busy_i` (`read_busy_i`)
/// falls. A frame B in which nobody converts or reads is left out. A token that reads needs room for its result before
/// frame B begins (else a stall).
module kv_adc_sequencer #(
    /// cycles of a write word line, at least 1
    parameter WRITE_CYCLES       = 1,
    /// cycles of rest between a write word line and the read pulses of its array, before and after it, at least 1
    parameter GUARD_CYCLES       = 1,
    /// cycles for which levels stand still before a word line rises and after it falls, at least 1
    parameter LEVEL_SETUP_CYCLES = 1,
    parameter LEVEL_HOLD_CYCLES  = 1,
    /// stage Q of a token that queries, at least gap + 1
    parameter SCORE_FRAME        = 18,
    /// stage P of a token that queries, at least gap + 1
    parameter WEIGH_FRAME        = 18,
    /// stage R where it has a fixed length, at least 2
    parameter READ_FRAME         = 16,
    /// 1: stage R lasts until `read_busy_i` falls
    parameter CONVERTED_READ     = 0
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
    /// conversions of the scores are under way; high from the cycle after `convert_start_o`
    input  wire convert_busy_i,
    /// conversions of the outputs are under way; high from the cycle after `read_start_o`
    input  wire read_busy_i,
    /// pulse in the cycle before f = 0 of the token's Q frame (combinational): load q, advance the window
    output wire admit_o,
    /// pulse in the cycle before the levels may move again (f = LEAD + WRITE_CYCLES + LEVEL_HOLD_CYCLES - 1 of the Q
    /// frame): the token's k is written and its v held, the buffer is free
    output wire token_pop_o,
    /// strobes, all flip-flop outputs
    output wire k_write_o,
    output wire v_write_o,
    output wire score_start_o,
    output wire convert_start_o,
    /// from then on until `convert_busy_i` falls
    output wire converting_o,
    output wire weigh_start_o,
    output wire read_start_o,
    /// what `k_write_o` and `v_write_o` become in the next cycle (combinational; for kv_word_lines)
    output wire k_write_d_o,
    output wire v_write_d_o,
    /// high from LEVEL_SETUP_CYCLES before the K word line rises until LEVEL_HOLD_CYCLES after it has fallen, a
    /// flip-flop output: levels behind it are shown to the arrays, and stand still
    output wire level_open_o,
    /// pulse with `token_pop_o` of a writing token: copy its v levels to the hold registers
    output wire v_capture_o,
    /// a token is on its way
    output wire busy_o,
    /// frame B cannot start in this cycle for want of room for a result
    output wire stalled_o
);
    // Frame A: lead | write | rest | pulses. Frame B, two cycles at least, lies behind the pulses of the A before.
    localparam QUIET    = GUARD_CYCLES - 2;
    localparam LEAD     = LEVEL_SETUP_CYCLES > QUIET ? LEVEL_SETUP_CYCLES : QUIET;
    localparam REST     = GUARD_CYCLES > LEVEL_HOLD_CYCLES ? GUARD_CYCLES : LEVEL_HOLD_CYCLES;
    localparam GAP      = LEAD + WRITE_CYCLES + REST;
    localparam ONLY     = LEAD + WRITE_CYCLES + LEVEL_HOLD_CYCLES;  // in which tokens only write
    localparam LONGER   = SCORE_FRAME > WEIGH_FRAME ? SCORE_FRAME : WEIGH_FRAME;
    localparam LONGEST  = LONGER > READ_FRAME ? LONGER : READ_FRAME;
    localparam F_BITS   = $clog2(LONGEST + 1);
    localparam SCORE_AT = SCORE_FRAME - 1;
    localparam WEIGH_AT = WEIGH_FRAME - 1;
    localparam READ_AT  = READ_FRAME - 1;
    localparam ONLY_AT  = ONLY - 1;
    // one cycle before what happens then
    localparam OPEN_AT  = LEAD > LEVEL_SETUP_CYCLES ? LEAD - LEVEL_SETUP_CYCLES - 1 : 0;
    localparam RISE_AT  = LEAD - 1;
    localparam FALL_AT  = LEAD + WRITE_CYCLES - 1;
    localparam START_AT = GAP - 2;
    localparam POP_AT   = ONLY - 2;
    localparam [0:0] LONG_LEAD = LEAD > LEVEL_SETUP_CYCLES;
    localparam [0:0] CONVERTED = CONVERTED_READ != 0;

    generate
        if (WRITE_CYCLES < 1 || GUARD_CYCLES < 1) begin : gen_refuse_gap
            kv_adc_sequencer_write_and_guard_cycles_must_be_at_least_1 u_refuse ();
        end
        if (LEVEL_SETUP_CYCLES < 1 || LEVEL_HOLD_CYCLES < 1) begin : gen_refuse_levels
            kv_adc_sequencer_level_setup_and_hold_must_be_at_least_1 u_refuse ();
        end
        if (SCORE_FRAME < GAP + 1 || WEIGH_FRAME < GAP + 1 || READ_FRAME < 2) begin : gen_refuse_frames
            kv_adc_sequencer_score_and_weigh_frames_must_exceed_the_gap_read_frame_at_least_2 u_refuse ();
        end
    endgenerate

    // q: the token in Q or X; p: the token in P or R
    reg              q_q, q_write_q, q_query_q;
    reg              p_q, p_write_q, p_query_q;
    reg              b_q;  // frame B
    reg [F_BITS-1:0] f_q;  // cycle of the frame; stands still at its highest value
    reg              pop_q;
    reg              k_write_q, v_write_q, level_open_q, score_start_q, convert_start_q, weigh_start_q, read_start_q;

    // ---- Ends of frames -------------------------------------------------------------------------------------------
    wire q_ends = q_query_q ? f_q >= SCORE_AT[F_BITS-1:0] : ~q_q | (f_q >= ONLY_AT[F_BITS-1:0]);
    wire p_ends = p_query_q ? f_q >= WEIGH_AT[F_BITS-1:0] : ~p_q | (f_q >= ONLY_AT[F_BITS-1:0]);
    wire x_ends = ~q_query_q | ~(convert_start_q | convert_busy_i);
    wire r_ends = ~p_query_q | (CONVERTED ? ~(read_start_q | read_busy_i) : f_q >= READ_AT[F_BITS-1:0]);
    wire a_ends = ~b_q & q_ends & p_ends;
    wire b_ends = b_q & x_ends & r_ends;

    wire needs_b = q_query_q | p_query_q;
    wire blocked = a_ends & p_query_q & ~result_space_i;
    wire enter_b = a_ends & needs_b & ~blocked;
    wire move    = b_ends | (a_ends & ~needs_b);  // tokens move on: Q to P, a new one to Q

    // The pop mask keeps a token that is leaving the buffer in this very cycle from being admitted twice.
    wire admit     = move & enable_i & token_valid_i & ~pop_q;
    wire q_write_d = admit & token_write_i;
    wire q_query_d = admit & token_query_i;
    wire rest      = move & ~admit & ~q_q & ~p_q;  // nothing to do before and after

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            {q_q, q_write_q, q_query_q} <= 3'b000;
            {p_q, p_write_q, p_query_q} <= 3'b000;
            b_q                         <= 1'b0;
            f_q                         <= {F_BITS{1'b0}};
        end else begin
            if (move) begin
                {q_q, q_write_q, q_query_q} <= {admit, q_write_d, q_query_d};
                {p_q, p_write_q, p_query_q} <= {q_q, q_write_q, q_query_q};
            end
            if (move | enter_b) b_q <= enter_b;
            if (move | enter_b) begin
                if (!rest) f_q <= {F_BITS{1'b0}};
            end else if (~&f_q) f_q <= f_q + 1'b1;
        end
    end

    // ---- Strobes. An event at f = 0 is decided in the cycle before, later ones one cycle before they are due --------
    wire rises         = ~b_q & (f_q == RISE_AT[F_BITS-1:0]);
    wire stays         = f_q != FALL_AT[F_BITS-1:0];
    wire gap_ends      = ~b_q & (f_q == START_AT[F_BITS-1:0]);
    wire opens         = LONG_LEAD ? ~b_q & q_write_q & (f_q == OPEN_AT[F_BITS-1:0]) : q_write_d;
    wire k_write_d     = (q_write_q & rises) | (k_write_q & stays);
    wire v_write_d     = (p_write_q & rises) | (v_write_q & stays);
    wire level_open_d  = opens | (level_open_q & (f_q != ONLY_AT[F_BITS-1:0]));
    wire score_start_d = q_query_q & gap_ends;
    wire weigh_start_d = p_query_q & gap_ends;
    wire pop_d         = ~b_q & q_q & (f_q == POP_AT[F_BITS-1:0]);

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            k_write_q       <= 1'b0;
            v_write_q       <= 1'b0;
            level_open_q    <= 1'b0;
            score_start_q   <= 1'b0;
            convert_start_q <= 1'b0;
            weigh_start_q   <= 1'b0;
            read_start_q    <= 1'b0;
            pop_q           <= 1'b0;
        end else begin
            k_write_q       <= k_write_d;
            v_write_q       <= v_write_d;
            level_open_q    <= level_open_d;
            score_start_q   <= score_start_d;
            convert_start_q <= enter_b & q_query_q;
            weigh_start_q   <= weigh_start_d;
            read_start_q    <= enter_b & p_query_q;
            pop_q           <= pop_d;
        end
    end

    generate
        if (CONVERTED_READ == 0) begin : gen_fixed_read
            wire unused = &{1'b0, read_busy_i};
        end
    endgenerate

    assign admit_o         = admit;
    assign token_pop_o     = pop_q;
    assign k_write_o       = k_write_q;
    assign k_write_d_o     = k_write_d;
    assign v_write_o       = v_write_q;
    assign v_write_d_o     = v_write_d;
    assign level_open_o    = level_open_q;
    assign score_start_o   = score_start_q;
    assign convert_start_o = convert_start_q;
    assign converting_o    = convert_start_q | convert_busy_i;
    assign weigh_start_o   = weigh_start_q;
    assign read_start_o    = read_start_q;
    assign v_capture_o     = pop_q & q_write_q;
    assign busy_o          = q_q | p_q;
    assign stalled_o       = blocked;
endmodule

`default_nettype wire
