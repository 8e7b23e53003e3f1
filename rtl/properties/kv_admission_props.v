// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_admission, which is combinational, for any inputs; a refresh waits only while packets are held
/// back.
///
/// 1. an admission is a refresh, a read of zero, another token of the head's own or one of the stream, and only one of
///    these; a refresh writes and does not query;
/// 2. a refresh that waits is offered whatever else waits; then no token is;
/// 3. else a token is offered exactly if it is there, no refresh is due, its slot is known and, if it is the stream's,
///    the protected store takes it;
/// 4. what the head makes itself is written where its token says, and its readout waits for room alone: protected
///    tokens neither see nor delay it;
/// 5. the token leaves the buffer when the sequencer lets it go, unless that was a refresh;
/// 6. inputs of a feature that is off make no difference.
module kv_admission_props #(
    parameter REPAIR      = 0,
    parameter PROTECTED   = 0,
    parameter REFRESH     = 0,
    parameter CALIBRATION = 0
) (
    input wire       clk_i,
    input wire       token_valid_i,
    input wire       token_write_i,
    input wire       token_query_i,
    input wire       result_space_i,
    input wire       admit_i,
    input wire       pop_i,
    // own, zero; slot ready; protected ready, write, done; refresh hold, ready, active
    input wire [8:0] feature_i,
    // what the other copy sees of a feature that is off
    input wire [8:0] other_i
);
    wire [8:0]  absent = {{3{REFRESH == 0}}, {3{PROTECTED == 0}}, REPAIR == 0, {2{CALIBRATION == 0}}};
    wire [17:0] out;

    genvar c;
    generate
        for (c = 0; c < 2; c = c + 1) begin : gen_copy
            wire [8:0] seen = c == 0 ? feature_i : feature_i ^ (other_i & absent);
            kv_admission #(
                .REPAIR     (REPAIR),
                .PROTECTED  (PROTECTED),
                .REFRESH    (REFRESH),
                .CALIBRATION(CALIBRATION)
            ) u_dut (
                .token_valid_i    (token_valid_i),
                .token_write_i    (token_write_i),
                .token_query_i    (token_query_i),
                .token_pop_o      (out[c*9 + 4]),
                .own_i            (seen[0]),
                .zero_i           (seen[1]),
                .slot_ready_i     (seen[2]),
                .protected_ready_i(seen[3]),
                .protected_write_i(seen[4]),
                .protected_done_i (seen[5]),
                .refresh_hold_i   (seen[6]),
                .refresh_ready_i  (seen[7]),
                .refreshing_i     (seen[8]),
                .result_space_i   (result_space_i),
                .valid_o          (out[c*9]),
                .write_o          (out[c*9 + 1]),
                .query_o          (out[c*9 + 2]),
                .space_o          (out[c*9 + 3]),
                .admit_i          (admit_i),
                .pop_i            (pop_i),
                .array_write_o    (out[c*9 + 5]),
                .packet_o         (out[c*9 + 6]),
                .stream_o         (out[c*9 + 7]),
                .refresh_o        (out[c*9 + 8])
            );
        end
    endgenerate
    wire valid = out[0], write = out[1], query = out[2], space = out[3], token_pop = out[4], array_write = out[5];
    wire packet = out[6], stream = out[7], refresh = out[8];

    wire own     = CALIBRATION && feature_i[0];
    wire zero    = CALIBRATION && feature_i[1];
    wire waiting = REFRESH && feature_i[7];
    always @* assume (!waiting || feature_i[6]);
    always @* assume (!zero || own);

    always @* begin
        // 6
        assert (out[8:0] == out[17:9]);
        // 1
        assert (admit_i == (refresh || packet || (zero && admit_i)));
        assert (!(refresh && packet) && !(packet && zero) && (!stream || packet) && !(stream && own));
        if (packet && !own) assert (stream);
        if (refresh) assert (write && !query);
        // 2
        if (waiting) assert (valid && refresh == admit_i);
        else assert (!refresh);
        // 3
        if (!waiting) begin
            assert (query == token_query_i && write == array_write);
            if (valid) begin
                assert (token_valid_i && !(REFRESH && feature_i[6]) && !(REPAIR && !feature_i[2]));
                assert (!PROTECTED || own || feature_i[3]);
            end
            if (token_valid_i && !feature_i[6] && feature_i[2] && feature_i[3]) assert (valid);
        end
        // 4
        if (own) assert (array_write == token_write_i && space == result_space_i);
        else begin
            assert (array_write == (PROTECTED ? feature_i[4] : token_write_i));
            assert (space == (result_space_i && !(PROTECTED && !feature_i[5])));
        end
        if (own && token_valid_i && !feature_i[6] && feature_i[2]) assert (valid);
        // 5
        assert (token_pop == (pop_i && !(REFRESH && feature_i[8])));
        cover (stream && valid && write && query);
        cover (!valid && token_valid_i || !(REFRESH || REPAIR || PROTECTED));
        cover (refresh || !REFRESH);
        cover (packet && !stream || !CALIBRATION);
    end
endmodule
