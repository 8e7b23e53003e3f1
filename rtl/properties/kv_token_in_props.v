// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_token_in for any stream, any `token_pop_i` and a reset in any cycle.
///
/// A packet is what was accepted up to and including TLAST. The model below knows packets only: how many beats, what
/// TUSER said, where the rule was first broken. It proves
/// 1. ready exactly while no token is held, so it never waits for valid; but not in reset, nor before the first edge
/// after it;
/// 2. a good packet becomes a token in the cycle after its last beat, a bad one never does, and none appears otherwise;
/// 3. a token stays until it is popped and is gone in the next cycle;
/// 4. one error pulse for each bad packet, one cycle after the offending beat, and no other;
/// 5. every beat (one is picked freely) is in the token as it was accepted, up to the cycle after the pop;
/// 6. first, write and query are what TUSER of the first beat said.
module kv_token_in_props #(
    parameter DATA_BITS  = 64,
    parameter TOKEN_BITS = 640,
    parameter QUERY_BITS = 256
) (
    input wire                 clk_i,
    input wire                 rst_ni,
    input wire [DATA_BITS-1:0] s_tdata_i,
    input wire [2:0]           s_tuser_i,
    input wire                 s_tvalid_i,
    input wire                 s_tlast_i,
    input wire                 token_pop_i
);
    localparam TOKEN_BEATS = (TOKEN_BITS + DATA_BITS - 1) / DATA_BITS;
    localparam QUERY_BEATS = (QUERY_BITS + DATA_BITS - 1) / DATA_BITS;
    localparam COUNT_BITS  = $clog2(TOKEN_BEATS + 2);
    localparam FLAT_BITS   = TOKEN_BEATS * DATA_BITS;

    wire                  ready, valid, first, write, query, error;
    wire [TOKEN_BITS-1:0] token;

    kv_token_in #(.DATA_BITS(DATA_BITS), .TOKEN_BITS(TOKEN_BITS), .QUERY_BITS(QUERY_BITS)) u_dut (
        .clk_i         (clk_i),
        .rst_ni        (rst_ni),
        .s_tdata_i     (s_tdata_i),
        .s_tuser_i     (s_tuser_i),
        .s_tvalid_i    (s_tvalid_i),
        .s_tlast_i     (s_tlast_i),
        .s_tready_o    (ready),
        .token_valid_o (valid),
        .token_pop_i   (token_pop_i),
        .token_o       (token),
        .token_first_o (first),
        .token_write_o (write),
        .token_query_o (query),
        .packet_error_o(error)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);

    // ---- Model ------------------------------------------------------------------------------------------------------
    reg [COUNT_BITS-1:0] beats_q;  // accepted beats of the packet under way, stops at TOKEN_BEATS + 1
    reg                  blamed_q; // the packet under way has broken the rule
    reg [2:0]            user_q;   // of its first beat
    reg                  held_q, error_q;
    reg [2:0]            held_user_q;

    wire                  accept   = s_tvalid_i & ready;
    wire                  opening  = beats_q == 0;
    wire [2:0]            user     = opening ? s_tuser_i : user_q;
    wire                  bad_mode = user[1] & user[2];
    wire [COUNT_BITS-1:0] expected = user[1] ? QUERY_BEATS : TOKEN_BEATS;
    wire [COUNT_BITS-1:0] index    = beats_q + 1'b1;  // this beat is the index-th
    wire                  early    = s_tlast_i & (index < expected);
    wire                  late     = !s_tlast_i & (index == expected);
    wire                  offends  = accept & !blamed_q & (bad_mode | early | late);
    wire                  arrives  = accept & s_tlast_i & (index == expected) & !bad_mode & !blamed_q;

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            beats_q  <= 0;
            blamed_q <= 1'b0;
            held_q   <= 1'b0;
            error_q  <= 1'b0;
        end else begin
            if (accept) beats_q  <= s_tlast_i ? 0 : beats_q > TOKEN_BEATS ? beats_q : index;
            if (accept) blamed_q <= (blamed_q | offends) & !s_tlast_i;
            if (accept) user_q   <= user;
            if (arrives) held_user_q <= user;
            held_q  <= arrives | (held_q & !token_pop_i);
            error_q <= offends;
        end
    end

    // One beat, picked freely: what was accepted there, in the packet under way and in the token held.
    (* anyconst *) wire [COUNT_BITS-1:0] pick;
    reg  [DATA_BITS-1:0] beat_q;
    wire                 picked = accept & (index == pick + 1'b1) & !blamed_q;
    always @(posedge clk_i) if (picked) beat_q <= s_tdata_i;

    reg                 leaves_q;  // the token was popped in the cycle before
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) leaves_q <= 1'b0;
        else         leaves_q <= held_q & token_pop_i;
    end
    wire                 there = (held_q | leaves_q) & (pick < (held_user_q[1] ? QUERY_BEATS : TOKEN_BEATS));
    wire [FLAT_BITS-1:0] flat  = token;
    wire [DATA_BITS-1:0] mask  = pick == TOKEN_BEATS - 1 ? {DATA_BITS{1'b1}} >> (FLAT_BITS - TOKEN_BITS) : {DATA_BITS{1'b1}};
    wire [DATA_BITS-1:0] found = flat >> (pick * DATA_BITS);

    reg awake_q;  // a clock edge has passed since reset
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) awake_q <= 1'b0;
        else         awake_q <= 1'b1;
    end

    // ---- Properties -------------------------------------------------------------------------------------------------
    always @* begin
        assert (ready == (!valid & awake_q));
        assert (valid == held_q);
        assert (error == error_q);
        if (there) assert (found == (beat_q & mask));
        if (held_q | leaves_q) begin
            assert (first == held_user_q[0]);
            assert (write == !held_user_q[1]);
            assert (query == !held_user_q[2]);
        end
    end

    // ---- What makes induction converge: the block's counter is the model's
    // --------------------------------------------
    (* hierconn *) wire [(TOKEN_BEATS > 1 ? $clog2(TOKEN_BEATS) : 1)-1:0] \u_dut.beat_q ;
    (* hierconn *) wire \u_dut.swallow_q ;
    (* hierconn *) wire \u_dut.query_only_q ;
    (* hierconn *) wire \u_dut.write_only_q ;
    (* hierconn *) wire \u_dut.first_q ;
    wire [DATA_BITS-1:0] stored = flat >> (pick * DATA_BITS);
    always @* begin
        assert (\u_dut.swallow_q == blamed_q);
        assert (blamed_q || \u_dut.beat_q == beats_q);
        assert (!blamed_q || \u_dut.beat_q == 0);
        assert (!held_q || beats_q == 0);
        assert (!held_q || !blamed_q);
        assert (!held_q || awake_q);
        if (!opening) begin
            assert (blamed_q || beats_q < (user_q[1] ? QUERY_BEATS : TOKEN_BEATS));
            assert (blamed_q || !(user_q[1] & user_q[2]));
            if (!blamed_q) assert ({\u_dut.write_only_q , \u_dut.query_only_q , \u_dut.first_q } == user_q);
        end
        if (!opening && !blamed_q && pick < beats_q) assert (stored == (beat_q & mask));
    end

    // ---- Reachable --------------------------------------------------------------------------------------------------
    reg [1:0] tokens_q, errors_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {tokens_q, errors_q} <= 0;
        else begin
            if (arrives && tokens_q != 3) tokens_q <= tokens_q + 1'b1;
            if (offends && errors_q != 3) errors_q <= errors_q + 1'b1;
        end
    end
    always @* begin
        cover (tokens_q == 2 && valid && query && write && first);
        cover (valid && !query && errors_q == 1);
        cover (valid && !write && errors_q == 2 && tokens_q == 2);
        cover (error && bad_mode);
        cover (offends && late && !bad_mode);
        cover (accept && blamed_q && s_tlast_i);
        cover (there && leaves_q && !held_q);
    end
    generate
        if (TOKEN_BEATS > 1) begin : gen_early
            always @* cover (offends && early);
        end
    endgenerate
endmodule
