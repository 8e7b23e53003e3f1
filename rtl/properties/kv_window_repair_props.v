// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_window_repair for any order of tokens, starts, lists and window settings (ENTRIES+1 .. built
/// window), any choice of the cycles in which a token that is not held back is admitted, and a reset in any cycle.
///
/// The model keeps one bit per slot: named in the list that was sampled, written in this sequence.
/// 1. a write goes to the next slot after the last one of the sequence, round the window, that the list does not name;
///    the first to the lowest such slot. So each write has one slot, below the window, and never a bad one;
/// 2. live (below the frontier and usable) are exactly the slots written in this sequence; their number is the count,
/// with COUNT;
/// 3. window and list are those at the start of the sequence, whatever becomes of them later;
/// 4. the combinational address is that of the next cycle; tile and slot are always in range;
/// 5. a token is held back for at most ENTRIES + 1 cycles after a write, never if it starts a sequence or only queries,
///    and where the slot behind the last one is usable for one cycle only.
module kv_window_repair_props #(
    parameter SLOTS   = 64,
    parameter TILES   = 16,
    parameter ENTRIES = 4,
    parameter COUNT   = 1
) (
    input wire                                    clk_i,
    input wire                                    rst_ni,
    input wire                                    admit_i,
    input wire                                    first_i,
    input wire                                    write_i,
    input wire [$clog2(SLOTS*TILES+1)-1:0]        window_i,
    input wire [ENTRIES-1:0]                      bad_valid_i,
    input wire [ENTRIES*$clog2(SLOTS*TILES)-1:0]  bad_slot_i
);
    localparam WINDOW     = SLOTS * TILES;
    localparam BITS       = $clog2(WINDOW + 1);
    localparam INDEX_BITS = $clog2(WINDOW);
    localparam TILE_BITS  = $clog2(TILES + 1);
    localparam SLOT_BITS  = SLOTS > 1 ? $clog2(SLOTS) : 1;

    wire                 ready;
    wire [TILE_BITS-1:0] tile, tile_d, frontier_tile, count_tile;
    wire [SLOT_BITS-1:0] slot, slot_d, frontier_slot, count_slot;
    wire [WINDOW-1:0]    usable;

    kv_window_repair #(.SLOTS(SLOTS), .TILES(TILES), .ENTRIES(ENTRIES), .COUNT(COUNT)) u_dut (
        .clk_i          (clk_i),
        .rst_ni         (rst_ni),
        .admit_i        (admit_i),
        .first_i        (first_i),
        .write_i        (write_i),
        .window_i       (window_i),
        .bad_valid_i    (bad_valid_i),
        .bad_slot_i     (bad_slot_i),
        .ready_o        (ready),
        .tile_o         (tile),
        .slot_o         (slot),
        .tile_d_o       (tile_d),
        .slot_d_o       (slot_d),
        .frontier_tile_o(frontier_tile),
        .frontier_slot_o(frontier_slot),
        .usable_o       (usable),
        .count_tile_o   (count_tile),
        .count_slot_o   (count_slot)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);
    always @* assume (window_i > ENTRIES && window_i <= WINDOW);
    always @* assume (!admit_i || ready);
    genvar g;
    generate
        for (g = 0; g < ENTRIES; g = g + 1) begin : gen_range
            always @* assume (bad_slot_i[g*INDEX_BITS +: INDEX_BITS] < WINDOW);
        end
    endgenerate

    function [BITS+1:0] index(input [TILE_BITS-1:0] t, input [SLOT_BITS-1:0] s);
        index = t * SLOTS + s;
    endfunction

    // ---- Model ------------------------------------------------------------------------------------------------------
    reg              started_q, wrote_q;  // a sequence runs; it has written
    reg [BITS-1:0]   window_q;            // of this sequence
    reg [WINDOW-1:0] good_q;              // slots of this sequence's window that no entry names
    reg [WINDOW-1:0] live_q;              // written in this sequence
    reg [BITS-1:0]   last_q;              // where the last write (of any sequence) went

    wire            starts = admit_i & (first_i | !started_q);
    wire [BITS-1:0] window = starts ? window_i : window_q;

    reg [WINDOW-1:0] good, live;
    reg [BITS-1:0]   here, count;
    integer          i, e;
    always @* begin
        good = good_q;
        if (starts) begin
            for (i = 0; i < WINDOW; i = i + 1) good[i] = i < window_i;
            for (e = 0; e < ENTRIES; e = e + 1)
                if (bad_valid_i[e]) good[bad_slot_i[e*INDEX_BITS +: INDEX_BITS]] = 1'b0;
        end
        // the lowest good slot, or the lowest above the last one where there is one
        here = 0;
        for (i = WINDOW - 1; i >= 0; i = i - 1) if (good[i]) here = i;
        if (!starts && wrote_q)
            for (i = WINDOW - 1; i >= 0; i = i - 1) if (good[i] && i > last_q) here = i;
        live = starts ? {WINDOW{1'b0}} : live_q;
        if (write_i) live[here] = 1'b1;
        count = 0;
        for (i = 0; i < WINDOW; i = i + 1) count = count + live_q[i];
    end

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            {started_q, wrote_q} <= 2'b00;
            last_q <= 0;
            live_q <= 0;
        end else if (admit_i) begin
            started_q <= 1'b1;
            window_q  <= window;
            good_q    <= good;
            live_q    <= live;
            wrote_q   <= (wrote_q & !starts) | write_i;
            if (write_i) last_q <= here;
        end
    end

    wire [BITS+1:0] frontier = index(frontier_tile, frontier_slot);
    reg [WINDOW-1:0] below;
    always @* for (i = 0; i < WINDOW; i = i + 1) below[i] = i < frontier;

    always @* begin
        assert (index(tile, slot) == last_q);
        assert (tile < TILES && slot < SLOTS);
        assert (index(tile_d, slot_d) == (admit_i & write_i ? here : last_q));
        assert (tile_d < TILES && slot_d < SLOTS);
        assert (frontier_tile <= TILES && frontier_slot < SLOTS && frontier <= WINDOW);
        if (started_q) begin
            assert ((below & usable) == live_q);
            if (COUNT != 0) assert (index(count_tile, count_slot) == count);
            else            assert (count_tile == frontier_tile && count_slot == frontier_slot);
            assert (count_slot < SLOTS);
            if (wrote_q) assert (last_q < window_q && live_q[last_q] && good_q[last_q]);
            assert ((live_q & ~good_q) == 0);
        end else assert (frontier == 0);
    end

    // ---- How long a token waits -------------------------------------------------------------------------------------
    reg [4:0] since_q;  // cycles since the walk was given a slot to start from, at most 31
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) since_q <= 0;
        else if (admit_i & (starts | write_i)) since_q <= 0;
        else if (~&since_q) since_q <= since_q + 1'b1;
    end
    wire held = !ready;
    always @* if (held) assert (started_q && !first_i && write_i && since_q <= ENTRIES);
    always @* if (held && since_q > 0 && wrote_q) assert (last_q + 1 == window_q ? !good_q[0] : !good_q[last_q + 1]);

    // ---- What makes induction converge ------------------------------------------------------------------------------
    (* hierconn *) wire \u_dut.running_q ;
    (* hierconn *) wire \u_dut.wrapped_q ;
    (* hierconn *) wire \u_dut.known_q ;
    (* hierconn *) wire [BITS-1:0] \u_dut.limit_q ;
    (* hierconn *) wire [BITS-1:0] \u_dut.next_q ;
    (* hierconn *) wire [TILE_BITS-1:0] \u_dut.next_tile_q ;
    (* hierconn *) wire [SLOT_BITS-1:0] \u_dut.next_slot_q ;
    // The walk is somewhere between the last slot and the next good one; what it has passed is bad.
    reg              passed_ok;
    reg [BITS-1:0]   passed;      // candidates given up since the last write
    reg [BITS-1:0]   bad_count;
    always @* begin
        passed = !wrote_q ? \u_dut.next_q
               : \u_dut.next_q > last_q ? \u_dut.next_q - last_q - 1'b1
               : \u_dut.next_q + window_q - last_q - 1'b1;
        passed_ok = 1'b1;
        for (i = 0; i < WINDOW; i = i + 1)
            if (i < window_q && good_q[i]
                && (!wrote_q ? i < \u_dut.next_q
                    : \u_dut.next_q > last_q ? (i > last_q && i < \u_dut.next_q ) : (i > last_q || i < \u_dut.next_q )))
                passed_ok = 1'b0;
        bad_count = 0;
        for (i = 0; i < WINDOW; i = i + 1) if (i < window_q) bad_count = bad_count + !good_q[i];
    end
    always @* begin
        assert (\u_dut.running_q == started_q);
        if (started_q) begin
            assert (\u_dut.limit_q == window_q && window_q > ENTRIES && window_q <= WINDOW);
            assert (\u_dut.next_q < window_q);
            assert (index(\u_dut.next_tile_q , \u_dut.next_slot_q ) == \u_dut.next_q && \u_dut.next_slot_q < SLOTS);
            assert (passed_ok);
            assert (bad_count <= ENTRIES);
            if (\u_dut.known_q ) assert (good_q[\u_dut.next_q ]);
            else assert (since_q == passed);
            assert (wrote_q == (live_q != 0));
            if (!wrote_q) assert (frontier == 0 && !\u_dut.wrapped_q );
            if (wrote_q) begin
                assert (\u_dut.wrapped_q || \u_dut.next_q > last_q);
                if (!\u_dut.wrapped_q ) assert (frontier == last_q + 1);
            end
            for (i = 0; i < WINDOW; i = i + 1) begin
                if (i < window_q) assert (usable[i] == good_q[i]);
                else assert (!good_q[i]);
                // before the first round ends, what lies below the frontier is written; afterwards everything is
                if (\u_dut.wrapped_q && good_q[i]) assert (i < frontier);
            end
            assert (frontier <= window_q);
        end
        assert (last_q < WINDOW);
    end

    // ---- Reachable --------------------------------------------------------------------------------------------------
    reg       gap_q;    // a write of this sequence has jumped over a slot
    reg [1:0] wraps_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {gap_q, wraps_q} <= 0;
        else if (starts) {gap_q, wraps_q} <= 0;
        else if (admit_i & write_i & wrote_q) begin
            if (here > last_q + 1) gap_q <= 1'b1;
            if (here <= last_q && ~&wraps_q) wraps_q <= wraps_q + 1'b1;
        end
    end
    generate
        if (WINDOW <= 16) begin : gen_small
            always @* cover (wraps_q == 1 && gap_q && !good_q[0]);
            always @* cover (held && since_q == ENTRIES);
            always @* cover (wraps_q == 2 && bad_count == 0 && last_q == 1);
            always @* cover (bad_count == ENTRIES && window_q == ENTRIES + 1 && wraps_q == 1);
        end
    endgenerate
endmodule
