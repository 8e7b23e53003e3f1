// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_refresh for any order of packets, starts, settings and writes, any time that a refresh waits for
/// its admission, and a reset in any cycle. The surroundings keep to the handshake: no packet while `hold_o`, nothing
/// in the cycle after an admission (kv_sequencer needs two), writes go to slots of the window.
///
/// The model counts packets and keeps the round. One slot is picked freely, among the first 8; its levels are followed.
/// 1. a refresh is asked for after every `period`-th packet of the sequence if the next slot round the window is stored,
///    and at no other time; it is ready two cycles after the packet's, stays so until it is admitted, and no packet comes
///    in between: so what is written again, and where, follows from packets alone;
/// 2. the levels of a refresh are those of the last write to its slot; slot and levels are steady until the next
///    packet;
/// 3. of a packet, slot and levels are those that come in;
/// 4. the memory is never written and read at once.
module kv_refresh_props #(
    parameter SLOTS       = 4,
    parameter TILES       = 2,
    parameter PERIOD_BITS = 4,
    parameter WIDTH       = 2
) (
    input wire                                       clk_i,
    input wire                                       rst_ni,
    input wire                                       admit_i,
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

    kv_refresh #(.SLOTS(SLOTS), .TILES(TILES), .PERIOD_BITS(PERIOD_BITS), .WIDTH(WIDTH)) u_dut (
        .clk_i   (clk_i),
        .rst_ni  (rst_ni),
        .packet_i(admit_i & ~ready),
        .grant_i (admit_i & ready),
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
    wire [BITS+1:0] current  = index(tile, slot);  // of the last admission, if it was a refresh

    // ---- Surroundings -----------------------------------------------------------------------------------------------
    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);
    always @* assume (window_i >= 1 && window_i <= WINDOW);
    always @* assume (tile_i < TILES && slot_i < SLOTS);
    reg admitted_q, packet_q, wrote_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {admitted_q, packet_q, wrote_q} <= 0;
        else begin
            admitted_q <= admit_i;
            packet_q   <= admit_i & !ready;
            wrote_q    <= admit_i & !ready & write_i;
        end
    end
    always @* if (admitted_q || (hold && !ready)) assume (!admit_i);

    // ---- Model ------------------------------------------------------------------------------------------------------
    reg                   started_q, none_q, due_q, wanted_q;
    reg [PERIOD_BITS-1:0] period_q, count_q;
    reg [BITS-1:0]        window_q, slot_q;
    wire                  packet = admit_i & !ready;
    wire                  starts = packet & (first_i | !started_q);
    wire [PERIOD_BITS-1:0] period = starts ? period_i : period_q;
    wire [PERIOD_BITS-1:0] before = starts ? 0 : count_q;
    wire                  due    = packet && period != 0 && before == period - 1'b1;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {started_q, due_q, wanted_q} <= 0;
        else begin
            due_q    <= due;
            wanted_q <= due_q && stored_i[slot_q];
            if (packet) begin
                started_q <= 1'b1;
                period_q  <= period;
                if (starts) window_q <= window_i;
                count_q   <= due ? 0 : before + 1'b1;
                none_q    <= (starts | none_q) & !due;
                if (due) slot_q <= starts || none_q || slot_q + 1'b1 == window_q ? 0 : slot_q + 1'b1;
            end
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

    reg ready_q, admit_q;  // of the cycle before
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {ready_q, admit_q} <= 0;
        else {ready_q, admit_q} <= {ready, admit_i};
    end

    always @* begin
        assert (hold == (due_q || wanted_q || ready));
        // a refresh begins to be ready in one way, and ends in one way
        if (wanted_q) assert (!ready);
        if (ready) assert (slot_q < window_q);
        if (active) assert (current == slot_q);
        if (active && known_q && pick == slot_q) assert (levels == word_q);
        if (!active) assert (tile == tile_i && slot == slot_i && levels == levels_i);
    end
    reg wanted_qq;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) wanted_qq <= 0;
        else wanted_qq <= wanted_q;
    end
    always @* if (rst_ni) assert (ready == (wanted_qq || (ready_q && !admit_q)));

    // ---- What makes induction converge ------------------------------------------------------------------------------
    (* hierconn *) wire \u_dut.running_q ;
    (* hierconn *) wire \u_dut.store_q ;
    (* hierconn *) wire \u_dut.due_q ;
    (* hierconn *) wire \u_dut.read_q ;
    (* hierconn *) wire \u_dut.first_q ;
    (* hierconn *) wire [PERIOD_BITS-1:0] \u_dut.count_q ;
    (* hierconn *) wire [PERIOD_BITS-1:0] \u_dut.period_q ;
    (* hierconn *) wire [BITS-1:0] \u_dut.limit_q ;
    (* hierconn *) wire [BITS-1:0] \u_dut.next_q ;
    (* hierconn *) wire [TILE_BITS-1:0] \u_dut.tile_q ;
    (* hierconn *) wire [SLOT_BITS-1:0] \u_dut.slot_q ;
    (* hierconn *) wire [WIDTH-1:0] \u_dut.copy ;
    always @* if (ready && known_q && pick == slot_q) assert (\u_dut.copy == word_q);
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
    always @* begin
        assert (\u_dut.running_q == started_q && \u_dut.due_q == due_q && \u_dut.read_q == wanted_q);
        assert (\u_dut.store_q == wrote_q);
        assert (!(\u_dut.store_q && \u_dut.read_q ));
        assert (!due_q || packet_q);
        assert (!packet_q || admitted_q);
        assert (!(due_q && (wanted_q || ready)) && !(active && (wanted_q || ready || due_q)));
        if (due_q || wanted_q || ready || active) assert (started_q && !none_q);
        if (started_q) begin
            assert (\u_dut.period_q == period_q && \u_dut.limit_q == window_q && \u_dut.first_q == none_q);
            assert (\u_dut.count_q == count_q && window_q >= 1 && window_q <= WINDOW);
            if (period_q != 0) assert (count_q < period_q);
            if (!none_q) assert (\u_dut.next_q == slot_q && index(\u_dut.tile_q , \u_dut.slot_q ) == slot_q
                                 && slot_q < window_q && \u_dut.slot_q < SLOTS && \u_dut.tile_q < TILES);
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
        cover (grants_q == 3 && slot_q + 1 == window_q && window_q == 3);
        cover (active && known_q && pick == slot_q && levels != 0 && levels != levels_i);
        cover (due_q && !stored_i[slot_q]);
    end
endmodule
