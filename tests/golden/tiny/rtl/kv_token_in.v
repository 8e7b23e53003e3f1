// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Token input: checks an AXI4-Stream packet and holds it as one flat token until the engine has used it.
///
/// Handshake: `s_tready_o` is a flip-flop, high whenever no complete token is held, so it never waits for `s_tvalid_i`.
/// It is low in reset and until the first clock edge after it, so that a source may offer its first beat at any time.
/// Last beat accepted in cycle n => `token_valid_o` high from n+1; `token_pop_i` in cycle p => `s_tready_o` high from
/// p+1, and `token_o` stays unchanged up to p+1. A bad packet (docs/machine.md section 5) never raises `token_valid_o`.
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
    localparam TOKEN_BEATS = (TOKEN_BITS + DATA_BITS - 1) / DATA_BITS;
    localparam QUERY_BEATS = (QUERY_BITS + DATA_BITS - 1) / DATA_BITS;
    localparam BEAT_BITS   = TOKEN_BEATS > 1 ? $clog2(TOKEN_BEATS) : 1;
    localparam TOKEN_LAST  = TOKEN_BEATS - 1;
    localparam QUERY_LAST  = QUERY_BEATS - 1;

    generate
        if (DATA_BITS < 1 || QUERY_BITS < 1 || QUERY_BITS > TOKEN_BITS) begin : gen_refuse
            kv_token_in_query_bits_must_be_1_to_token_bits u_refuse ();
        end
    endgenerate

    reg                 valid_q;
    reg                 ready_q;       // ~valid_q, but low in reset
    reg                 swallow_q;     // a late packet: ignore beats up to and including TLAST
    reg [BEAT_BITS-1:0] beat_q;        // beat expected next; 0 while swallowing
    reg                 query_only_q;  // of the packet under way, then of the token held
    reg                 write_only_q;
    reg                 first_q;
    reg                 error_q;

    wire accept      = s_tvalid_i & ready_q;
    wire opening     = beat_q == {BEAT_BITS{1'b0}};
    wire query_only  = opening ? s_tuser_i[1] : query_only_q;
    wire bad_mode    = opening & s_tuser_i[1] & s_tuser_i[2];
    wire last_beat   = beat_q == (query_only ? QUERY_LAST[BEAT_BITS-1:0] : TOKEN_LAST[BEAT_BITS-1:0]);
    wire take        = accept & ~swallow_q;
    wire complete    = take & ~bad_mode & last_beat & s_tlast_i;
    wire wrong       = take & (bad_mode | (last_beat != s_tlast_i));
    wire packet_ends = bad_mode | last_beat | s_tlast_i;
    wire valid_d     = complete | (valid_q & ~token_pop_i);

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            valid_q   <= 1'b0;
            ready_q   <= 1'b0;
            swallow_q <= 1'b0;
            beat_q    <= {BEAT_BITS{1'b0}};
            error_q   <= 1'b0;
        end else begin
            valid_q <= valid_d;
            ready_q <= ~valid_d;
            error_q <= wrong;
            if (accept) swallow_q <= ~s_tlast_i & (swallow_q | wrong);
            if (take)   beat_q    <= packet_ends ? {BEAT_BITS{1'b0}} : beat_q + 1'b1;
        end
    end

    always @(posedge clk_i) begin
        if (take & opening) begin
            first_q      <= s_tuser_i[0];
            query_only_q <= s_tuser_i[1];
            write_only_q <= s_tuser_i[2];
        end
    end

    // The buffer needs no reset (nobody looks at it before token_valid_o) and does not shift: each beat is one bank
    // with its own enable.
    genvar i;
    generate
        for (i = 0; i < TOKEN_BEATS; i = i + 1) begin : gen_beat
            localparam LSB  = i * DATA_BITS;
            localparam BITS = LSB + DATA_BITS > TOKEN_BITS ? TOKEN_BITS - LSB : DATA_BITS;

            reg [BITS-1:0] bits_q;
            always @(posedge clk_i) if (take & (beat_q == i[BEAT_BITS-1:0])) bits_q <= s_tdata_i[BITS-1:0];
            assign token_o[LSB +: BITS] = bits_q;
        end

        if (DATA_BITS > TOKEN_BITS) begin : gen_padding
            wire unused = &{1'b0, s_tdata_i[DATA_BITS-1:TOKEN_BITS]};
        end
    endgenerate

    assign s_tready_o     = ready_q;
    assign token_valid_o  = valid_q;
    assign token_first_o  = first_q;
    assign token_write_o  = ~query_only_q;
    assign token_query_o  = ~write_only_q;
    assign packet_error_o = error_q;
endmodule

`default_nettype wire
