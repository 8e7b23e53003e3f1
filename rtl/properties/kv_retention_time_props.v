// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_retention_time beside a kv_window, for any order of tokens, starts, window settings and limits,
/// any subset of the written slots called stored, ticks at any time, and a reset in any cycle. The surroundings keep
/// to the handshake: no packet and no tick while `hold_o`.
///
/// The model keeps an age for every slot, in ticks since the first write of its cohort; ages stop above any limit, so
/// nothing wraps. A write begins a cohort when it enters a group, goes round, or finds the last written slot expired.
/// 1. from a packet to the next, a written slot is retained if and only if its cohort was at most `limit` ticks old
///    at the packet, or there is no limit;
/// 2. a violation is one cycle after a query, if and only if a stored slot is not retained;
/// 3. the limit is the setting at the start of the sequence, whatever becomes of the setting later;
/// 4. packets are held up after ticks only, a cycle longer for each cohort that expires.
module kv_retention_time_props #(
    parameter SLOTS    = 8,
    parameter TILES    = 2,
    parameter GROUP    = 4,
    parameter AGE_BITS = 4
) (
    input wire                             clk_i,
    input wire                             rst_ni,
    input wire                             tick_i,
    input wire                             admit_i,
    input wire                             first_i,
    input wire                             write_i,
    input wire                             query_i,
    input wire [AGE_BITS-1:0]              limit_i,
    input wire [$clog2(SLOTS*TILES+1)-1:0] window_i,
    input wire [TILES*SLOTS-1:0]           stored_i
);
    localparam WINDOW    = SLOTS * TILES;
    localparam GROUPS    = SLOTS / GROUP;
    localparam BITS      = $clog2(WINDOW + 1);
    localparam TILE_BITS = $clog2(TILES + 1);
    localparam SLOT_BITS = SLOTS > 1 ? $clog2(SLOTS) : 1;
    localparam OLDEST    = (1 << AGE_BITS) - 1;

    wire [TILE_BITS-1:0] tile, tile_d, frontier_tile;
    wire [SLOT_BITS-1:0] slot, slot_d, frontier_slot;
    wire [WINDOW-1:0]    retained;
    wire                 violation, hold;

    kv_window #(.SLOTS(SLOTS), .TILES(TILES)) u_window (
        .clk_i          (clk_i),
        .rst_ni         (rst_ni),
        .admit_i        (admit_i),
        .first_i        (first_i),
        .write_i        (write_i),
        .window_i       (window_i),
        .tile_o         (tile),
        .slot_o         (slot),
        .tile_d_o       (tile_d),
        .slot_d_o       (slot_d),
        .frontier_tile_o(frontier_tile),
        .frontier_slot_o(frontier_slot)
    );
    kv_retention_time #(.SLOTS(SLOTS), .TILES(TILES), .GROUP(GROUP), .AGE_BITS(AGE_BITS)) u_dut (
        .clk_i          (clk_i),
        .rst_ni         (rst_ni),
        .tick_i         (tick_i),
        .admit_i        (admit_i),
        .first_i        (first_i),
        .write_i        (write_i),
        .query_i        (query_i),
        .limit_i        (limit_i),
        .tile_i         (tile),
        .slot_i         (slot),
        .tile_d_i       (tile_d),
        .slot_d_i       (slot_d),
        .frontier_tile_i(frontier_tile),
        .frontier_slot_i(frontier_slot),
        .stored_i       (stored_i),
        .retained_o     (retained),
        .violation_o    (violation),
        .hold_o         (hold)
    );

    // Linear addresses; two bits more than any needs.
    function [BITS+1:0] index(input [TILE_BITS-1:0] t, input [SLOT_BITS-1:0] s);
        index = t * SLOTS + s;
    endfunction
    wire [BITS+1:0] youngest = index(tile, slot);
    wire [BITS+1:0] target   = index(tile_d, slot_d);
    wire [BITS+1:0] written  = index(frontier_tile, frontier_slot);

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);
    always @* assume (window_i >= 1 && window_i <= WINDOW);
    always @* assume (limit_i != OLDEST);
    always @* assume ((stored_i >> written) == 0);
    always @* if (hold) assume (!admit_i && !tick_i);

    // ---- Model ------------------------------------------------------------------------------------------------------
    reg                        started_q, any_q, query_q;  // a sequence runs; it has written; the last packet queried
    reg  [BITS-1:0]            window_q;
    reg  [AGE_BITS-1:0]        limit_q;
    reg  [WINDOW*AGE_BITS-1:0] ages_q;
    wire                       starts = admit_i & (first_i | !started_q);

    function [AGE_BITS-1:0] older(input [AGE_BITS-1:0] age);
        older = age == OLDEST ? OLDEST : age + 1'b1;
    endfunction
    function expired(input [AGE_BITS-1:0] age);
        expired = limit_q != 0 && age > limit_q;
    endfunction
    wire [AGE_BITS-1:0] last_age = ages_q >> (youngest * AGE_BITS);
    wire begins = starts || !any_q || target <= youngest || target / GROUP != youngest / GROUP || expired(last_age);

    // A packet, and then the tick of the same cycle.
    reg [WINDOW*AGE_BITS-1:0] ages_d;
    reg [WINDOW-1:0]          seen_d, seen_q;  // slots that a packet finds not expired, the one that it writes included
    reg [AGE_BITS-1:0]        here;
    wire [AGE_BITS-1:0]       rule = starts ? limit_i : limit_q;
    integer                   s;
    always @* begin
        for (s = 0; s < WINDOW; s = s + 1) begin
            here      = admit_i && write_i && target == s ? (begins ? 0 : last_age) : ages_q[s*AGE_BITS +: AGE_BITS];
            seen_d[s] = rule == 0 || here <= rule;
            ages_d[s*AGE_BITS +: AGE_BITS] = tick_i ? older(here) : here;
        end
    end

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {started_q, any_q, query_q} <= 3'b000;
        else begin
            query_q <= admit_i & query_i;
            if (admit_i) begin
                started_q <= 1'b1;
                any_q     <= write_i | (any_q & !starts);
            end
        end
    end
    always @(posedge clk_i) begin
        if (starts) {window_q, limit_q} <= {window_i, limit_i};
        ages_q <= ages_d;
        if (admit_i) seen_q <= seen_d;
    end

    reg [WINDOW-1:0] fresh;  // written and not expired
    integer          f;
    always @* begin
        for (f = 0; f < WINDOW; f = f + 1)
            fresh[f] = started_q && f < written && !expired(ages_q[f*AGE_BITS +: AGE_BITS]);
        if (started_q) for (f = 0; f < WINDOW; f = f + 1) if (f < written) assert (retained[f] == seen_q[f]);
        assert (violation == (query_q && (stored_i & ~seen_q) != 0));
    end

    // ---- What makes induction converge: the window
    // --------------------------------------------------------------------
    (* hierconn *) wire            \u_window.running_q ;
    (* hierconn *) wire            \u_window.empty_q ;
    (* hierconn *) wire            \u_window.full_q ;
    (* hierconn *) wire [BITS-1:0] \u_window.limit_q ;
    (* hierconn *) wire [BITS-1:0] \u_window.left_q ;
    always @* begin
        assert (\u_window.running_q == started_q && \u_window.empty_q == !any_q && (started_q || !any_q));
        assert (slot < SLOTS && tile < TILES && frontier_slot < SLOTS && written <= WINDOW && any_q == (written != 0));
        if (started_q) assert (\u_window.limit_q == window_q && window_q >= 1 && window_q <= WINDOW);
        if (any_q) begin
            assert (youngest < window_q && \u_window.left_q == window_q - 1'b1 - youngest);
            assert (\u_window.full_q == (written == window_q));
            assert (written <= window_q && (written == window_q || written == youngest + 1'b1));
        end
    end

    // ---- What makes induction converge: pointer and stamps
    // --------------------------------------------------------------
    (* hierconn *) wire                              \u_dut.running_q ;
    (* hierconn *) wire                              \u_dut.wrote_q ;
    (* hierconn *) wire                              \u_dut.none_q ;
    (* hierconn *) wire                              \u_dut.same_q ;
    (* hierconn *) wire                              \u_dut.check_q ;
    (* hierconn *) wire                              \u_dut.hold_q ;
    (* hierconn *) wire [AGE_BITS-1:0]               \u_dut.limit_q ;
    (* hierconn *) wire [AGE_BITS-1:0]               \u_dut.now_q ;
    (* hierconn *) wire [AGE_BITS-1:0]               \u_dut.stamp_q ;
    (* hierconn *) wire [TILE_BITS-1:0]              \u_dut.old_tile_q ;
    (* hierconn *) wire [SLOT_BITS-1:0]              \u_dut.old_slot_q ;
    (* hierconn *) wire [TILE_BITS-1:0]              \u_dut.end_tile_q ;
    (* hierconn *) wire [SLOT_BITS-1:0]              \u_dut.end_slot_q ;
    (* hierconn *) wire [TILES*GROUPS*AGE_BITS-1:0]  \u_dut.stamps_q ;
    wire                             none   = \u_dut.none_q ;
    wire                             same   = \u_dut.same_q ;  // the oldest one is of the round of the youngest one
    wire [AGE_BITS-1:0]              now    = \u_dut.now_q ;
    wire [TILES*GROUPS*AGE_BITS-1:0] stamps = \u_dut.stamps_q ;
    wire [BITS+1:0]                  oldest = index(\u_dut.old_tile_q , \u_dut.old_slot_q );
    wire [BITS+1:0]                  begin_of_group = youngest / GROUP * GROUP;
    wire [BITS+1:0]                  end_of_group   = begin_of_group + GROUP;
    // Of the cohort of the round before in the group of the youngest slot, also when all of it has been overwritten.
    wire [AGE_BITS-1:0]              rest_stamp = stamps >> (youngest / GROUP * AGE_BITS);
    wire [AGE_BITS-1:0]              rest       = now - rest_stamp;
    wire [AGE_BITS-1:0]              next_age   = ages_q >> ((end_of_group < written ? end_of_group : 0) * AGE_BITS);

    integer              i;
    reg                  young;
    reg [WINDOW-1:0]     kept;
    reg [AGE_BITS-1:0]   stamp, age, after;
    always @* begin
        assert (\u_dut.running_q == started_q && \u_dut.wrote_q == any_q && \u_dut.check_q == query_q);
        if (started_q) assert (\u_dut.limit_q == limit_q && limit_q != OLDEST);
        assert (hold == \u_dut.hold_q );
        // What the pointer says; behind by the cohorts that the last tick ended.
        for (i = 0; i < WINDOW; i = i + 1)
            kept[i] = !none && i < written && (same ? i >= oldest && i <= youngest : i >= oldest || i <= youngest);
        assert (none == (kept == 0) && (kept & fresh) == fresh && (hold || kept == fresh));
        if (any_q)
            assert (index(\u_dut.end_tile_q , \u_dut.end_slot_q ) == youngest + 1'b1 && \u_dut.end_slot_q < SLOTS);
        if (any_q && !none) begin
            assert (kept[youngest] && oldest < written && \u_dut.old_slot_q < SLOTS);
            if (same) assert (oldest <= youngest);
            else      assert (oldest >= begin_of_group && written == window_q);
            if (!same && oldest < end_of_group && limit_q != 0) assert (rest <= limit_q + hold && rest >= next_age);
            for (i = 0; i < WINDOW; i = i + 1) begin
                young = i / GROUP == youngest / GROUP && i <= youngest;
                stamp = young ? \u_dut.stamp_q : stamps[i/GROUP*AGE_BITS +: AGE_BITS];
                age   = ages_q[i*AGE_BITS +: AGE_BITS];
                after = ages_q >> (i + 1 < written ? (i + 1) * AGE_BITS : 0);
                if (kept[i] && limit_q != 0) begin
                    assert (now - stamp == age && age <= limit_q + hold);
                    // the next cohort is not older
                    if (i != youngest && (i + 1 == written || (i + 1) % GROUP == 0)) assert (age >= after);
                end
            end
        end
    end

    // ---- Reachable --------------------------------------------------------------------------------------------------
    reg wrapped_q, broke_q;  // the walk went round; a cohort ended within a group because it had expired
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {wrapped_q, broke_q} <= 0;
        else begin
            wrapped_q <= !starts & (wrapped_q | (any_q & admit_i & write_i & target <= youngest));
            broke_q   <= !starts & (broke_q | (admit_i & write_i & any_q & target > youngest
                                               & target / GROUP == youngest / GROUP & expired(last_age)));
        end
    end
    always @* begin
        cover (wrapped_q && written == WINDOW && limit_q == 0 && query_q && !violation);
        cover (wrapped_q && fresh == 0 && any_q);
    end
    generate
        if (WINDOW > 1) begin : gen_more
            always @* cover (wrapped_q && violation && fresh != 0 && !fresh[WINDOW-1] && written == WINDOW);
        end
        if (WINDOW > GROUP) begin : gen_groups
            always @* cover (wrapped_q && !fresh[youngest+1'b1] && fresh[WINDOW-1] && fresh[0] && written == WINDOW);
        end
        if (GROUP > 1) begin : gen_breaks
            always @* cover (broke_q && fresh[youngest] && !fresh[0] && written > 1);
        end
    endgenerate
endmodule
