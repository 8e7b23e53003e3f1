// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_refresh_time for any order of packets, starts, settings and writes, ticks at any time, any time
/// that a refresh waits for its admission, and a reset in any cycle. The surroundings keep to the handshake: no
/// packet while `hold_o`, nothing in the cycle after an admission (kv_sequencer needs two), levels are released
/// between two admissions, writes go to slots of the window.
///
/// The model counts ticks from the first write of a sequence on, and the slots that are owed: due and not yet written
/// or found empty. One slot is picked freely, among the first 8; its levels are followed.
/// 1. every `period` ticks a slot is owed, and at no other time; a packet comes only when none is (a sequence that
///    starts owes nothing); as long as the number of those that are owed can be counted none is forgotten;
/// 2. they are taken one after another round the window, from slot 0 on in each sequence: a refresh is asked for
///    within four cycles where the one before has been released, and stays so until it is admitted;
/// 3. the levels of a refresh are those of the last write to its slot; the slot is steady until the next admission,
///    the levels until they are released;
/// 4. of a packet, slot and levels are those that come in;
/// 5. the memory is never written and read at once;
/// 6. however long refreshes wait, and whether packets come or not: when nothing is owed, as for each packet, the
///    picked slot was written, by a packet or again, less than window x period ticks ago.
module kv_refresh_time_props #(
    parameter SLOTS       = 4,
    parameter TILES       = 2,
    parameter PERIOD_BITS = 4,
    parameter WIDTH       = 2
) (
    input wire                                       clk_i,
    input wire                                       rst_ni,
    input wire                                       tick_i,
    input wire                                       admit_i,
    input wire                                       released_i,
    input wire                                       first_i,
    input wire                                       write_i,
    input wire [$clog2(SLOTS*TILES+1)-1:0]           window_i,
    input wire [PERIOD_BITS-1:0]                     period_i,
    input wire [$clog2(TILES+1)-1:0]                 tile_i,
    input wire [(SLOTS > 1 ? $clog2(SLOTS) : 1)-1:0] slot_i,
    input wire [WIDTH-1:0]                           levels_i,
    input wire [TILES*SLOTS-1:0]                     stored_i
);
    localparam WINDOW    = SLOTS * TILES;
    localparam BITS      = $clog2(WINDOW + 1);
    localparam TILE_BITS = $clog2(TILES + 1);
    localparam SLOT_BITS = SLOTS > 1 ? $clog2(SLOTS) : 1;

    wire                 hold, ready, active;
    wire [TILE_BITS-1:0] tile;
    wire [SLOT_BITS-1:0] slot;
    wire [WIDTH-1:0]     levels;

    kv_refresh_time #(.SLOTS(SLOTS), .TILES(TILES), .PERIOD_BITS(PERIOD_BITS), .WIDTH(WIDTH)) u_dut (
        .clk_i   (clk_i),
        .rst_ni  (rst_ni),
        .tick_i  (tick_i),
        .packet_i(admit_i & ~ready),
        .grant_i (admit_i & ready),
        .released_i(released_i),
        .first_i (first_i),
        .write_i (write_i),
        .window_i(window_i),
        .period_i(period_i),
        .tile_i  (tile_i),
        .slot_i  (slot_i),
        .levels_i(levels_i),
        .stored_i(stored_i),
        .hold_o  (hold),
        .ready_o (ready),
        .active_o(active),
        .tile_o  (tile),
        .slot_o  (slot),
        .levels_o(levels)
    );

    function [BITS+1:0] index(input [TILE_BITS-1:0] t, input [SLOT_BITS-1:0] s);
        index = t * SLOTS + s;
    endfunction
    wire [BITS+1:0] youngest = index(tile_i, slot_i);
    wire [BITS+1:0] current  = index(tile, slot);      // of the last admission, if it was a refresh

    // ---- Surroundings -----------------------------------------------------------------------------------------------
    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);
    always @* assume (window_i >= 1 && window_i <= WINDOW);
    always @* assume (tile_i < TILES && slot_i < SLOTS);
    reg admitted_q, wrote_q, taken_q;  // the last admission's levels are released
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {admitted_q, wrote_q, taken_q} <= 3'b001;
        else begin
            admitted_q <= admit_i;
            wrote_q    <= admit_i & !ready & write_i;
            taken_q    <= !admit_i & (taken_q | released_i);
        end
    end
    always @* begin
        if (admitted_q || !taken_q || (hold && !ready)) assume (!admit_i);
        if (taken_q) assume (!released_i);
    end

    // ---- Model ------------------------------------------------------------------------------------------------------
    reg                   started_q, any_q, lost_q;
    reg [PERIOD_BITS-1:0] period_q, count_q;
    reg [BITS-1:0]        window_q, turn_q, at_q;  // the slot whose turn it is, and that of the last refresh
    reg [BITS+1:0]        owed_q;
    wire                  packet = admit_i & !ready;
    wire                  grant  = admit_i & ready;
    wire                  starts = packet & (first_i | !started_q);
    wire                  due    = tick_i && any_q && !starts && period_q != 0 && count_q == period_q - 1'b1;
    wire                  look;
    wire                  done   = grant | (look & !stored_i[turn_q]);
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {started_q, any_q, lost_q, owed_q} <= 0;
        else begin
            if (packet) begin
                started_q <= 1'b1;
                any_q     <= write_i | (any_q & !starts);
                if (starts) {period_q, window_q} <= {period_i, window_i};
            end
            if (packet && write_i && (starts || !any_q)) count_q <= 0;
            else if (tick_i) count_q <= due ? 0 : count_q + 1'b1;
            if (starts)    turn_q <= 0;
            else if (done) turn_q <= turn_q + 1'b1 == window_q ? 0 : turn_q + 1'b1;
            if (grant) at_q <= turn_q;
            lost_q <= lost_q | (due && owed_q >= (1 << BITS) - 1);
            owed_q <= owed_q + due - done;
        end
    end

    // the picked slot: what it holds, and whether it was written since this model began to look
    (* anyconst *) wire [BITS-1:0] pick;
    always @* assume (pick < WINDOW && pick < 8);
    reg             known_q;
    reg [WIDTH-1:0] word_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) known_q <= 0;
        else if (wrote_q && youngest == pick) begin
            known_q <= 1'b1;
            word_q  <= levels_i;
        end
    end

    // its age in ticks, from the write of this sequence on
    localparam AGE_BITS = BITS + PERIOD_BITS + 3;
    reg                young_q;
    reg [AGE_BITS-1:0] age_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) young_q <= 0;
        else begin
            if (starts) young_q <= 0;
            else if (wrote_q && youngest == pick) young_q <= 1'b1;
            age_q <= grant && turn_q == pick ? 0 : (wrote_q && youngest == pick ? 0 : age_q) + tick_i;
        end
    end
    always @* begin
        if (wrote_q) assume (youngest < window_q);
        if (young_q) assume (stored_i[pick]);
    end
    wire [BITS+1:0]     passed = turn_q > pick ? turn_q - pick - 1'b1 : turn_q + window_q - pick - 1'b1;
    wire [AGE_BITS-1:0] bound  = (passed + owed_q) * period_q + count_q;
    always @* if (young_q && !lost_q && period_q != 0) begin
        assert (pick < window_q && any_q && age_q <= bound);
        if (!hold) assert (age_q < window_q * period_q);
    end

    reg ready_q, admit_q;  // of the cycle before
    reg [2:0] waits_q;     // cycles in which something is owed, and nothing asked for or on its way
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {ready_q, admit_q, waits_q} <= 0;
        else begin
            {ready_q, admit_q} <= {ready, admit_i};
            waits_q <= owed_q == 0 || lost_q || done || ready || (active && !taken_q) ? 0 : waits_q + 1'b1;
        end
    end

    always @* begin
        if (!lost_q) assert (hold == (owed_q != 0));
        assert (waits_q < 4);
        if (rst_ni && ready_q && !admit_q) assert (ready);
        if (ready) assert (turn_q < window_q);
        if (active) assert (current == at_q);
        if (active && known_q && pick == at_q && !taken_q) assert (levels == word_q);
        if (!active) assert (tile == tile_i && slot == slot_i && levels == levels_i);
    end

    // ---- What makes induction converge ------------------------------------------------------------------------------
    (* hierconn *) wire \u_dut.running_q ;
    (* hierconn *) wire \u_dut.store_q ;
    (* hierconn *) wire \u_dut.holds_q ;
    (* hierconn *) wire \u_dut.look_q ;
    (* hierconn *) wire \u_dut.busy_q ;
    (* hierconn *) wire [BITS-1:0] \u_dut.late_q ;
    (* hierconn *) wire \u_dut.read_q ;
    (* hierconn *) wire \u_dut.first_q ;
    (* hierconn *) wire [PERIOD_BITS-1:0] \u_dut.count_q ;
    (* hierconn *) wire [PERIOD_BITS-1:0] \u_dut.period_q ;
    (* hierconn *) wire [BITS-1:0] \u_dut.limit_q ;
    (* hierconn *) wire [BITS-1:0] \u_dut.next_q ;
    (* hierconn *) wire [TILE_BITS-1:0] \u_dut.tile_q ;
    (* hierconn *) wire [SLOT_BITS-1:0] \u_dut.slot_q ;
    (* hierconn *) wire [WIDTH-1:0] \u_dut.copy ;
    assign look = \u_dut.look_q ;
    always @* if (ready && known_q && pick == turn_q) assert (\u_dut.copy == word_q);
    // words of the memory, by the names that they have once the hierarchy is gone
    (* hierconn *) wire [WIDTH-1:0] \u_dut.u_shadow.memory_q[0] , \u_dut.u_shadow.memory_q[1] ;
    (* hierconn *) wire [WIDTH-1:0] \u_dut.u_shadow.memory_q[2] , \u_dut.u_shadow.memory_q[3] ;
    (* hierconn *) wire [WIDTH-1:0] \u_dut.u_shadow.memory_q[4] , \u_dut.u_shadow.memory_q[5] ;
    (* hierconn *) wire [WIDTH-1:0] \u_dut.u_shadow.memory_q[6] , \u_dut.u_shadow.memory_q[7] ;
    wire [8*WIDTH-1:0] memory = {\u_dut.u_shadow.memory_q[7] , \u_dut.u_shadow.memory_q[6] ,
                                 \u_dut.u_shadow.memory_q[5] , \u_dut.u_shadow.memory_q[4] ,
                                 \u_dut.u_shadow.memory_q[3] , \u_dut.u_shadow.memory_q[2] ,
                                 \u_dut.u_shadow.memory_q[1] , \u_dut.u_shadow.memory_q[0] };
    wire [WIDTH-1:0]   held   = memory >> (pick * WIDTH);
    always @* if (known_q) assert (held == word_q);
    wire reading = \u_dut.read_q ;
    wire [BITS+1:0] flight = look + reading + ready;
    always @* begin
        assert (\u_dut.running_q == started_q && \u_dut.holds_q == any_q && (started_q || !any_q));
        assert (\u_dut.store_q == wrote_q);
        assert (!(\u_dut.store_q && reading));
        assert (flight <= 1);
        assert (\u_dut.busy_q == (active & !taken_q));
        if (\u_dut.busy_q ) assert (flight == 0);
        if (!lost_q) assert (owed_q == \u_dut.late_q + flight);
        if (owed_q == 0 && !lost_q) assert (flight == 0 && \u_dut.late_q == 0);
        if (wrote_q) assert (!look && !reading && !ready && admitted_q);
        if (flight != 0 || \u_dut.late_q != 0 || active) assert (started_q);
        if (flight != 0) assert (!\u_dut.first_q );
        if (!lost_q) assert (look == (waits_q == 1) && reading == (waits_q == 2));
        if (waits_q == 1) assert (look || lost_q);
        if (waits_q == 2) assert (reading || lost_q);
        if (waits_q == 3) assert (ready || lost_q);
        if (started_q) begin
            assert (\u_dut.period_q == period_q && \u_dut.limit_q == window_q && window_q >= 1 && window_q <= WINDOW);
            assert (turn_q < window_q);
            if (any_q) assert (\u_dut.count_q == count_q);
            if (any_q && period_q != 0) assert (count_q < period_q);
            if (\u_dut.first_q ) assert (turn_q == 0);
            else begin
                assert (\u_dut.next_q < window_q && index(\u_dut.tile_q , \u_dut.slot_q ) == \u_dut.next_q );
                assert (\u_dut.slot_q < SLOTS && \u_dut.tile_q < TILES);
                assert (turn_q == (flight != 0 ? \u_dut.next_q
                                               : \u_dut.next_q + 1'b1 == window_q ? 0 : \u_dut.next_q + 1'b1));
            end
        end
    end

    // ---- Reachable --------------------------------------------------------------------------------------------------
    reg [1:0] grants_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) grants_q <= 0;
        else if (starts) grants_q <= 0;
        else if (admit_i & ready & ~&grants_q) grants_q <= grants_q + 1'b1;
    end
    always @* begin
        cover (grants_q == 2 && window_q == 1 && period_q == 2);
        cover (grants_q == 3 && turn_q == 0 && window_q == 3);
        cover (grants_q == 2 && owed_q == 3);
        cover (active && !taken_q && known_q && pick == at_q && levels != 0 && levels != levels_i);
        cover (look && !stored_i[turn_q]);
        cover (young_q && !hold && period_q == 1 && window_q > 1 && age_q == window_q - 1);
    end
endmodule
