// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_protected_sum for any sums, contributions and order of events that keeps its rules (a token opens
/// when there is room and the one before is complete, loads belong to it, a readout starts when `done_o`, totals are
/// taken in the order of the readouts), and a reset in any cycle.
///
/// 1. `room_o` is high while fewer than DEPTH tokens are opened and not taken, `done_o` while a complete one is not
/// read;
/// 2. of one row, picked freely, the total is the sum and what was loaded for the token whose turn it is.
module kv_protected_sum_props #(
    parameter ROWS       = 64,
    parameter LANES      = 8,
    parameter IN_BITS    = 8,
    parameter SUM_BITS   = 9,
    parameter TOTAL_BITS = 10,
    parameter DEPTH      = 1
) (
    input wire                     clk_i,
    input wire                     rst_ni,
    input wire                     open_i,
    input wire                     load_i,
    input wire [LANES*IN_BITS-1:0] row_i,
    input wire                     read_i,
    input wire [SUM_BITS*ROWS-1:0] sum_i,
    input wire                     sum_valid_i,
    input wire                     sum_ready_i
);
    localparam STEPS     = (ROWS + LANES - 1) / LANES;
    localparam STEP_BITS = STEPS > 1 ? $clog2(STEPS) : 1;
    localparam ROW_BITS  = $clog2(ROWS + 1);
    localparam PTR_BITS  = DEPTH > 1 ? $clog2(DEPTH) : 1;
    localparam BITS      = $clog2(DEPTH + 2);

    wire                       room, done;
    wire                       take = sum_valid_i & sum_ready_i;
    wire [TOTAL_BITS*ROWS-1:0] total;

    kv_protected_sum #(
        .ROWS      (ROWS),
        .LANES     (LANES),
        .IN_BITS   (IN_BITS),
        .SUM_BITS  (SUM_BITS),
        .TOTAL_BITS(TOTAL_BITS),
        .DEPTH     (DEPTH)
    ) u_dut (
        .clk_i      (clk_i),
        .rst_ni     (rst_ni),
        .room_o     (room),
        .open_i     (open_i),
        .load_i     (load_i),
        .row_i      (row_i),
        .done_o     (done),
        .read_i     (read_i),
        .sum_valid_i(sum_valid_i),
        .sum_ready_i(sum_ready_i),
        .sum_i      (sum_i),
        .total_o    (total)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);

    (* anyconst *) wire [ROW_BITS-1:0] row;
    always @* assume (row < ROWS);

    // ---- Model: opened, complete, being read; the picked row of each token, places used in turn
    // ------------------------
    reg [STEP_BITS:0]          left_q;      // loads that the open token still expects
    reg [BITS-1:0]             complete_q;  // and not read
    reg [BITS-1:0]             reading_q;   // and not taken
    reg [PTR_BITS-1:0]         wr_q, rd_q;
    reg [DEPTH*IN_BITS-1:0]    value_q;
    reg [DEPTH-1:0]            known_q;
    wire                       last_load = load_i & (left_q == 1);
    wire [31:0]                here      = (STEPS - left_q) * LANES;
    wire                       mine      = load_i & (row >= here) & (row < here + LANES);

    always @* begin
        assume (!open_i || (room && left_q == 0));
        assume (!load_i || left_q != 0);
        assume (!read_i || done);
        assume (!take || reading_q != 0);
    end
    integer d;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            left_q     <= 0;
            complete_q <= 0;
            reading_q  <= 0;
            wr_q       <= 0;
            rd_q       <= 0;
            known_q    <= 0;
        end else begin
            left_q     <= open_i ? STEPS : left_q - load_i;
            complete_q <= complete_q + last_load - read_i;
            reading_q  <= reading_q + read_i - take;
            if (last_load) wr_q <= wr_q == DEPTH - 1 ? 0 : wr_q + 1'b1;
            if (take)      rd_q <= rd_q == DEPTH - 1 ? 0 : rd_q + 1'b1;
            for (d = 0; d < DEPTH; d = d + 1) if (mine && wr_q == d) known_q[d] <= 1'b1;
        end
    end
    always @(posedge clk_i)
        for (d = 0; d < DEPTH; d = d + 1)
            if (mine && wr_q == d) value_q[d*IN_BITS +: IN_BITS] <= row_i[(row - here)*IN_BITS +: IN_BITS];

    reg [SUM_BITS-1:0]   sum;
    reg [TOTAL_BITS-1:0] got;
    integer              b;
    always @* begin
        for (b = 0; b < SUM_BITS; b = b + 1) sum[b] = sum_i[b*ROWS + row];
        for (b = 0; b < TOTAL_BITS; b = b + 1) got[b] = total[b*ROWS + row];
    end
    wire [IN_BITS-1:0]           part    = value_q >> (rd_q * IN_BITS);
    wire signed [TOTAL_BITS-1:0] wide    = $signed(sum);
    wire signed [TOTAL_BITS-1:0] added   = $signed(part);
    wire [BITS:0]                held    = complete_q + reading_q + (left_q != 0);
    always @* begin
        assert (room == (held < DEPTH));
        assert (done == (complete_q != 0));
        if (reading_q != 0) assert (got == wide + added);
    end

    // ---- What makes induction converge ------------------------------------------------------------------------------
    (* hierconn *) wire [DEPTH*ROWS*IN_BITS-1:0]  \u_dut.kept ;
    (* hierconn *) wire [$clog2(DEPTH+1)-1:0]     \u_dut.used_q ;
    (* hierconn *) wire [$clog2(DEPTH+1)-1:0]     \u_dut.ready_q ;
    (* hierconn *) wire [PTR_BITS-1:0]            \u_dut.wr_q ;
    (* hierconn *) wire [PTR_BITS-1:0]            \u_dut.rd_q ;
    (* hierconn *) wire [STEP_BITS-1:0]           \u_dut.step_q ;
    wire [DEPTH*ROWS*IN_BITS-1:0] kept = \u_dut.kept ;
    integer e;
    always @* begin
        assert (left_q <= STEPS && held <= DEPTH);
        assert (wr_q < DEPTH && rd_q < DEPTH);
        assert ((rd_q + complete_q + reading_q) % DEPTH == wr_q);
        assert (\u_dut.used_q == held && \u_dut.ready_q == complete_q);
        assert (\u_dut.wr_q == wr_q && \u_dut.rd_q == rd_q);
        assert (\u_dut.step_q == (left_q == 0 ? 0 : STEPS - left_q));
        for (e = 0; e < DEPTH; e = e + 1) begin
            if (known_q[e]) assert (kept[(e*ROWS + row)*IN_BITS +: IN_BITS] == value_q[e*IN_BITS +: IN_BITS]);
            // places behind rd_q that hold a complete token, and the open one once its row has come
            if ((e + DEPTH - rd_q) % DEPTH < complete_q + reading_q) assert (known_q[e]);
            if (left_q != 0 && wr_q == e && row < here) assert (known_q[e]);
        end
    end

    // ---- Reachable --------------------------------------------------------------------------------------------------
    reg [1:0] taken_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) taken_q <= 0;
        else if (take & ~&taken_q) taken_q <= taken_q + 1'b1;
    end
    always @* cover (taken_q == 2 && held == DEPTH && reading_q != 0);
endmodule
