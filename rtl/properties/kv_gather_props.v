// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_gather for any sums and loads that keep its rules (a load only after an opening and before the
/// PASSES-th, none while a result waits to be taken; with PASSES = 1 the sums hold until then), and a reset in any
/// cycle.
///
/// 1. `busy_o` is high from the cycle after an opening to that of the PASSES-th load;
/// 2. `valid_o` is high from the cycle after that load until the result is taken, at no other time;
/// 3. meanwhile the sum of a row (picked freely) is that of its converter at the load of its pass.
module kv_gather_props #(
    parameter ROWS       = 64,
    parameter GROUPS     = 1,
    parameter GROUP_ROWS = 64,
    parameter PASSES     = 1,
    parameter SUM_BITS   = 8
) (
    input wire clk_i,
    input wire rst_ni,
    input wire open_i,
    input wire load_i,
    input wire [SUM_BITS*GROUPS*((GROUP_ROWS+PASSES-1)/PASSES)-1:0] sum_i,
    input wire ready_i
);
    localparam PER_GROUP  = (GROUP_ROWS + PASSES - 1) / PASSES;
    localparam CONVERTERS = GROUPS * PER_GROUP;
    localparam ROW_BITS   = $clog2(ROWS + 1);
    localparam LOAD_BITS  = $clog2(PASSES + 1);
    localparam PASS_BITS  = PASSES > 1 ? $clog2(PASSES) : 1;

    wire                     busy, valid;
    wire [SUM_BITS*ROWS-1:0] sums;

    kv_gather #(
        .ROWS      (ROWS),
        .GROUPS    (GROUPS),
        .GROUP_ROWS(GROUP_ROWS),
        .PASSES    (PASSES),
        .SUM_BITS  (SUM_BITS)
    ) u_dut (
        .clk_i  (clk_i),
        .rst_ni (rst_ni),
        .open_i (open_i),
        .load_i (load_i),
        .sum_i  (sum_i),
        .busy_o (busy),
        .sum_o  (sums),
        .valid_o(valid),
        .ready_i(ready_i)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);

    // A row: group, converter of the group, pass.
    (* anyconst *) wire [ROW_BITS-1:0] group, place, turn;
    wire [31:0] row       = group * GROUP_ROWS + place * PASSES + turn;
    wire [31:0] converter = group * PER_GROUP + place;
    always @* assume (turn < PASSES && place * PASSES + turn < GROUP_ROWS && row < ROWS);

    reg                 open_q, valid_q;
    reg [LOAD_BITS-1:0] loads_q;
    reg [SUM_BITS-1:0]  expected_q, given, found;
    reg [SUM_BITS*CONVERTERS-1:0] sum_q;
    integer             b;
    always @* for (b = 0; b < SUM_BITS; b = b + 1) begin
        given[b] = sum_i[b*CONVERTERS + converter];
        found[b] = sums[b*ROWS + row];
    end
    wire last = loads_q == PASSES - 1;
    always @* begin
        assume (!(open_i & (open_q | load_i)));
        assume (!(load_i & (!open_q | (valid_q & !ready_i) | (valid_q & PASSES > 1))));
        if (PASSES == 1 && valid_q) assume (sum_i == sum_q);
    end
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            {open_q, valid_q} <= 2'b00;
            loads_q <= 0;
        end else begin
            if (open_i) {open_q, loads_q} <= {1'b1, {LOAD_BITS{1'b0}}};
            if (load_i) loads_q <= loads_q + 1'b1;
            if (load_i & last) open_q <= 1'b0;
            valid_q <= (load_i & last) | (valid_q & !ready_i);
        end
    end
    always @(posedge clk_i) begin
        if (load_i && loads_q == turn) expected_q <= given;
        sum_q <= sum_i;
    end
    always @* begin
        assert (busy == open_q);
        assert (valid == valid_q);
        if (valid_q) assert (found == expected_q);
    end

    // ---- What makes induction converge ------------------------------------------------------------------------------
    (* hierconn *) wire [PASS_BITS-1:0] \u_dut.pass_q ;
    always @* begin
        if (open_q) assert (loads_q < PASSES && \u_dut.pass_q == loads_q);
        else assert (\u_dut.pass_q == 0);
        if (open_q && !valid_q && loads_q > turn) assert (found == expected_q);
    end

    reg [1:0] results_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) results_q <= 0;
        else if (valid_q & ready_i & ~&results_q) results_q <= results_q + 1'b1;
    end
    always @* begin
        cover (results_q == 1 && valid_q && found != 0 && open_q);
        cover (results_q == 2 && !valid_q && !busy);
    end
endmodule
