// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_calibration behind any sequencer, any readout that gives one sum for each token admitted and holds
/// it until taken, a lane memory, any software, and a reset in any cycle.
///
/// 1. the stream is held, and the block busy, from the cycle after the command to the end, at no other time;
/// 2. a token is offered only then, in a cycle after the head was idle, and until it is admitted;
/// 3. a sum is taken 2 * LANES cycles after it came; 2 * LANES cycles after the 2^FRACTION_BITS-th the end pulses;
/// 4. a lane (picked freely) then holds the sum of its codes;
/// 5. and the count is right where one lane is all there is, else at least 1 if that lane is beyond the limit;
/// 6. while nothing runs, software's writes and its lane pass as they are.
module kv_calibration_props #(
    parameter LANES         = 64,
    parameter SUM_BITS      = 10,
    parameter FRACTION_BITS = 4
) (
    input wire                              clk_i,
    input wire                              rst_ni,
    input wire                              calibrate_i,
    input wire                              idle_i,
    input wire                              admit_i,
    input wire                              sum_valid_i,
    input wire [SUM_BITS*LANES-1:0]         sum_i,
    input wire [(LANES > 1 ? $clog2(LANES) : 1)-1:0] select_i,
    input wire                              set_offset_i,
    input wire [SUM_BITS+FRACTION_BITS-1:0] set_value_i
);
    localparam LANE_BITS   = LANES > 1 ? $clog2(LANES) : 1;
    localparam OFFSET_BITS = SUM_BITS + FRACTION_BITS;
    localparam READS       = 1 << FRACTION_BITS;
    localparam STEP_BITS   = $clog2(2 * LANES + 1);
    localparam COUNT_BITS  = $clog2(LANES + 1);

    (* anyconst *) wire [SUM_BITS-2:0] limit;  // software does not change it meanwhile
    wire                   hold, own, offer, sum_ready, write, over, busy, done;
    wire [LANE_BITS-1:0]   lane;
    wire [OFFSET_BITS-1:0] offset;
    wire [SUM_BITS-1:0]    lane_sum;
    wire [COUNT_BITS-1:0]  over_count;
    reg  [OFFSET_BITS-1:0] looked_up;

    kv_calibration #(.LANES(LANES), .SUM_BITS(SUM_BITS), .FRACTION_BITS(FRACTION_BITS)) u_dut (
        .clk_i         (clk_i),
        .rst_ni        (rst_ni),
        .calibrate_i   (calibrate_i),
        .idle_i        (idle_i),
        .hold_o        (hold),
        .own_o         (own),
        .offer_o       (offer),
        .admit_i       (admit_i),
        .sum_valid_i   (sum_valid_i),
        .sum_ready_o   (sum_ready),
        .sum_i         (sum_i),
        .select_i      (select_i),
        .set_offset_i  (set_offset_i),
        .set_value_i   (set_value_i),
        .lane_o        (lane),
        .lane_offset_i (looked_up),
        .write_offset_o(write),
        .offset_o      (offset),
        .lane_sum_o    (lane_sum),
        .limit_i       (limit),
        .over_o        (over),
        .over_count_o  (over_count),
        .busy_o        (busy),
        .done_o        (done)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);

    // ---- The memory: the picked lane, and anything for the others
    // -------------------------------------------------------
    (* anyconst *) wire [LANE_BITS-1:0]   picked;
    (* anyseq *)   wire [OFFSET_BITS-1:0] anything;
    reg                   was_picked_q;
    reg [OFFSET_BITS-1:0] memory_q, before_q;
    always @* assume (picked < LANES && select_i < LANES);
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) memory_q <= 0;
        else if (write && lane == picked) memory_q <= offset;
    end
    always @(posedge clk_i) begin
        was_picked_q <= lane == picked;
        before_q     <= memory_q;
    end
    always @* looked_up = was_picked_q ? before_q : anything;

    // ---- Sequencer and readout
    // ------------------------------------------------------------------------------------------
    reg                      due_q, waits_q;  // a sum will come; it is there and not taken
    reg [SUM_BITS*LANES-1:0] sum_q;
    wire                     taken = sum_valid_i & sum_ready;
    always @* begin
        assume (!(admit_i & !offer));
        assume (!(sum_valid_i & !due_q));
        if (waits_q) assume (sum_valid_i && sum_i == sum_q);
    end
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {due_q, waits_q} <= 2'b00;
        else begin
            due_q   <= admit_i | (due_q & !taken);
            waits_q <= sum_valid_i & !taken;
        end
    end
    always @(posedge clk_i) sum_q <= sum_i;

    // ---- What must happen
    // -----------------------------------------------------------------------------------------------
    reg                   busy_q, idle_q, offer_q, done_q, checking_q;
    reg [STEP_BITS-1:0]   steps_q;
    reg [FRACTION_BITS:0] reads_q;
    reg [OFFSET_BITS-1:0] total_q;  // of the picked lane
    reg [SUM_BITS-1:0]    its_sum;
    integer               b;
    always @* for (b = 0; b < SUM_BITS; b = b + 1) its_sum[b] = sum_i[b*LANES + picked];
    wire                          last     = steps_q == 2 * LANES - 1;
    wire                          finishes = checking_q & last;
    wire                          enough   = reads_q == READS - 1;
    wire signed [OFFSET_BITS-1:0] wide     = $signed(its_sum);
    wire        [OFFSET_BITS-1:0] with_it  = (reads_q == 0 ? 0 : total_q) + wide;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            {busy_q, idle_q, offer_q, done_q, checking_q} <= 5'd0;
            steps_q <= 0;
            reads_q <= 0;
        end else begin
            busy_q     <= busy_q ? !finishes : calibrate_i;
            idle_q     <= idle_i;
            offer_q    <= offer & !admit_i;
            done_q     <= finishes;
            checking_q <= (taken & enough) | (checking_q & !last);
            steps_q    <= (waits_q | checking_q) && !last ? steps_q + 1'b1 : 0;
            if (taken) reads_q <= enough ? 0 : reads_q + 1'b1;
        end
    end
    always @(posedge clk_i) if (taken) total_q <= with_it;

    wire signed [OFFSET_BITS:0] total  = $signed(total_q);
    wire signed [OFFSET_BITS:0] most   = limit << FRACTION_BITS;
    wire                        beyond = total > most || total < -most;
    always @* begin
        // 1
        assert (hold == busy_q && busy == busy_q);
        // 2
        assert (!offer | (busy_q & own));
        if (offer & !offer_q) assert (idle_q);
        if (offer_q) assert (offer);
        // 3
        assert (sum_ready == (waits_q & last));
        assert (done == done_q);
        // 4, 5
        if (done_q) begin
            assert (memory_q == total_q);
            assert (over_count != 0 || !beyond);
            if (LANES == 1) assert (over_count == beyond);
        end
        // 6
        if (!busy) assert (write == set_offset_i && lane == select_i && (!write || offset == set_value_i));
        cover (done && over_count == LANES && reads_q == 0);
        cover (done && over_count == 0 && total_q != 0);
    end

    // ---- What makes induction converge
    // ----------------------------------------------------------------------------------
    (* hierconn *) wire [2:0]             \u_dut.state_q ;
    (* hierconn *) wire                   \u_dut.phase_q ;
    (* hierconn *) wire [LANE_BITS-1:0]   \u_dut.lane_q ;
    (* hierconn *) wire [FRACTION_BITS:0] \u_dut.reads_q ;
    (* hierconn *) wire [SUM_BITS-1:0]    \u_dut.lane_sum_q ;
    wire adding = \u_dut.state_q == 4;
    wire behind = steps_q > 2 * picked + 1;  // the walk has passed the picked lane
    always @* begin
        assert (\u_dut.state_q <= 5 && busy_q == (\u_dut.state_q != 0));
        assert (due_q == (\u_dut.state_q == 3 || adding) && waits_q == adding);
        assert (checking_q == (\u_dut.state_q == 5) && \u_dut.reads_q == reads_q && reads_q < READS);
        assert (steps_q == 2 * \u_dut.lane_q + \u_dut.phase_q && (waits_q | checking_q || steps_q == 0) && steps_q < 2 * LANES);
        assert (own == (offer | due_q) && offer == (\u_dut.state_q == 2));
        if (\u_dut.state_q == 0 || checking_q) assert (reads_q == 0);
        if (\u_dut.phase_q ) assert (was_picked_q == (\u_dut.lane_q == picked) && before_q == memory_q);
        if (\u_dut.phase_q && was_picked_q && adding) assert (\u_dut.lane_sum_q == its_sum);
        if (adding) assert (behind ? memory_q == with_it : reads_q == 0 || memory_q == total_q);
        if (busy_q && !adding && reads_q != 0 || checking_q) assert (memory_q == total_q);
        if (checking_q && behind) assert (over_count != 0 || !beyond);
        if (checking_q && LANES == 1) assert (over_count == 0);
        if (checking_q) assert (over_count <= \u_dut.lane_q );
    end
endmodule
