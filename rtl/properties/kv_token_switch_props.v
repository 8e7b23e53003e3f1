// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_token_switch, which is combinational, for any inputs.
///
/// 1. every bit and flag of the token is that of the source that is meant; a read of zero is all zero where there are
///    no test tokens, and a query;
/// 2. the stream's token is valid only while nobody makes tokens, nobody holds it and it is enabled; the head's own
///    only while it is offered by the source that is meant;
/// 3. a token is taken from the stream's buffer only while the stream is meant;
/// 4. neither source of the head's own tokens may begin before the head is idle, nor while the other is at work;
/// 5. without test tokens their inputs make no difference.
module kv_token_switch_props #(
    parameter TOKEN_BITS = 640,
    parameter SELF_TEST  = 0
) (
    input wire                  clk_i,
    input wire                  stream_valid_i,
    input wire [TOKEN_BITS-1:0] stream_token_i,
    input wire [2:0]            stream_flags_i,
    input wire                  enable_i,
    input wire                  zero_hold_i,
    input wire                  zero_own_i,
    input wire                  zero_offer_i,
    input wire                  test_hold_i,
    input wire                  test_own_i,
    input wire                  test_offer_i,
    input wire [TOKEN_BITS-1:0] test_token_i,
    input wire [2:0]            test_flags_i,
    input wire                  idle_i,
    input wire                  calibrating_i,
    input wire                  token_pop_i
);
    wire                  valid, pop, own, zero_idle, test_idle;
    wire [TOKEN_BITS-1:0] token;
    wire [2:0]            flags;

    kv_token_switch #(.TOKEN_BITS(TOKEN_BITS), .SELF_TEST(SELF_TEST)) u_dut (
        .stream_valid_i(stream_valid_i),
        .stream_token_i(stream_token_i),
        .stream_first_i(stream_flags_i[0]),
        .stream_write_i(stream_flags_i[1]),
        .stream_query_i(stream_flags_i[2]),
        .stream_pop_o  (pop),
        .enable_i      (enable_i),
        .zero_hold_i   (zero_hold_i),
        .zero_own_i    (zero_own_i),
        .zero_offer_i  (zero_offer_i),
        .test_hold_i   (test_hold_i),
        .test_own_i    (test_own_i),
        .test_offer_i  (test_offer_i),
        .test_token_i  (test_token_i),
        .test_first_i  (test_flags_i[0]),
        .test_write_i  (test_flags_i[1]),
        .test_query_i  (test_flags_i[2]),
        .idle_i        (idle_i),
        .calibrating_i (calibrating_i),
        .zero_idle_o   (zero_idle),
        .test_idle_o   (test_idle),
        .own_o         (own),
        .token_valid_o (valid),
        .token_o       (token),
        .token_first_o (flags[0]),
        .token_write_o (flags[1]),
        .token_query_o (flags[2]),
        .token_pop_i   (token_pop_i)
    );

    wire test = SELF_TEST && test_own_i;
    always @* begin
        assert (own == (zero_own_i || test));
        if (!own) begin
            assert (token == stream_token_i && flags == stream_flags_i && pop == token_pop_i);
            assert (!valid || (stream_valid_i && enable_i && !zero_hold_i && !(SELF_TEST && test_hold_i)));
            assert (valid || !stream_valid_i || !enable_i || zero_hold_i || (SELF_TEST && test_hold_i));
        end else begin
            assert (!pop);
            if (SELF_TEST) assert (token == test_token_i && flags == test_flags_i);
            else assert (token == 0 && flags == 3'b100);
            if (!SELF_TEST || !test_offer_i) assert (valid == zero_offer_i);
            if (!zero_offer_i) assert (valid == (SELF_TEST && test_offer_i));
            if (zero_offer_i || (SELF_TEST && test_offer_i)) assert (valid);
        end
        assert (!zero_idle || (idle_i && !test));
        assert (!test_idle || (idle_i && !calibrating_i));
        if (idle_i && !test_own_i && !calibrating_i) assert (zero_idle && test_idle);
        if (!SELF_TEST) assert (zero_idle == idle_i);
        cover (own && valid && token_pop_i);
        cover (!own && valid && pop);
        cover (!own && stream_valid_i && !valid);
    end
endmodule
