// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_readout for any pulses, also of broken macros, and a reset in any cycle. W = 2^(OUT_BITS-1), S =
/// SYNC_STAGES.
///
/// What it may rely on: readouts start at least W cycles apart (W + S where signs are not held); signs change only in
/// the cycle after a start; a sum has been taken when the next accumulation begins.
/// 1. `sum_valid_o` rises W + S + 2 cycles after each start and falls when the sum is taken, at no other time;
/// 2. while it is high the sum of a lane (picked freely) is the signed number of cycles x+1 .. x+W in which the pulses
///    of the tiles were high, and stands still;
/// 3. whatever the pulses do, also where none may be, the sum is within +-TILES * W: no overflow;
/// 4. `fault_o` is high in cycle x + S + 2 exactly if some pulse was high in cycle x+1, at no other time.
/// EXACT = 0 leaves out 2: the exact sum needs a whole window of unrolled cycles, the rest does not.
module kv_readout_props #(
    parameter LANES       = 64,
    parameter TILES       = 16,
    parameter OUT_BITS    = 5,
    parameter SYNC_STAGES = 2,
    parameter SIGN_HOLD   = 0,
    parameter EXACT       = 1
) (
    input wire                   clk_i,
    input wire                   rst_ni,
    input wire                   start_i,
    input wire [TILES*LANES-1:0] pulse_i,
    input wire [TILES*LANES-1:0] sign_i,
    input wire                   sum_ready_i
);
    localparam WINDOW    = 1 << (OUT_BITS - 1);
    localparam SUM_BITS  = $clog2(TILES * WINDOW + 1) + 1;
    localparam LANE_BITS = $clog2(LANES + 1);
    localparam signed [SUM_BITS:0] BOUND = TILES * WINDOW;
    localparam signed [SUM_BITS:0] FULL  = TILES * (WINDOW - 1);
    localparam DELAY     = SYNC_STAGES + 2;
    localparam SPACING   = SIGN_HOLD != 0 ? WINDOW : WINDOW + SYNC_STAGES;
    localparam AGE_BITS  = $clog2(WINDOW + DELAY + 2);

    wire [SUM_BITS*LANES-1:0] sums;
    wire                      valid, fault;

    kv_readout #(
        .LANES      (LANES),
        .TILES      (TILES),
        .OUT_BITS   (OUT_BITS),
        .SYNC_STAGES(SYNC_STAGES),
        .SIGN_HOLD  (SIGN_HOLD)
    ) u_dut (
        .clk_i      (clk_i),
        .rst_ni     (rst_ni),
        .start_i    (start_i),
        .pulse_i    (pulse_i),
        .sign_i     (sign_i),
        .sum_o      (sums),
        .sum_valid_o(valid),
        .sum_ready_i(sum_ready_i),
        .fault_o    (fault)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);

    // ---- Model ------------------------------------------------------------------------------------------------------
    reg [AGE_BITS-1:0] age_q;      // cycles since the last start, 0 = none; stops at its highest value
    reg [DELAY+1:1]    started_q;  // [n]: a start n cycles ago
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            age_q     <= 0;
            started_q <= 0;
        end else begin
            age_q     <= start_i ? 1 : age_q == 0 || &age_q ? age_q : age_q + 1'b1;
            started_q <= {started_q[DELAY:1], start_i};
        end
    end
    always @* assume (!(start_i && age_q != 0 && age_q < SPACING));
    reg [TILES*LANES-1:0] sign_q;
    always @(posedge clk_i) sign_q <= sign_i;
    always @* assume (sign_i == sign_q || started_q[1] || !begun_q);
    always @* assume (!(started_q[DELAY] & valid & !sum_ready_i));

    (* anyconst *) wire [LANE_BITS-1:0] pick;
    always @* assume (pick < LANES);
    wire                        counting = age_q != 0 && age_q <= WINDOW;
    reg  signed [SUM_BITS-1:0]  here, count_q;
    reg                         spoiled_q;  // the lane had a pulse in the first cycle of the window
    reg                         any;
    integer                     t;
    always @* begin
        here = 0;
        any  = 1'b0;
        for (t = 0; t < TILES; t = t + 1) begin
            if (pulse_i[t*LANES + pick]) begin
                here = sign_i[t*LANES + pick] ? here - 1 : here + 1;
                any  = 1'b1;
            end
        end
    end
    wire signed [SUM_BITS-1:0] count   = (age_q == 1 ? 0 : count_q) + here;
    wire                       spoiled = age_q == 1 ? any : spoiled_q;
    always @(posedge clk_i) if (counting) {count_q, spoiled_q} <= {count, spoiled};

    // What a finished window amounts to, on its way to the output.
    reg [DELAY*(SUM_BITS+1)-1:0] way_q;  // youngest in the lowest bits
    reg [DELAY:1]                ended_q;
    reg                          valid_q, faulty_q, spoilt_q;
    reg signed [SUM_BITS-1:0]    sum_q;
    reg [DELAY-1:1]              wrong_q;  // [n]: some pulse was high in the first cycle of a window, n cycles ago
    wire                         ends = counting & (age_q == WINDOW);
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            ended_q <= 0;
            valid_q <= 1'b0;
            wrong_q <= 0;
        end else begin
            ended_q <= {ended_q[DELAY-1:1], ends};
            valid_q <= ended_q[DELAY-1] | (valid_q & !sum_ready_i);
            wrong_q <= {wrong_q, started_q[1] & (|pulse_i)};
        end
    end
    always @(posedge clk_i) begin
        way_q <= {way_q, spoiled, count};
        if (ended_q[DELAY-1]) {spoilt_q, sum_q} <= way_q[(DELAY-2)*(SUM_BITS+1) +: SUM_BITS+1];
    end

    reg signed [SUM_BITS-1:0] sum;
    integer                   b;
    always @* for (b = 0; b < SUM_BITS; b = b + 1) sum[b] = sums[b*LANES + pick];

    always @* begin
        assert (valid == valid_q);
        if (EXACT != 0 && valid_q && !spoilt_q) assert (sum == sum_q);
        if (valid_q) assert (sum <= BOUND && sum >= -BOUND);
        assert (fault == wrong_q[DELAY-1]);
    end

    reg signed [SUM_BITS-1:0] held_q;
    reg                       holds_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) holds_q <= 1'b0;
        else         holds_q <= valid & !sum_ready_i;
    end
    always @(posedge clk_i) held_q <= sum;
    always @* if (holds_q) assert (sum == held_q);

    // ---- What makes induction converge where the sum is not followed: bounds of the sum so far
    // -------------------------
    (* hierconn *) wire [SYNC_STAGES+1:1]                    \u_dut.start_q ;
    (* hierconn *) wire [OUT_BITS-2:0]                       \u_dut.step_q ;
    (* hierconn *) wire                                      \u_dut.second_q ;
    (* hierconn *) wire                                      \u_dut.open_q ;
    (* hierconn *) wire                                      \u_dut.add_q ;
    (* hierconn *) wire                                      \u_dut.last_q ;
    (* hierconn *) wire [$clog2(TILES+1)*LANES-1:0]          \u_dut.even_q ;
    (* hierconn *) wire [$clog2(TILES+1)*LANES-1:0]          \u_dut.odd_q ;
    wire [$clog2(TILES+1)*LANES-1:0] evens = \u_dut.even_q ;
    wire [$clog2(TILES+1)*LANES-1:0] odds  = \u_dut.odd_q ;
    reg  [$clog2(TILES+1)-1:0]       even, odd;
    always @* begin
        for (b = 0; b < $clog2(TILES + 1); b = b + 1) begin
            even[b] = evens[b*LANES + pick];
            odd[b]  = odds[b*LANES + pick];
        end
    end

    reg [OUT_BITS-1:0] added_q;    // window cycles in the sum, 0 = none yet
    reg [DELAY:1]      counted_q;  // [n]: a window cycle n cycles ago
    reg [DELAY:1]      paired_q;   // [n]: the second, fourth, .. of a window n cycles ago
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            added_q   <= 0;
            counted_q <= 0;
            paired_q  <= 0;
        end else begin
            counted_q <= {counted_q[DELAY-1:1], counting};
            paired_q  <= {paired_q[DELAY-1:1], counting & ~age_q[0]};
            if (paired_q[DELAY-1]) added_q <= started_q[DELAY+1] ? 2 : added_q + 2;
        end
    end
    wire signed [SUM_BITS+OUT_BITS:0] added = added_q;
    wire signed [SUM_BITS+OUT_BITS:0] tiles = TILES;
    generate
        if (EXACT == 0) begin : gen_bounds
            always @* begin
                assert (\u_dut.start_q == started_q[DELAY-1:1]);
                assert (\u_dut.second_q == started_q[DELAY]);
                assert (\u_dut.open_q == started_q[DELAY+1]);
                assert (\u_dut.add_q == paired_q[DELAY-1]);
                assert ((paired_q & ~counted_q) == 0);
                assert (\u_dut.last_q == ended_q[DELAY-1]);
                if (age_q > SYNC_STAGES + 1) begin
                    assert (\u_dut.step_q == (age_q - SYNC_STAGES - 1 < WINDOW ? age_q - SYNC_STAGES - 1 : 0));
                end
                if (age_q == 0) assert (\u_dut.step_q == 0 && started_q == 0 && counted_q == 0 && paired_q == 0 && ended_q == 0);
                if (counted_q[DELAY-1]) assert (even <= TILES);
                if (paired_q[DELAY-1]) assert (odd <= TILES);
                assert (added_q <= WINDOW);
                if (added_q != 0) assert (sum <= (added - 1) * tiles && sum >= -((WINDOW - 1) * tiles));
                if (valid) assert (added_q == WINDOW);
                if (age_q > DELAY + 1 && age_q < WINDOW + DELAY) assert (added_q == (age_q - DELAY) / 2 * 2);
                if (age_q >= WINDOW + DELAY) assert (added_q == WINDOW);
            end
        end
    endgenerate

    reg [1:0] sums_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) sums_q <= 0;
        else if (valid & sum_ready_i & ~&sums_q) sums_q <= sums_q + 1'b1;
    end
    always @* begin
        cover (sums_q == 1 && valid && !spoilt_q && sum_q == FULL);
        cover (sums_q == 1 && valid && !spoilt_q && sum_q == -FULL && holds_q);
        cover (valid && spoilt_q && sum < 0);
        cover (fault && valid && sums_q == 1);
        cover (sums_q == 2 && started_q[1]);
    end
endmodule
