// SPDX-License-Identifier: Apache-2.0

/// Frames: moves tokens through score (Q), weigh (P) and read (R) and raises every strobe of docs/machine.md section 3.
module kv_sequencer #(
    /// cycles of a write word line, at least 1
    parameter WRITE_CYCLES   = 1,
    /// dead cycles between a write and the pulses of the same frame
    parameter GUARD_CYCLES   = 0,
    /// longest q pulse, at least 1
    parameter PULSE_CYCLES   = 15,
    /// longest pulse between the arrays, at least 1
    parameter PHI_CYCLES     = 15,
    /// dead cycles after the pulses of a frame
    parameter SETTLE_CYCLES  = 0,
    /// count window of the readout, at least 2
    parameter READOUT_CYCLES = 16,
    /// integrators per column: 1, or 2 to let the score of one token overlap the weighing of the one before
    parameter INTEGRATORS    = 1
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
    /// pulse at f = WRITE_CYCLES-1 of the Q frame: the token's k and v are written (or held), the buffer is free
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
    /// pulse at f = WRITE_CYCLES-1 of the Q frame of a writing token: copy its v levels to the hold registers (two integrators; else 0)
    output wire v_capture_o,
    /// a token is in Q, P or R
    output wire busy_o,
    /// a frame cannot start in this cycle for want of room for a result
    output wire stalled_o
);
endmodule
