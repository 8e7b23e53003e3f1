// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_token_switch, which is combinational.
///
/// 1. every bit and flag of the token is that of the source that is meant;
/// 2. the stream's token is valid only while it is meant and not held, the head's own only while it is meant;
/// 3. a token is taken from the stream's buffer only while the stream is meant.
module kv_token_switch_props #(
    parameter TOKEN_BITS = 640
) (
    input wire                  clk_i,
    input wire                  stream_valid_i,
    input wire [TOKEN_BITS-1:0] stream_token_i,
    input wire [2:0]            stream_flags_i,
    input wire                  own_valid_i,
    input wire [TOKEN_BITS-1:0] own_token_i,
    input wire [2:0]            own_flags_i,
    input wire                  own_i,
    input wire                  hold_i,
    input wire                  token_pop_i
);
    wire                  valid, pop;
    wire [TOKEN_BITS-1:0] token;
    wire [2:0]            flags;

    kv_token_switch #(.TOKEN_BITS(TOKEN_BITS)) u_dut (
        .stream_valid_i(stream_valid_i),
        .stream_token_i(stream_token_i),
        .stream_first_i(stream_flags_i[0]),
        .stream_write_i(stream_flags_i[1]),
        .stream_query_i(stream_flags_i[2]),
        .stream_pop_o  (pop),
        .own_valid_i   (own_valid_i),
        .own_token_i   (own_token_i),
        .own_first_i   (own_flags_i[0]),
        .own_write_i   (own_flags_i[1]),
        .own_query_i   (own_flags_i[2]),
        .own_i         (own_i),
        .hold_i        (hold_i),
        .token_valid_o (valid),
        .token_o       (token),
        .token_first_o (flags[0]),
        .token_write_o (flags[1]),
        .token_query_o (flags[2]),
        .token_pop_i   (token_pop_i)
    );

    always @* begin
        if (own_i) assert (token == own_token_i && flags == own_flags_i && valid == own_valid_i && !pop);
        else begin
            assert (token == stream_token_i && flags == stream_flags_i && pop == token_pop_i);
            assert (valid == (stream_valid_i && !hold_i));
        end
        cover (own_i && valid && token_pop_i);
        cover (!own_i && valid && pop);
        cover (!own_i && stream_valid_i && !valid);
    end
endmodule
