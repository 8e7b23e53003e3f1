// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Multipliers of the protected tokens: ENTRIES x LANES of them, each the current of a stored level times q (scores) or
/// phi (weighing).
///
/// Operands are taken with `load_i` in cycle c. Scores: sums over the rows of a token are complete four cycles after
/// the last step, then `shift_i` brings the next NORMALIZERS of them to `score_o`. Weighing: `row_o` from c+3, with
/// `row_valid_o`. `phi_i` must hold from the first weigh step to one cycle after the last. No reset but of the flags.
module kv_protected_array #(
    /// tokens
    parameter ENTRIES      = 8,
    /// rows of a step
    parameter LANES        = 8,
    /// tokens normalized at a time
    parameter NORMALIZERS  = 2,
    parameter KV_BITS      = 3,
    parameter Q_BITS       = 4,
    parameter PHI_BITS     = 8,
    /// bits of a signed current
    parameter CURRENT_BITS = 13,
    /// currents of the levels, level l in bits [l*CURRENT_BITS +: CURRENT_BITS]
    parameter [(CURRENT_BITS<<KV_BITS)-1:0] TABLE = 104'h7fc2620a7822afb5f056e7f001,
    /// bits of a signed score, which hold it
    parameter SCORE_BITS   = 23,
    /// bits of a signed sum over the tokens of a row, which hold it
    parameter ROW_BITS     = 24
) (
    input  wire                             clk_i,
    input  wire                             rst_ni,
    input  wire                             load_i,
    /// with `load_i`: a weigh step
    input  wire                             value_i,
    /// with `load_i`: the first step of a score pass
    input  wire                             first_i,
    /// entries that take part
    input  wire [ENTRIES-1:0]               used_i,
    /// row p of entry e in bits [(e*LANES + p)*KV_BITS +: KV_BITS]
    input  wire [ENTRIES*LANES*KV_BITS-1:0] level_i,
    /// query codes of the rows; 0 for rows that do not exist
    input  wire [LANES*Q_BITS-1:0]          q_i,
    /// phi codes of the entries
    input  wire [ENTRIES*PHI_BITS-1:0]      phi_i,
    /// the lowest scores move out, the others down
    input  wire                             shift_i,
    /// scores of entries n*NORMALIZERS .. after n shifts
    output wire [NORMALIZERS*SCORE_BITS-1:0] score_o,
    output wire [LANES*ROW_BITS-1:0]        row_o,
    output wire                             row_valid_o
);
    localparam FACTOR_BITS  = Q_BITS > PHI_BITS ? Q_BITS : PHI_BITS;
    localparam PRODUCT_BITS = CURRENT_BITS + FACTOR_BITS;
    localparam NORM_STEPS   = (ENTRIES + NORMALIZERS - 1) / NORMALIZERS;
    localparam PLACES       = NORM_STEPS * NORMALIZERS;

    generate
        if (ENTRIES < 1 || LANES < 1 || NORMALIZERS < 1 || NORMALIZERS > ENTRIES) begin : gen_refuse
            kv_protected_array_normalizers_must_be_1_to_entries u_refuse ();
        end
    endgenerate

    // ---- Operands
    // ----------------------------------------------------------------------------------------------------
    reg  [ENTRIES*LANES*KV_BITS-1:0] level_q;
    reg  [LANES*Q_BITS-1:0]          q_q;
    reg  [ENTRIES-1:0]               used_q;
    reg                              score_q, first_q, weigh_q;  // what the operands are for
    reg                              product_score_q, product_first_q, product_weigh_q;  // what the products are for
    wire [ENTRIES*LANES*KV_BITS-1:0] level;

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            {score_q, first_q, weigh_q} <= 3'b000;
            {product_score_q, product_first_q, product_weigh_q} <= 3'b000;
        end else begin
            {score_q, first_q, weigh_q} <= {load_i & ~value_i, first_i, load_i & value_i};
            {product_score_q, product_first_q, product_weigh_q} <= {score_q, first_q, weigh_q};
        end
    end
    always @(posedge clk_i) begin
        if (load_i) begin
            level_q <= level;
            used_q  <= used_i;
        end
        if (load_i & ~value_i) q_q <= q_i;
    end

    // ---- Products
    // ----------------------------------------------------------------------------------------------------
    wire [ENTRIES*LANES*SCORE_BITS-1:0] to_score;  // by entry, then by row
    wire [LANES*ENTRIES*ROW_BITS-1:0]   to_row;    // by row, then by entry
    genvar e, p;
    generate
        for (e = 0; e < ENTRIES; e = e + 1) begin : gen_entry
            // What was never written counts as level 0 of weight 0.
            assign level[e*LANES*KV_BITS +: LANES*KV_BITS] = level_i[e*LANES*KV_BITS +: LANES*KV_BITS]
                                                           & {(LANES*KV_BITS){used_i[e]}};
            wire [PHI_BITS-1:0] phi = phi_i[e*PHI_BITS +: PHI_BITS] & {PHI_BITS{used_q[e]}};

            for (p = 0; p < LANES; p = p + 1) begin : gen_lane
                wire [CURRENT_BITS-1:0] current;
                kv_choose #(.CHOICES(1 << KV_BITS), .WIDTH(CURRENT_BITS)) u_current (
                    .d_i    (TABLE),
                    .index_i(level_q[(e*LANES+p)*KV_BITS +: KV_BITS]),
                    .d_o    (current)
                );

                wire [PRODUCT_BITS-1:0] q_wide   = {{(PRODUCT_BITS-Q_BITS){1'b0}}, q_q[p*Q_BITS +: Q_BITS]};
                wire [PRODUCT_BITS-1:0] phi_wide = {{(PRODUCT_BITS-PHI_BITS){1'b0}}, phi};
                wire signed [PRODUCT_BITS-1:0] factor  = weigh_q ? phi_wide : q_wide;
                wire signed [PRODUCT_BITS-1:0] value   = {{FACTOR_BITS{current[CURRENT_BITS-1]}}, current};
                reg  signed [PRODUCT_BITS-1:0] product_q;
                always @(posedge clk_i) if (score_q | weigh_q) product_q <= value * factor;

                // Sums are exact in their own widths, so what lies above may be dropped from the addends.
                wire [SCORE_BITS+PRODUCT_BITS-1:0] score_wide = {{SCORE_BITS{product_q[PRODUCT_BITS-1]}}, product_q};
                wire [ROW_BITS+PRODUCT_BITS-1:0]   row_wide   = {{ROW_BITS{product_q[PRODUCT_BITS-1]}}, product_q};
                wire unused = &{1'b0, score_wide[SCORE_BITS +: PRODUCT_BITS], row_wide[ROW_BITS +: PRODUCT_BITS]};
                assign to_score[(e*LANES+p)*SCORE_BITS +: SCORE_BITS] = score_wide[SCORE_BITS-1:0];
                assign to_row[(p*ENTRIES+e)*ROW_BITS +: ROW_BITS]     = row_wide[ROW_BITS-1:0];
            end
        end
    endgenerate

    // ---- Sums over the rows of a step, then of all steps
    // ---------------------------------------------------------------
    function [SCORE_BITS-1:0] sum_rows(input [LANES*SCORE_BITS-1:0] d);
        integer k;
        begin
            sum_rows = d[0 +: SCORE_BITS];
            for (k = 1; k < LANES; k = k + 1) sum_rows = sum_rows + d[k*SCORE_BITS +: SCORE_BITS];
        end
    endfunction

    reg                              add_q, restart_q, row_valid_q;
    reg  [PLACES*SCORE_BITS-1:0]     score_sum_q;
    wire [PLACES*SCORE_BITS-1:0]     moved;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {add_q, restart_q, row_valid_q} <= 3'b000;
        else         {add_q, restart_q, row_valid_q} <= {product_score_q, product_first_q, product_weigh_q};
    end

    generate
        if (PLACES > NORMALIZERS) begin : gen_move
            assign moved = {{(NORMALIZERS*SCORE_BITS){1'b0}}, score_sum_q[PLACES*SCORE_BITS-1:NORMALIZERS*SCORE_BITS]};
        end else begin : gen_stay
            assign moved = score_sum_q;
        end

        for (e = 0; e < PLACES; e = e + 1) begin : gen_score
            wire [SCORE_BITS-1:0] sum = score_sum_q[e*SCORE_BITS +: SCORE_BITS];
            wire [SCORE_BITS-1:0] partial;
            if (e < ENTRIES) begin : gen_real
                reg [SCORE_BITS-1:0] partial_q;
                always @(posedge clk_i) begin
                    if (product_score_q) partial_q <= sum_rows(to_score[e*LANES*SCORE_BITS +: LANES*SCORE_BITS]);
                end
                assign partial = partial_q;
            end else begin : gen_spare
                assign partial = {SCORE_BITS{1'b0}};
            end
            wire [SCORE_BITS-1:0] added = partial + (sum & {SCORE_BITS{~restart_q}});
            always @(posedge clk_i) begin
                if (add_q | shift_i) begin
                    score_sum_q[e*SCORE_BITS +: SCORE_BITS] <= shift_i ? moved[e*SCORE_BITS +: SCORE_BITS] : added;
                end
            end
        end
    endgenerate

    // ---- Sums over the tokens of a row
    // ---------------------------------------------------------------------------------
    function [ROW_BITS-1:0] sum_entries(input [ENTRIES*ROW_BITS-1:0] d);
        integer k;
        begin
            sum_entries = d[0 +: ROW_BITS];
            for (k = 1; k < ENTRIES; k = k + 1) sum_entries = sum_entries + d[k*ROW_BITS +: ROW_BITS];
        end
    endfunction

    generate
        for (p = 0; p < LANES; p = p + 1) begin : gen_row
            reg [ROW_BITS-1:0] row_q;
            always @(posedge clk_i) begin
                if (product_weigh_q) row_q <= sum_entries(to_row[p*ENTRIES*ROW_BITS +: ENTRIES*ROW_BITS]);
            end
            assign row_o[p*ROW_BITS +: ROW_BITS] = row_q;
        end
    endgenerate

    assign score_o     = score_sum_q[NORMALIZERS*SCORE_BITS-1:0];
    assign row_valid_o = row_valid_q;
endmodule

`default_nettype wire
