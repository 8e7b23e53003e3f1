// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_ramp_sum for any comparators, strobes at least 2^BITS cycles apart, and a reset in any cycle. S =
/// SYNC_STAGES, r = the cycle of a strobe.
///
/// 1. the sum of a lane (picked freely) in cycle r + S + 2^BITS + 1 is the sum over the inputs of the cycles r+1 ..
///    r + 2^BITS - 1 in which the ramp was still below, less INPUTS * 2^(BITS-1), and holds until the next accumulation;
/// 2. which cannot overflow.
module kv_ramp_sum_props #(
    parameter LANES       = 64,
    parameter INPUTS      = 4,
    parameter BITS        = 5,
    parameter SUM_BITS    = 8,
    parameter SYNC_STAGES = 2
) (
    input wire                    clk_i,
    input wire                    rst_ni,
    input wire                    start_i,
    input wire [INPUTS*LANES-1:0] above_i
);
    localparam N         = 1 << BITS;
    localparam LANE_BITS = $clog2(LANES + 1);
    localparam DELAY     = SYNC_STAGES + 2;
    localparam AGE_BITS  = $clog2(N + DELAY + 3);
    localparam signed [SUM_BITS:0] LOWEST = -(INPUTS * (N / 2));
    localparam signed [SUM_BITS:0] MOST   = INPUTS * (N / 2 - 1);

    wire [SUM_BITS*LANES-1:0] sums;

    kv_ramp_sum #(
        .LANES      (LANES),
        .INPUTS     (INPUTS),
        .BITS       (BITS),
        .SUM_BITS   (SUM_BITS),
        .SYNC_STAGES(SYNC_STAGES)
    ) u_dut (
        .clk_i  (clk_i),
        .rst_ni (rst_ni),
        .start_i(start_i),
        .above_i(above_i),
        .sum_o  (sums)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);

    (* anyconst *) wire [LANE_BITS-1:0] pick;
    always @* assume (pick < LANES);

    reg [AGE_BITS-1:0] age_q;  // cycles since the last strobe, 0 = none; stops at its highest value
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) age_q <= 0;
        else         age_q <= start_i ? 1 : age_q == 0 || &age_q ? age_q : age_q + 1'b1;
    end
    always @* assume (!(start_i && age_q != 0 && age_q < N));

    reg signed [SUM_BITS:0] here, count_q, sum_q;
    integer                 t;
    always @* begin
        here = 0;
        for (t = 0; t < INPUTS; t = t + 1) here = here + !above_i[t*LANES + pick];
    end
    wire                    counting = age_q != 0 && age_q < N;
    wire signed [SUM_BITS:0] count   = (age_q == 1 ? LOWEST : count_q) + here;
    reg [DELAY*(SUM_BITS+1)-1:0] way_q;
    reg [DELAY:1]                ended_q, started_q;  // [n]: n cycles ago
    reg                          known_q;
    always @(posedge clk_i) begin
        if (counting) count_q <= count;
        way_q <= {way_q, count};
        if (ended_q[DELAY-1]) sum_q <= way_q[(DELAY-2)*(SUM_BITS+1) +: SUM_BITS+1];
    end
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            ended_q   <= 0;
            started_q <= 0;
            known_q   <= 1'b0;
        end else begin
            ended_q   <= {ended_q[DELAY-1:1], counting && age_q == N - 1};
            started_q <= {started_q[DELAY-1:1], start_i};
            known_q   <= ended_q[DELAY-1] | (known_q & !started_q[DELAY]);  // the block begins a new sum
        end
    end

    reg signed [SUM_BITS-1:0] sum;
    integer                   b;
    always @* for (b = 0; b < SUM_BITS; b = b + 1) sum[b] = sums[b*LANES + pick];
    always @* if (known_q) begin
        assert (sum == sum_q);
        assert (sum >= LOWEST && sum <= MOST);
    end

    // ---- What makes induction converge ------------------------------------------------------------------------------
    (* hierconn *) wire [DELAY-1:0] \u_dut.start_q ;
    (* hierconn *) wire [BITS-1:0]  \u_dut.step_q ;
    (* hierconn *) wire             \u_dut.second_q ;
    (* hierconn *) wire             \u_dut.add_q ;
    reg  [DELAY*BITS-1:0]      ages_q;  // youngest in the lowest bits: the cycle of its window, 0 outside
    wire [BITS-1:0]            place = counting ? age_q[BITS-1:0] : 0;
    wire [(DELAY+1)*BITS-1:0]  ages  = {ages_q, place};
    wire [BITS-1:0]            due   = ages[(DELAY-2)*BITS +: BITS];
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) ages_q <= 0;
        else         ages_q <= ages[DELAY*BITS-1:0];
    end
    always @* begin
        assert (\u_dut.start_q == started_q);
        assert (\u_dut.second_q == started_q[DELAY]);
        assert (\u_dut.add_q == (ages[(DELAY-1)*BITS +: BITS] != 0));
        assert (\u_dut.step_q == (due == 0 ? 0 : due - 1'b1));
        if (ages[DELAY*BITS +: BITS] != 0) assert (sum == $signed(way_q[(DELAY-1)*(SUM_BITS+1) +: SUM_BITS+1]));
        if (known_q) assert (sum_q >= LOWEST && sum_q <= MOST);
        if (age_q > 1 && age_q <= N) assert (count_q >= LOWEST && count_q <= LOWEST + (age_q - 1) * INPUTS);
    end

    reg [1:0] sums_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) sums_q <= 0;
        else if (ended_q[DELAY-1] & ~&sums_q) sums_q <= sums_q + 1'b1;
    end
    always @* begin
        cover (sums_q == 1 && known_q && sum == MOST);
        cover (sums_q == 2 && known_q && sum == LOWEST);
        cover (sums_q == 2 && known_q && sum > LOWEST && sum < MOST && age_q > N + DELAY);
    end
endmodule
