// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_sar_control for any behavior of the macros, also none at all, any start between conversions, and a
/// reset in any cycle.
///
/// 1. a start brings BITS strobes for each of PASSES columns, no more and no fewer, and after them rest;
/// 2. each strobe is followed by one decision before the next strobe; bits come one-hot, highest first;
/// 3. a decision waits until the answers can be fresh (SYNC_STAGES + 1 cycles after the strobe) and until all macros
/// are
///    ready, but never longer than TIMEOUT cycles: a conversion cannot hang, and a timeout is flagged, nothing else is;
/// 4. the next strobe follows a decision in the next cycle; after the last bit the codes are complete in the next cycle
///    and the next column's first strobe comes one later; the column is the number of the pass.
module kv_sar_control_props #(
    parameter BITS        = 6,
    parameter PASSES      = 1,
    parameter MACROS      = 1,
    parameter SYNC_STAGES = 2,
    parameter TIMEOUT     = 16
) (
    input wire              clk_i,
    input wire              rst_ni,
    input wire              start_i,
    input wire [MACROS-1:0] ready_i
);
    localparam PASS_BITS = PASSES > 1 ? $clog2(PASSES) : 1;
    localparam AGE_BITS  = $clog2(TIMEOUT + 2);
    localparam LEFT_BITS = $clog2(BITS * PASSES + 1);

    wire                 compare, begins, decide, done, fault;
    wire [PASS_BITS-1:0] select;
    wire [BITS-1:0]      trial;

    kv_sar_control #(
        .BITS       (BITS),
        .PASSES     (PASSES),
        .MACROS     (MACROS),
        .SYNC_STAGES(SYNC_STAGES),
        .TIMEOUT    (TIMEOUT)
    ) u_dut (
        .clk_i    (clk_i),
        .rst_ni   (rst_ni),
        .start_i  (start_i),
        .ready_i  (ready_i),
        .compare_o(compare),
        .select_o (select),
        .begin_o  (begins),
        .decide_o (decide),
        .bit_o    (trial),
        .done_o   (done),
        .fault_o  (fault)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);

    // ---- Model ------------------------------------------------------------------------------------------------------
    reg                 strobe_q, open_q, complete_q;  // strobe; its decision is due; codes complete
    reg [AGE_BITS-1:0]  age_q;                         // cycles since the strobe, the strobe's own cycle 0
    reg [LEFT_BITS-1:0] left_q;                        // decisions still to come
    reg [PASS_BITS-1:0] column_q;
    reg [3:0]           ready_q;                       // all macros ready, [n]: n + 1 cycles ago
    wire                busy     = (left_q != 0) | complete_q;
    wire [4:0]          ready    = {ready_q, &ready_i};
    wire                late     = open_q & (age_q == TIMEOUT);
    wire                answered = open_q & (age_q > SYNC_STAGES) & ready[SYNC_STAGES];
    wire                decides  = answered | late;
    wire [LEFT_BITS-1:0] left    = left_q - 1'b1;
    wire                lowest   = left % BITS == 0;
    wire                again    = complete_q & (left_q != 0);

    always @* if (busy) assume (!start_i);
    always @* if (!rst_ni) assume (!start_i);
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {strobe_q, open_q, complete_q, age_q, left_q, column_q} <= 0;
        else begin
            strobe_q   <= start_i | again | (decides & !lowest);
            open_q     <= start_i | again | (decides & !lowest) | (open_q & !decides);
            age_q      <= start_i | again | decides ? 0 : age_q + open_q;
            left_q     <= start_i ? BITS * PASSES : left_q - decides;
            complete_q <= decides & lowest;
            if (complete_q) column_q <= left_q == 0 ? 0 : column_q + 1'b1;
        end
    end
    always @(posedge clk_i) ready_q <= ready[3:0];

    wire [LEFT_BITS-1:0] place = left % BITS;  // of the bit on trial
    wire [BITS-1:0]      one   = 1;
    always @* begin
        assert (compare == strobe_q);
        assert (decide == decides);
        if (decides) assert (trial == one << place);
        assert (begins == (start_i | again));
        assert (done == complete_q);
        assert (select == column_q);
        assert (fault == (late & !answered));
        // 3, said without the model's detail
        if (open_q) assert (age_q <= TIMEOUT);
        if (open_q && age_q == TIMEOUT) assert (decide);
    end

    // ---- What makes induction converge ------------------------------------------------------------------------------
    (* hierconn *) wire \u_dut.wait_q ;
    (* hierconn *) wire [$clog2(TIMEOUT+1)-1:0] \u_dut.age_q ;
    always @* begin
        assert (\u_dut.wait_q == open_q);
        assert (\u_dut.age_q == age_q);
        assert (left_q <= BITS * PASSES);
        assert (!open_q || (left_q != 0 && !complete_q));
        assert (left_q == 0 || open_q || complete_q);
        assert (open_q || age_q == 0);
        assert (!strobe_q || (open_q && age_q == 0));
        if (open_q) assert (trial == one << place);
        if (complete_q) assert (left_q % BITS == 0);
        if (open_q | complete_q) assert (column_q == PASSES - 1 - (complete_q ? left_q : left) / BITS);
        else assert (column_q == 0);
    end
    // The synchronizer moves only while an answer is awaited; what it holds matters only when it has moved often
    // enough.

    // ---- Reachable --------------------------------------------------------------------------------------------------
    reg [1:0] faults_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) faults_q <= 0;
        else if (fault & ~&faults_q) faults_q <= faults_q + 1'b1;
    end
    always @* begin
        cover (done && left_q == 0 && faults_q == 0);
        cover (done && left_q == 0 && faults_q == 1);
        cover (decide && age_q == SYNC_STAGES + 1 && !fault && faults_q == 1);
    end
endmodule
