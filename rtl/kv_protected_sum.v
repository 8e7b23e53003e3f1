// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Contributions of the protected tokens to a result: kept until the readout's sum is complete, then added to it.
///
/// Queries take their turn in order. `open_i` takes a place; STEPS loads fill it, LANES rows at a time; `done_o` says
/// that the contributions of the next token to be read are complete. The sum is combinational.
module kv_protected_sum #(
    /// rows of a token
    parameter ROWS       = 64,
    /// rows loaded at a time
    parameter LANES      = 8,
    /// bits of a signed contribution
    parameter IN_BITS    = 8,
    /// bits of the readout's signed sum
    parameter SUM_BITS   = 9,
    /// bits of the signed total, which hold it; at least SUM_BITS and IN_BITS
    parameter TOTAL_BITS = 10,
    /// tokens
    parameter DEPTH      = 1
) (
    input  wire                        clk_i,
    input  wire                        rst_ni,
    /// a token may open
    output wire                        room_o,
    /// pulse, only with `room_o`: the next loads belong to a new token
    input  wire                        open_i,
    /// contributions of the next rows, row p in bits [p*IN_BITS +: IN_BITS]
    input  wire                        load_i,
    input  wire [LANES*IN_BITS-1:0]    row_i,
    /// a readout may start
    output wire                        done_o,
    /// pulse, only with `done_o`: a readout starts (the read_start strobe)
    input  wire                        read_i,
    /// the sum of the oldest readout, and whether it is taken; bit b of all rows in bits [b*ROWS +: ROWS]
    input  wire                        sum_valid_i,
    input  wire                        sum_ready_i,
    input  wire [SUM_BITS*ROWS-1:0]    sum_i,
    output wire [TOTAL_BITS*ROWS-1:0]  total_o
);
    localparam STEPS      = (ROWS + LANES - 1) / LANES;
    localparam STEP_BITS  = STEPS > 1 ? $clog2(STEPS) : 1;
    localparam LAST       = STEPS - 1;
    localparam PTR_BITS   = DEPTH > 1 ? $clog2(DEPTH) : 1;
    localparam LAST_PTR   = DEPTH - 1;
    localparam COUNT_BITS = $clog2(DEPTH + 1);

    generate
        if (LANES < 1 || LANES > ROWS || DEPTH < 1) begin : gen_refuse_sizes
            kv_protected_sum_lanes_must_be_1_to_rows_depth_at_least_1 u_refuse ();
        end
        if (TOTAL_BITS < SUM_BITS || TOTAL_BITS < IN_BITS) begin : gen_refuse_bits
            kv_protected_sum_total_bits_must_hold_the_total u_refuse ();
        end
    endgenerate

    reg [COUNT_BITS-1:0] used_q;   // tokens opened and not taken
    reg [COUNT_BITS-1:0] ready_q;  // tokens complete and not read
    reg [PTR_BITS-1:0]   wr_q, rd_q;
    reg [STEP_BITS-1:0]  step_q;
    wire                 take     = sum_valid_i & sum_ready_i;
    wire                 complete = load_i & (step_q == LAST[STEP_BITS-1:0]);

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            used_q  <= {COUNT_BITS{1'b0}};
            ready_q <= {COUNT_BITS{1'b0}};
            wr_q    <= {PTR_BITS{1'b0}};
            rd_q    <= {PTR_BITS{1'b0}};
            step_q  <= {STEP_BITS{1'b0}};
        end else begin
            if (open_i != take)     used_q  <= open_i ? used_q + 1'b1 : used_q - 1'b1;
            if (complete != read_i) ready_q <= complete ? ready_q + 1'b1 : ready_q - 1'b1;
            if (load_i)             step_q  <= complete ? {STEP_BITS{1'b0}} : step_q + 1'b1;
            if (complete)           wr_q    <= wr_q == LAST_PTR[PTR_BITS-1:0] ? {PTR_BITS{1'b0}} : wr_q + 1'b1;
            if (take)               rd_q    <= rd_q == LAST_PTR[PTR_BITS-1:0] ? {PTR_BITS{1'b0}} : rd_q + 1'b1;
        end
    end

    // Each step of each token is a bank of its own.
    wire [DEPTH*ROWS*IN_BITS-1:0] kept;
    wire [ROWS*IN_BITS-1:0]       here;
    genvar d, s;
    generate
        for (d = 0; d < DEPTH; d = d + 1) begin : gen_token
            for (s = 0; s < STEPS; s = s + 1) begin : gen_step
                localparam FROM = s * LANES;
                localparam BITS = (FROM + LANES > ROWS ? ROWS - FROM : LANES) * IN_BITS;
                reg [BITS-1:0] bank_q;
                always @(posedge clk_i) begin
                    if (load_i & (wr_q == d[PTR_BITS-1:0]) & (step_q == s[STEP_BITS-1:0])) bank_q <= row_i[BITS-1:0];
                end
                assign kept[(d*ROWS + FROM)*IN_BITS +: BITS] = bank_q;
            end
        end
    endgenerate
    kv_choose #(.CHOICES(DEPTH), .WIDTH(ROWS*IN_BITS)) u_here (
        .d_i    (kept),
        .index_i(rd_q),
        .d_o    (here)
    );

    function [TOTAL_BITS*ROWS-1:0] add(input [SUM_BITS*ROWS-1:0] a, input [ROWS*IN_BITS-1:0] words);
        integer b, r;
        reg [ROWS-1:0] left, right, carry;
        begin  // verilator lint_off BLKSEQ
            carry = {ROWS{1'b0}};
            for (b = 0; b < TOTAL_BITS; b = b + 1) begin
                left = a[(b < SUM_BITS ? b : SUM_BITS - 1)*ROWS +: ROWS];
                for (r = 0; r < ROWS; r = r + 1) right[r] = words[r*IN_BITS + (b < IN_BITS ? b : IN_BITS - 1)];
                add[b*ROWS +: ROWS] = left ^ right ^ carry;
                carry = (left & right) | (carry & (left ^ right));
            end
        end
    endfunction  // verilator lint_on BLKSEQ

    assign total_o = add(sum_i, here);
    assign room_o  = used_q != DEPTH[COUNT_BITS-1:0];
    assign done_o  = ready_q != {COUNT_BITS{1'b0}};
endmodule

`default_nettype wire
