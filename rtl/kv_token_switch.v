// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Chooses what comes to the sequencer: tokens of the stream, or one that the head makes itself. Combinational.
///
/// The head's own are reads of zero (kv_calibration) and, with SELF_TEST, test tokens (kv_self_test); both never come
/// at once. Which source is meant changes only while no token is on its way. While it is the head nothing is taken from
/// the stream's buffer.
module kv_token_switch #(
    /// bits of a whole token
    parameter TOKEN_BITS = 640,
    /// 1: there are test tokens; else their inputs have no meaning
    parameter SELF_TEST  = 0
) (
    /// the stream's token, from kv_token_in
    input  wire                  stream_valid_i,
    input  wire [TOKEN_BITS-1:0] stream_token_i,
    input  wire                  stream_first_i,
    input  wire                  stream_write_i,
    input  wire                  stream_query_i,
    output wire                  stream_pop_o,
    /// tokens of the stream come while high
    input  wire                  enable_i,
    /// read of zero: the stream waits; it is meant; it is offered
    input  wire                  zero_hold_i,
    input  wire                  zero_own_i,
    input  wire                  zero_offer_i,
    /// the same of a test token; while a read of zero is meant, the token is all zero and a query
    input  wire                  test_hold_i,
    input  wire                  test_own_i,
    input  wire                  test_offer_i,
    input  wire [TOKEN_BITS-1:0] test_token_i,
    input  wire                  test_first_i,
    input  wire                  test_write_i,
    input  wire                  test_query_i,
    /// nothing is on its way (kv_status); a calibration is under way
    input  wire                  idle_i,
    input  wire                  calibrating_i,
    /// a read of zero, a test token may begin
    output wire                  zero_idle_o,
    output wire                  test_idle_o,
    /// the head's own token is meant
    output wire                  own_o,
    /// to the sequencer and what it drives
    output wire                  token_valid_o,
    output wire [TOKEN_BITS-1:0] token_o,
    output wire                  token_first_o,
    output wire                  token_write_o,
    output wire                  token_query_o,
    input  wire                  token_pop_i
);
    localparam [0:0] TEST = SELF_TEST != 0;

    wire own  = zero_own_i | (TEST & test_own_i);
    wire hold = zero_hold_i | (TEST & test_hold_i) | ~enable_i;

    assign own_o         = own;
    assign zero_idle_o   = idle_i & ~(TEST & test_own_i);
    assign test_idle_o   = idle_i & ~calibrating_i;
    assign token_valid_o = own ? zero_offer_i | (TEST & test_offer_i) : stream_valid_i & ~hold;
    assign token_o       = own ? test_token_i & {TOKEN_BITS{TEST}} : stream_token_i;
    assign token_first_o = own ? test_first_i & TEST : stream_first_i;
    assign token_write_o = own ? test_write_i & TEST : stream_write_i;
    assign token_query_o = own ? test_query_i | ~TEST : stream_query_i;
    assign stream_pop_o  = token_pop_i & ~own;
endmodule

`default_nettype wire
