// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Admission: what the sequencer is asked to admit, and whose business an admission is. Combinational.
///
/// Three kinds of token come to the sequencer: packets of the stream, tokens that the head makes itself (CALIBRATION),
/// and stored tokens that are written again (REFRESH), which come before any other. A feature that is off (parameter 0)
/// ignores its inputs, whatever they are tied to.
module kv_admission #(
    /// 1: a token that writes waits until its slot is known
    parameter REPAIR      = 0,
    /// 1: protected tokens are kept beside the arrays, and the result of a query waits for what they add
    parameter PROTECTED   = 0,
    /// 1: stored tokens are written again
    parameter REFRESH     = 0,
    /// 1: the head makes tokens of its own
    parameter CALIBRATION = 0
) (
    /// the token that waits
    input  wire token_valid_i,
    input  wire token_write_i,
    input  wire token_query_i,
    /// it leaves the token buffer
    output wire token_pop_o,
    /// CALIBRATION: it, and any that is on its way, is the head's own
    input  wire own_i,
    /// a read of zero, which leaves the window as it is
    input  wire zero_i,
    /// REPAIR: its slot is known
    input  wire slot_ready_i,
    /// PROTECTED: the store takes another token
    input  wire protected_ready_i,
    /// the arrays store it as well, if it writes
    input  wire protected_write_i,
    /// what the protected tokens add to the next readout is complete
    input  wire protected_done_i,
    /// REFRESH: no packet before the refresh that is due
    input  wire refresh_hold_i,
    /// a refresh waits for its admission
    input  wire refresh_ready_i,
    /// the last admission was a refresh
    input  wire refreshing_i,
    /// the result buffer takes one more token
    input  wire result_space_i,
    /// to the sequencer, and back
    output wire valid_o,
    output wire write_o,
    output wire query_o,
    /// a readout may start
    output wire space_o,
    input  wire admit_i,
    input  wire pop_i,
    /// the token that waits, if it is no refresh, is written to the arrays
    output wire array_write_o,
    /// an admission that the window counts: of the stream, or of the head's own unless it reads zero
    output wire packet_o,
    /// an admission of the stream
    output wire stream_o,
    /// an admission of a refresh
    output wire refresh_o
);
    wire own     = (CALIBRATION != 0) & own_i;
    wire zero    = (CALIBRATION != 0) & zero_i;
    wire refresh = (REFRESH != 0) & refresh_ready_i;
    wire held    = (REFRESH != 0) & refresh_hold_i;
    // what the head makes itself never has to do with protected tokens
    wire apart   = (PROTECTED == 0) | own;
    wire slot    = (REPAIR == 0) | slot_ready_i;
    wire waits   = token_valid_i & slot & (apart | protected_ready_i) & ~held;

    assign valid_o       = refresh | waits;
    assign write_o       = refresh | array_write_o;
    assign query_o       = token_query_i & ~refresh;
    assign space_o       = result_space_i & (apart | protected_done_i);
    assign token_pop_o   = pop_i & ~((REFRESH != 0) & refreshing_i);
    assign array_write_o = apart ? token_write_i : protected_write_i;
    assign packet_o      = admit_i & ~zero & ~refresh;
    assign stream_o      = packet_o & ~own;
    assign refresh_o     = admit_i & refresh;
endmodule

`default_nettype wire
