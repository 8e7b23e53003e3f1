// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_protected_array for any operands, any mix of score and weigh steps, and a reset in any cycle. The
/// surroundings keep to the header: scores move out when no score step is on its way, a pass begins with `first_i`, phi
/// codes stand from a weigh step to the next cycle.
///
/// The model is the formula over the operands as they are given, for one entry and one lane, picked freely.
/// 1. `row_valid_o` follows each weigh step by LATENCY cycles and nothing else; the row is then the sum over the
/// entries
///    that take part of current(level) * phi, modulo 2^ROW_BITS;
/// 2. SCORE_LATENCY cycles after a score step the score of an entry that took part in every step so far is the sum over
///    steps and lanes of current(level) * q, modulo 2^SCORE_BITS, and stands; after n shifts it is NORMALIZERS * n places
///    lower.
module kv_protected_array_props #(
    parameter ENTRIES      = 8,
    parameter LANES        = 8,
    parameter NORMALIZERS  = 2,
    parameter KV_BITS      = 3,
    parameter Q_BITS       = 4,
    parameter PHI_BITS     = 8,
    parameter CURRENT_BITS = 13,
    parameter [(CURRENT_BITS<<KV_BITS)-1:0] TABLE = 104'h7fc2620a7822afb5f056e7f001,
    parameter SCORE_BITS   = 23,
    parameter ROW_BITS     = 24
) (
    input wire                             clk_i,
    input wire                             rst_ni,
    input wire                             load_i,
    input wire                             value_i,
    input wire                             first_i,
    input wire [ENTRIES-1:0]               used_i,
    input wire [ENTRIES*LANES*KV_BITS-1:0] level_i,
    input wire [LANES*Q_BITS-1:0]          q_i,
    input wire [ENTRIES*PHI_BITS-1:0]      phi_i,
    input wire                             shift_i
);
    localparam LATENCY       = 3;
    localparam SCORE_LATENCY = 4;
    localparam NORM_STEPS    = (ENTRIES + NORMALIZERS - 1) / NORMALIZERS;
    localparam ENTRY_BITS    = $clog2(ENTRIES + 1);
    localparam LANE_BITS     = $clog2(LANES + 1);
    localparam MOVED_BITS    = $clog2(NORM_STEPS + 1);

    wire [NORMALIZERS*SCORE_BITS-1:0] score;
    wire [LANES*ROW_BITS-1:0]         row;
    wire                              row_valid;

    kv_protected_array #(
        .ENTRIES     (ENTRIES),
        .LANES       (LANES),
        .NORMALIZERS (NORMALIZERS),
        .KV_BITS     (KV_BITS),
        .Q_BITS      (Q_BITS),
        .PHI_BITS    (PHI_BITS),
        .CURRENT_BITS(CURRENT_BITS),
        .TABLE       (TABLE),
        .SCORE_BITS  (SCORE_BITS),
        .ROW_BITS    (ROW_BITS)
    ) u_dut (
        .clk_i      (clk_i),
        .rst_ni     (rst_ni),
        .load_i     (load_i),
        .value_i    (value_i),
        .first_i    (first_i),
        .used_i     (used_i),
        .level_i    (level_i),
        .q_i        (q_i),
        .phi_i      (phi_i),
        .shift_i    (shift_i),
        .score_o    (score),
        .row_o      (row),
        .row_valid_o(row_valid)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);

    (* anyconst *) wire [ENTRY_BITS-1:0] entry;
    (* anyconst *) wire [LANE_BITS-1:0]  lane;
    always @* assume (entry < ENTRIES && lane < LANES);

    wire score_step = load_i & !value_i;
    wire weigh_step = load_i & value_i;

    // ---- Weigh steps
    // -------------------------------------------------------------------------------------------------
    reg  [ROW_BITS-1:0]           sum;
    reg  signed [ROW_BITS-1:0]    level_current, weight;
    integer                       e;
    always @* begin
        sum = 0;
        for (e = 0; e < ENTRIES; e = e + 1) begin
            level_current = $signed(TABLE[level_i[(e*LANES + lane)*KV_BITS +: KV_BITS]*CURRENT_BITS +: CURRENT_BITS]);
            weight        = phi_i[e*PHI_BITS +: PHI_BITS];
            if (used_i[e]) sum = sum + level_current * weight;
        end
    end
    reg  [LATENCY*ROW_BITS-1:0]   sums_q;    // of the steps before, the last one in the low bits
    reg  [LATENCY-1:0]            weighs_q;
    reg  [ENTRIES*PHI_BITS-1:0]   phi_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) weighs_q <= 0;
        else         weighs_q <= {weighs_q, weigh_step};
    end
    always @(posedge clk_i) begin
        phi_q  <= phi_i;
        sums_q <= {sums_q, sum};
    end
    always @* if (weighs_q[0]) assume (phi_i == phi_q);
    always @* begin
        assert (row_valid == weighs_q[LATENCY-1]);
        if (row_valid) assert (row[lane*ROW_BITS +: ROW_BITS] == sums_q[(LATENCY-1)*ROW_BITS +: ROW_BITS]);
    end

    // ---- Score steps
    // -------------------------------------------------------------------------------------------------
    reg  [SCORE_BITS-1:0]         part;
    reg  signed [SCORE_BITS-1:0]  row_current, code;
    integer                       p;
    always @* begin
        part = 0;
        for (p = 0; p < LANES; p = p + 1) begin
            row_current = $signed(TABLE[level_i[(entry*LANES + p)*KV_BITS +: KV_BITS]*CURRENT_BITS +: CURRENT_BITS]);
            code        = q_i[p*Q_BITS +: Q_BITS];
            part        = part + row_current * code;
        end
    end
    reg                                known_q;   // the entry took part in every step of this pass
    reg [SCORE_BITS-1:0]               total_q;
    reg [(SCORE_LATENCY-1)*SCORE_BITS-1:0] totals_q;  // in the cycles before, as the block shows it
    reg [SCORE_LATENCY-2:0]            knowns_q;
    reg [SCORE_LATENCY-2:0]            scores_q;  // score steps in the cycles before
    reg [SCORE_LATENCY-2:0]            firsts_q;
    reg [MOVED_BITS-1:0]               moved_q;   // shifts since the pass
    reg                                over_q;    // scores have moved, so the next step is a first one
    wire                               known = score_step ? used_i[entry] & (first_i | known_q) : known_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            {known_q, over_q} <= 2'b00;
            knowns_q <= 0;
            scores_q <= 0;
            firsts_q <= 0;
            moved_q  <= 0;
        end else begin
            known_q  <= known;
            knowns_q <= {knowns_q, known_q};
            scores_q <= {scores_q, score_step};
            firsts_q <= {firsts_q, score_step & first_i};
            over_q   <= shift_i | (over_q & !score_step);
            if (scores_q[SCORE_LATENCY-2])                moved_q <= 0;
            else if (shift_i && moved_q != NORM_STEPS)    moved_q <= moved_q + 1'b1;
        end
    end
    always @(posedge clk_i) begin
        if (score_step) total_q <= part + (first_i ? 0 : total_q);
        totals_q <= {totals_q, total_q};
    end
    always @* begin
        assume (!shift_i || !(score_step || scores_q != 0));
        assume (!score_step || !over_q || first_i);
    end

    wire                  shown   = knowns_q[SCORE_LATENCY-2];
    wire [SCORE_BITS-1:0] wanted  = totals_q[(SCORE_LATENCY-2)*SCORE_BITS +: SCORE_BITS];
    wire [31:0]           gone    = NORM_STEPS > 1 ? moved_q * NORMALIZERS : 0;  // places
    wire                  outside = entry >= gone && entry - gone < NORMALIZERS;
    always @* if (shown && outside) assert (score[(entry - gone)*SCORE_BITS +: SCORE_BITS] == wanted);

    // ---- What makes induction converge: the place of the score, also while it is not at the output
    // ---------------------
    (* hierconn *) wire [NORM_STEPS*NORMALIZERS*SCORE_BITS-1:0] \u_dut.score_sum_q ;
    wire [NORM_STEPS*NORMALIZERS*SCORE_BITS-1:0] places = \u_dut.score_sum_q ;
    integer s;
    always @* begin
        assert (moved_q <= NORM_STEPS);
        assert (moved_q == 0 || over_q || firsts_q != 0);
        assert (!over_q || scores_q == 0);
        assert (!known_q || knowns_q[0] || firsts_q[0]);
        for (s = 1; s < SCORE_LATENCY - 1; s = s + 1) assert (!knowns_q[s-1] || knowns_q[s] || firsts_q[s]);
        if (shown && entry >= gone) assert (places[(entry - gone)*SCORE_BITS +: SCORE_BITS] == wanted);
    end

    // ---- Reachable --------------------------------------------------------------------------------------------------
    reg [1:0] steps_q;
    reg       both_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {steps_q, both_q} <= 0;
        else if (score_step) begin
            steps_q <= first_i ? 1 : steps_q == 3 ? 3 : steps_q + 1'b1;
            both_q  <= !first_i && (both_q || weighs_q[0]);
        end
    end
    always @* begin
        cover (shown && outside && steps_q == 2 && both_q && moved_q == NORM_STEPS - 1 && wanted[SCORE_BITS-1]);
        cover (row_valid && weighs_q == {LATENCY{1'b1}} && sums_q[(LATENCY-1)*ROW_BITS +: ROW_BITS] == TABLE[CURRENT_BITS-1:0]);
    end
endmodule
