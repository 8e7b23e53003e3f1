// SPDX-License-Identifier: Apache-2.0

/// Token input: checks an AXI4-Stream packet and holds it as one flat token until the engine has used it.
///
/// Handshake: `s_tready_o` is high whenever no complete token is held, so it never waits for `s_tvalid_i`.
/// Last beat accepted in cycle n => `token_valid_o` high from n+1; `token_pop_i` in cycle p => `s_tready_o` high from p+1,
/// and `token_o` stays unchanged up to p+1. A bad packet (docs/machine.md section 5) never raises `token_valid_o`.
module kv_token_in #(
    /// bits of a beat
    parameter DATA_BITS  = 64,
    /// bits of a whole token, q then k then v
    parameter TOKEN_BITS = 640,
    /// bits of q alone, which is all a query-only packet carries; at most TOKEN_BITS
    parameter QUERY_BITS = 256
) (
    input  wire                  clk_i,
    input  wire                  rst_ni,
    /// packet bits, little-endian, beat by beat
    input  wire [DATA_BITS-1:0]  s_tdata_i,
    /// sampled on the first beat: [0] first token of a sequence, [1] query only, [2] write only
    input  wire [2:0]            s_tuser_i,
    input  wire                  s_tvalid_i,
    input  wire                  s_tlast_i,
    output wire                  s_tready_o,
    /// a complete token is held
    output wire                  token_valid_o,
    /// pulse while `token_valid_o`: the token may be overwritten from the next cycle but one
    input  wire                  token_pop_i,
    /// the packet as one number; bits from QUERY_BITS up are stale after a query-only packet
    output wire [TOKEN_BITS-1:0] token_o,
    /// the token starts a sequence; this and the next two are valid with `token_valid_o`
    output wire                  token_first_o,
    /// the token stores k and v
    output wire                  token_write_o,
    /// the token asks for a result
    output wire                  token_query_o,
    /// pulse, one cycle after the offending beat: a packet was dropped
    output wire                  packet_error_o
);
endmodule
