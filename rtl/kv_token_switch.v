// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Chooses what the sequencer admits: tokens of the stream, or one that the head made itself. Combinational.
///
/// The choice `own_i` changes only while no token is on its way. While it is high nothing is taken from the stream's
/// buffer.
module kv_token_switch #(
    /// bits of a whole token
    parameter TOKEN_BITS = 640
) (
    /// the stream's token, from kv_token_in
    input  wire                  stream_valid_i,
    input  wire [TOKEN_BITS-1:0] stream_token_i,
    input  wire                  stream_first_i,
    input  wire                  stream_write_i,
    input  wire                  stream_query_i,
    output wire                  stream_pop_o,
    /// the head's own
    input  wire                  own_valid_i,
    input  wire [TOKEN_BITS-1:0] own_token_i,
    input  wire                  own_first_i,
    input  wire                  own_write_i,
    input  wire                  own_query_i,
    /// the head's own token is meant
    input  wire                  own_i,
    /// the stream's tokens wait
    input  wire                  hold_i,
    /// to the sequencer and what it drives
    output wire                  token_valid_o,
    output wire [TOKEN_BITS-1:0] token_o,
    output wire                  token_first_o,
    output wire                  token_write_o,
    output wire                  token_query_o,
    input  wire                  token_pop_i
);
    assign token_valid_o = own_i ? own_valid_i : stream_valid_i & ~hold_i;
    assign token_o       = own_i ? own_token_i : stream_token_i;
    assign token_first_o = own_i ? own_first_i : stream_first_i;
    assign token_write_o = own_i ? own_write_i : stream_write_i;
    assign token_query_o = own_i ? own_query_i : stream_query_i;
    assign stream_pop_o  = token_pop_i & ~own_i;
endmodule

`default_nettype wire
