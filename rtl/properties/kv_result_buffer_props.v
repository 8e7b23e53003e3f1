// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_result_buffer behind any readout that keeps the rule of room (a reservation only while `space_o`,
/// one sum for each, held until taken), any consumer, and a reset in any cycle.
///
/// 1. the operand holds until it is taken;
/// 2. BEATS operands for each sum, last on the last of them, none without a sum, and the next a cycle later while any
/// is
///    owed; `load_o` and `beat_o` announce each a cycle before;
/// 3. the rule of room suffices: a sum that has to wait is always the youngest that was reserved; busy while anything
/// is
///    owed;
/// 4. a sum (one is picked freely) comes out word by word in its turn, zero beyond the last lane.
/// EXACT = 0 leaves out 4, whose proof follows the sum through the buffer and knows DEPTH 3 at most.
module kv_result_buffer_props #(
    parameter LANES    = 64,
    parameter SUM_BITS = 10,
    parameter WORDS    = 4,
    parameter DEPTH    = 1,
    parameter EXACT    = 1
) (
    input wire                      clk_i,
    input wire                      rst_ni,
    input wire                      reserve_i,
    input wire                      sum_valid_i,
    input wire [SUM_BITS*LANES-1:0] sum_i,
    input wire                      operand_ready_i
);
    localparam BEATS     = (LANES + WORDS - 1) / WORDS;
    localparam BEAT_BITS = $clog2(BEATS) > 0 ? $clog2(BEATS) : 1;
    localparam OWED_BITS = $clog2((DEPTH + 1) * BEATS + 4);
    localparam DUE_BITS  = $clog2(DEPTH + 2);
    localparam PTR_BITS  = DEPTH > 1 ? $clog2(DEPTH) : 1;

    wire                      space, sum_ready, load, valid, last, busy;
    wire [BEAT_BITS-1:0]      beat;
    wire [SUM_BITS*WORDS-1:0] operand;

    kv_result_buffer #(.LANES(LANES), .SUM_BITS(SUM_BITS), .WORDS(WORDS), .DEPTH(DEPTH)) u_dut (
        .clk_i          (clk_i),
        .rst_ni         (rst_ni),
        .reserve_i      (reserve_i),
        .space_o        (space),
        .sum_valid_i    (sum_valid_i),
        .sum_ready_o    (sum_ready),
        .sum_i          (sum_i),
        .load_o         (load),
        .beat_o         (beat),
        .operand_valid_o(valid),
        .operand_ready_i(operand_ready_i),
        .operand_last_o (last),
        .operand_o      (operand),
        .busy_o         (busy)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);

    // ---- The readout: what was reserved and not yet taken
    // ---------------------------------------------------------------
    reg [DUE_BITS:0]         due_q;
    reg                      waits_q;
    reg [SUM_BITS*LANES-1:0] sum_q;
    wire                     taken = sum_valid_i & sum_ready;
    always @* begin
        assume (!(reserve_i & !space));
        assume (!(sum_valid_i & (due_q == 0)));
        if (waits_q) assume (sum_valid_i && sum_i == sum_q);
    end
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            due_q   <= 0;
            waits_q <= 1'b0;
        end else begin
            due_q   <= due_q + reserve_i - taken;
            waits_q <= sum_valid_i & !sum_ready;
        end
    end
    always @(posedge clk_i) sum_q <= sum_i;

    // ---- What is owed
    // ---------------------------------------------------------------------------------------------------
    wire                       accepted = valid & operand_ready_i;
    reg  [OWED_BITS-1:0]       owed_q;  // operands of sums taken, not yet accepted
    reg  [BEAT_BITS-1:0]       beat_q, announced_q;
    reg                        held_q, held_last_q, load_q;
    reg  [SUM_BITS*WORDS-1:0]  held_operand_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            owed_q <= 0;
            beat_q <= 0;
            held_q <= 1'b0;
            load_q <= 1'b0;
        end else begin
            owed_q <= owed_q + (taken ? BEATS : 0) - accepted;
            if (accepted) beat_q <= beat_q == BEATS - 1 ? 0 : beat_q + 1'b1;
            held_q <= valid & !operand_ready_i;
            load_q <= load;
        end
    end
    always @(posedge clk_i) begin
        {held_operand_q, held_last_q} <= {operand, last};
        if (load) announced_q <= beat;
    end
    always @* begin
        // 1
        if (held_q) assert (valid && operand == held_operand_q && last == held_last_q);
        // 2
        assert (valid == (owed_q != 0));
        if (valid) assert (last == (beat_q == BEATS - 1) && announced_q == beat_q);
        assert (load_q == (valid & !held_q));
        // 3
        if (sum_valid_i & !sum_ready) assert (due_q == 1);
        assert (busy == (owed_q != 0 || due_q != 0));
    end

    // ---- One sum, picked freely
    // -----------------------------------------------------------------------------------------
    (* anyseq *) wire choose;
    reg                        chosen_q;
    reg [SUM_BITS*LANES-1:0]   chosen_sum_q;
    reg [OWED_BITS-1:0]        ahead_q;  // operands to be accepted before its first
    reg [BEAT_BITS-1:0]        turn_q;   // its beat that comes next
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) chosen_q <= 1'b0;
        else if (!chosen_q) begin
            if (taken & choose) begin
                chosen_q     <= 1'b1;
                chosen_sum_q <= sum_i;
                ahead_q      <= owed_q - accepted;
                turn_q       <= 0;
            end
        end else if (accepted) begin
            if (ahead_q != 0) ahead_q <= ahead_q - 1'b1;
            else if (turn_q == BEATS - 1) chosen_q <= 1'b0;
            else turn_q <= turn_q + 1'b1;
        end
    end
    reg     [SUM_BITS*WORDS-1:0] expected;
    integer                      b, w;
    always @* begin
        expected = 0;
        for (b = 0; b < SUM_BITS; b = b + 1)
            for (w = 0; w < WORDS; w = w + 1)
                if (turn_q * WORDS + w < LANES) expected[b*WORDS + w] = chosen_sum_q[b*LANES + turn_q*WORDS + w];
    end
    // 4
    always @* if (EXACT != 0 && chosen_q && ahead_q == 0 && valid) assert (operand == expected && turn_q == beat_q);

    // ---- What makes induction converge
    // ----------------------------------------------------------------------------------
    (* hierconn *) wire [DUE_BITS-1:0]  \u_dut.used_q ;
    (* hierconn *) wire [DUE_BITS-1:0]  \u_dut.held_q ;
    (* hierconn *) wire [BEAT_BITS-1:0] \u_dut.beat_q ;
    (* hierconn *) wire [PTR_BITS-1:0]  \u_dut.rd_q ;
    (* hierconn *) wire [PTR_BITS-1:0]  \u_dut.wr_q ;
    wire [DUE_BITS:0]    used   = \u_dut.used_q ;
    wire [DUE_BITS:0]    rd     = DEPTH > 1 ? \u_dut.rd_q : 0;
    wire [DUE_BITS:0]    wr     = DEPTH > 1 ? \u_dut.wr_q : 0;
    wire [BEAT_BITS-1:0] next   = \u_dut.beat_q ;
    wire [OWED_BITS-1:0] stored = used * BEATS - next;  // operands in the buffer
    wire [BEAT_BITS:0]   behind = beat_q + valid;
    always @* begin
        assert (used <= DEPTH && next < BEATS && beat_q < BEATS);
        assert (used != 0 || next == 0);
        assert (\u_dut.held_q == used + due_q && used + due_q <= DEPTH + 1 && due_q <= DEPTH + 1);
        assert (rd < DEPTH && wr < DEPTH && wr == (rd + used >= DEPTH ? rd + used - DEPTH : rd + used));
        assert (owed_q == stored + valid);
        assert (next == (behind >= BEATS ? behind - BEATS : behind));
        assert (!waits_q || due_q != 0);
        if (chosen_q) begin
            assert (turn_q < BEATS && ahead_q < owed_q && ahead_q + BEATS - turn_q <= owed_q);
            assert (ahead_q == 0 || turn_q == 0);
            assert ((ahead_q + beat_q) % BEATS == turn_q);
        end
    end

    (* hierconn *) wire [SUM_BITS*LANES-1:0] \u_dut.buffer_q[0] ;
    (* hierconn *) wire [SUM_BITS*LANES-1:0] \u_dut.buffer_q[1] ;
    (* hierconn *) wire [SUM_BITS*LANES-1:0] \u_dut.buffer_q[2] ;
    wire [SUM_BITS*LANES-1:0] entry_0 = \u_dut.buffer_q[0] ;
    wire [SUM_BITS*LANES-1:0] entry_1 = \u_dut.buffer_q[1] ;
    wire [SUM_BITS*LANES-1:0] entry_2 = \u_dut.buffer_q[2] ;
    // The entry e places behind the oldest.
    function [SUM_BITS*LANES-1:0] entry(input integer e);
        reg [DUE_BITS:0] place;
        begin
            place = rd + e >= DEPTH ? rd + e - DEPTH : rd + e;
            entry = place == 0 ? entry_0 : place == 1 ? entry_1 : entry_2;
        end
    endfunction
    // Only where the sum is followed: a netlist has no pointer to a single entry.
    always @* if (EXACT != 0 && DEPTH == 1) assert (\u_dut.rd_q == 0 && \u_dut.wr_q == 0);
    integer e;
    always @* if (EXACT != 0 && chosen_q) begin
        for (e = 0; e < DEPTH; e = e + 1) begin
            // beat 0 of entry e comes `next` operands before the buffer's next one, and e tokens later
            if (e < used && ahead_q + next == valid + e * BEATS + turn_q) assert (entry(e) == chosen_sum_q);
        end
    end

    always @* begin
        cover (chosen_q && ahead_q == 0 && valid && last && held_q && expected != 0);
        cover (owed_q == DEPTH * BEATS + 1 && due_q == 1 && waits_q);
    end
endmodule
