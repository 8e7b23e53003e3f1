// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_self_test behind any sequencer, any readout that gives one sum for each token that asks and holds
/// it until taken, any calibration that waits for it, any software, which may change every register at any time, and a
/// reset in any cycle.
///
/// 1. a command counts while active and not busy, at no other time; its token is offered from the cycle after the head
/// was
///    idle until it is admitted, once;
/// 2. a token that asks is over when its sum is there, one that only writes when the sequencer is;
/// 3. a sum stays until the next command or the end and is taken once; while one is due, sums are the block's own;
/// 4. the stream is held while active, while anything is on its way, and until `restart_o` has marked the end of what
/// was
///    admitted; without an admission there is no such mark;
/// 5. a row (picked freely) of an offered or running token is as the registers and the number of tokens written since
///    the first one say, its levels as the registers said a cycle before, and from its admission on they do not move;
///    for a calibration all is zero, and a query.
module kv_self_test_props #(
    parameter ROWS    = 64,
    parameter Q_BITS  = 4,
    parameter KV_BITS = 3
) (
    input wire                             clk_i,
    input wire                             rst_ni,
    input wire                             active_i,
    input wire                             go_i,
    input wire                             first_i,
    input wire                             write_i,
    input wire                             query_i,
    input wire [1:0]                       k_pattern_i,
    input wire [1:0]                       v_pattern_i,
    input wire [KV_BITS-1:0]               k_level_i,
    input wire [KV_BITS-1:0]               v_level_i,
    input wire [Q_BITS-1:0]                q_code_i,
    input wire                             q_one_row_i,
    input wire [(ROWS > 1 ? $clog2(ROWS) : 1)-1:0] q_row_i,
    input wire                             blank_i,
    input wire                             idle_i,
    input wire                             sequencer_busy_i,
    input wire                             admit_i,
    input wire                             sum_valid_i
);
    localparam ROW_BITS = ROWS > 1 ? $clog2(ROWS) : 1;

    wire hold, own, offer, first, write, query, sum_ready, busy, restart;
    wire [ROWS*(Q_BITS+2*KV_BITS)-1:0] token;

    kv_self_test #(.ROWS(ROWS), .Q_BITS(Q_BITS), .KV_BITS(KV_BITS)) u_dut (
        .clk_i           (clk_i),
        .rst_ni          (rst_ni),
        .active_i        (active_i),
        .go_i            (go_i),
        .first_i         (first_i),
        .write_i         (write_i),
        .query_i         (query_i),
        .k_pattern_i     (k_pattern_i),
        .v_pattern_i     (v_pattern_i),
        .k_level_i       (k_level_i),
        .v_level_i       (v_level_i),
        .q_code_i        (q_code_i),
        .q_one_row_i     (q_one_row_i),
        .q_row_i         (q_row_i),
        .blank_i         (blank_i),
        .idle_i          (idle_i),
        .sequencer_busy_i(sequencer_busy_i),
        .hold_o          (hold),
        .own_o           (own),
        .offer_o         (offer),
        .admit_i         (admit_i),
        .token_o         (token),
        .first_o         (first),
        .write_o         (write),
        .query_o         (query),
        .sum_valid_i     (sum_valid_i),
        .sum_ready_o     (sum_ready),
        .busy_o          (busy),
        .restart_o       (restart)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);

    // ---- Sequencer and readout
    // ------------------------------------------------------------------------------------------
    reg  due_q, waits_q;  // a sum will come; it is there and not taken
    wire taken = sum_valid_i & sum_ready;
    always @* begin
        assume (!(admit_i & !offer));
        assume (!(sum_valid_i & !due_q));
        if (waits_q) assume (sum_valid_i);
        assume (q_row_i < ROWS);
        assume (!(blank_i & own));  // kv_calibration and this block wait for each other
    end
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {due_q, waits_q} <= 2'b00;
        else begin
            due_q   <= (admit_i & query) | (due_q & !taken);
            waits_q <= sum_valid_i & !taken;
        end
    end

    // ---- What must happen
    // -----------------------------------------------------------------------------------------------
    reg  told_q;     // a command is accepted, its token not admitted
    reg  offer_q;    // and offered
    reg  run_q, asked_q, wrote_q;
    reg  held_q;     // a sum waits for software
    reg  release_q;  // it is taken
    reg  owed_q;     // what was admitted is not yet marked as over
    reg  restart_q;
    wire accept = go_i & active_i & !told_q & !run_q & !release_q;
    wire over   = run_q & (asked_q ? sum_valid_i : !sequencer_busy_i);
    wire leave  = held_q & (accept | !active_i);
    wire rest   = !told_q & !run_q & !held_q & !release_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {told_q, offer_q, run_q, held_q, release_q, owed_q, restart_q} <= 7'd0;
        else begin
            told_q    <= accept | (told_q & !admit_i);
            offer_q   <= (told_q & !release_q & !offer_q & idle_i) | (offer_q & !admit_i);
            run_q     <= admit_i | (run_q & !over);
            held_q    <= (over & asked_q) | (held_q & !leave);
            release_q <= leave;
            owed_q    <= admit_i | (owed_q & !(rest & !active_i));
            restart_q <= owed_q & rest & !active_i;
        end
    end
    always @(posedge clk_i) if (admit_i) {asked_q, wrote_q} <= {query_i, write_i | !query_i};

    always @* begin
        // 1, 2
        assert (offer == offer_q);
        assert (busy == (told_q | run_q | release_q) || (!active_i && busy == hold));
        // 3
        assert (sum_ready == release_q && !(sum_ready & !sum_valid_i));
        assert (own == (offer_q | run_q | held_q | release_q) && !(due_q & !own));
        // 4
        assert (hold == (active_i | !rest | owed_q | restart_q) && restart == restart_q);
        assert (!(own & !hold) && !(owed_q & !hold) && !(busy & !hold));
    end

    // ---- One row of the token
    // -------------------------------------------------------------------------------------------
    (* anyconst *) wire [ROW_BITS-1:0] picked;
    always @* assume (picked < ROWS);
    reg [ROW_BITS-1:0] walk_q;  // tokens written since the first, modulo ROWS
    reg                odd_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {walk_q, odd_q} <= 0;
        else if (admit_i & first_i) {walk_q, odd_q} <= 0;
        else if (over & wrote_q) {walk_q, odd_q} <= {walk_q == ROWS - 1 ? {ROW_BITS{1'b0}} : walk_q + 1'b1, !odd_q};
    end
    wire                afresh = first_i & offer_q;
    wire [ROW_BITS-1:0] walk   = afresh ? 0 : walk_q;
    wire                parity = picked[0] ^ (!afresh & odd_q);
    function [KV_BITS-1:0] level(input [1:0] pattern, input [KV_BITS-1:0] given, input odd, input its_row);
        level = pattern == 0 || (pattern == 1 && !odd) || (pattern == 2 && odd) || (pattern == 3 && its_row)
              ? given : {KV_BITS{1'b1}} - given;
    endfunction
    reg [1:0]         k_pattern_q, v_pattern_q;  // as they were before the token began to run
    reg [KV_BITS-1:0] k_given_q, v_given_q;
    always @(posedge clk_i) begin
        if (!run_q) {k_pattern_q, v_pattern_q, k_given_q, v_given_q} <= {k_pattern_i, v_pattern_i, k_level_i, v_level_i};
    end
    wire [Q_BITS-1:0]  q = q_one_row_i && q_row_i != picked ? 0 : q_code_i;
    wire [KV_BITS-1:0] k = level(k_pattern_q, k_given_q, parity, walk == picked);
    wire [KV_BITS-1:0] v = level(v_pattern_q, v_given_q, parity, walk == picked);
    always @* begin
        // 5
        if (blank_i) assert (token == 0 && !first && !write && query);
        else if (offer_q | run_q) begin
            assert (token[picked*Q_BITS +: Q_BITS] == q);
            assert (token[ROWS*Q_BITS + picked*KV_BITS +: KV_BITS] == k);
            assert (token[ROWS*(Q_BITS+KV_BITS) + picked*KV_BITS +: KV_BITS] == v);
            assert (first == first_i && query == query_i && write == (write_i | !query_i));
        end
        cover (release_q && told_q);
        cover (restart_q && walk_q == 0 && odd_q == (ROWS % 2));
        cover (over && !asked_q && walk_q == ROWS - 1);
        cover (!hold && told_q == 0 && go_i && !active_i);
    end

    // ---- What makes induction converge
    // ----------------------------------------------------------------------------------
    (* hierconn *) wire [2:0]          \u_dut.state_q ;
    (* hierconn *) wire                \u_dut.again_q ;
    (* hierconn *) wire                \u_dut.used_q ;
    (* hierconn *) wire                \u_dut.asked_q ;
    (* hierconn *) wire                \u_dut.wrote_q ;
    (* hierconn *) wire [ROW_BITS-1:0] \u_dut.row_q ;
    (* hierconn *) wire                \u_dut.odd_q ;
    (* hierconn *) wire [1:0]          \u_dut.k_pattern_q ;
    (* hierconn *) wire [1:0]          \u_dut.v_pattern_q ;
    (* hierconn *) wire [KV_BITS-1:0]  \u_dut.k_level_q ;
    (* hierconn *) wire [KV_BITS-1:0]  \u_dut.v_level_q ;
    always @* begin
        assert (\u_dut.state_q <= 5 && \u_dut.used_q == owed_q);
        assert (\u_dut.row_q == walk_q && \u_dut.odd_q == odd_q && walk_q < ROWS);
        assert (told_q == (\u_dut.state_q == 1 || \u_dut.state_q == 2 || (release_q & \u_dut.again_q )));
        assert (offer_q == (\u_dut.state_q == 2) && run_q == (\u_dut.state_q == 3));
        assert (held_q == (\u_dut.state_q == 4) && release_q == (\u_dut.state_q == 5));
        if (run_q) assert (\u_dut.asked_q == asked_q && \u_dut.wrote_q == wrote_q && owed_q);
        if (held_q | release_q) assert (owed_q);
        assert (due_q == ((run_q & asked_q) | held_q | release_q) && waits_q == (held_q | release_q));
        assert (!restart_q || !owed_q);
        if (begun_q)
            assert ({\u_dut.k_pattern_q , \u_dut.v_pattern_q , \u_dut.k_level_q , \u_dut.v_level_q }
                    == {k_pattern_q, v_pattern_q, k_given_q, v_given_q});
    end
endmodule
