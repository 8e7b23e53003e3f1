// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Retention by time: which stored slots are too old, and whether a query met one.
///
/// Ages count ticks of the time base (kv_time_base), whether packets come or not. Cohorts are those of kv_retention:
/// the tokens that are written one after another into one group of GROUP slots share the stamp of the first of them;
/// a write begins a cohort when it enters a group, goes round, or finds the cohort before it expired. A cohort
/// expires when its stamp is more than `limit_i` ticks back. `admit_i` in cycle n => `retained_o` valid from n+1
/// until the next admission, whatever time does; `violation_o` pulses in n+1.
///
/// Cohorts expire in the order in which they were written. After each tick the pointer to the oldest slot that has
/// not expired passes those that have, one cohort a cycle; `hold_o` is high from the cycle after the tick until the
/// pointer stands, and keeps packets back, so that a query always meets a mask that is up to date. In reset nothing
/// is stored and the first token starts a sequence.
module kv_retention_time #(
    /// token slots of a tile
    parameter SLOTS    = 64,
    /// tiles of the head
    parameter TILES    = 16,
    /// slots of a group: a power of two that divides SLOTS
    parameter GROUP    = 16,
    /// bits of a stamp; the limit is at most 2^AGE_BITS - 2
    parameter AGE_BITS = 12
) (
    input  wire                                       clk_i,
    input  wire                                       rst_ni,
    /// pulse: time goes on by one; not while `hold_o`
    input  wire                                       tick_i,
    /// pulse, not while `hold_o`: a token enters stage Q in the next cycle; this and the next three as for kv_window
    input  wire                                       admit_i,
    input  wire                                       first_i,
    input  wire                                       write_i,
    input  wire                                       query_i,
    /// ticks after which a cohort has expired, sampled when a sequence starts; 0 = never
    input  wire [AGE_BITS-1:0]                        limit_i,
    /// the youngest slot: now, and what it becomes in the next cycle (kv_window.tile_o, .slot_o, .tile_d_o, .slot_d_o)
    input  wire [$clog2(TILES+1)-1:0]                 tile_i,
    input  wire [(SLOTS > 1 ? $clog2(SLOTS) : 1)-1:0] slot_i,
    input  wire [$clog2(TILES+1)-1:0]                 tile_d_i,
    input  wire [(SLOTS > 1 ? $clog2(SLOTS) : 1)-1:0] slot_d_i,
    /// kv_window.frontier_tile_o, .frontier_slot_o
    input  wire [$clog2(TILES+1)-1:0]                 frontier_tile_i,
    input  wire [(SLOTS > 1 ? $clog2(SLOTS) : 1)-1:0] frontier_slot_i,
    /// slots that hold a token of the sequence; tile t in bits [t*SLOTS +: SLOTS]
    input  wire [TILES*SLOTS-1:0]                     stored_i,
    /// of those, the ones that have not expired (others have no meaning)
    output wire [TILES*SLOTS-1:0]                     retained_o,
    /// pulse: a query was admitted and some stored slot has expired
    output wire                                       violation_o,
    /// no packet may be admitted
    output wire                                       hold_o
);
    localparam TILE_BITS  = $clog2(TILES + 1);
    localparam SLOT_BITS  = SLOTS > 1 ? $clog2(SLOTS) : 1;
    localparam SHIFT      = $clog2(GROUP);
    localparam GROUPS     = SLOTS / GROUP;  // of a tile
    localparam LAST_GROUP = GROUPS - 1;

    generate
        if (SLOTS < 1 || TILES < 1 || GROUP < 1 || GROUPS * GROUP != SLOTS || (1 << SHIFT) != GROUP
            || AGE_BITS < 2) begin : gen_refuse
            kv_retention_time_group_must_be_a_power_of_two_that_divides_slots u_refuse ();
        end
    endgenerate

    reg                 running_q;   // a sequence has started since reset
    reg                 wrote_q;     // it has written
    reg                 none_q;      // every stored token has expired, or there is none
    reg                 same_q;      // the oldest slot that has not expired was written in the youngest one's round
    reg                 check_q;     // a query was admitted
    reg                 hold_q;      // a tick was, and the pointer may have to move
    reg [AGE_BITS-1:0]  limit_q;
    reg [AGE_BITS-1:0]  now_q;       // ticks so far
    reg [AGE_BITS-1:0]  stamp_q;     // of the youngest cohort
    reg [TILE_BITS-1:0] old_tile_q;  // the oldest slot that has not expired
    reg [SLOT_BITS-1:0] old_slot_q;
    reg                 seen_none_q;  // the pointer as the last packet found it
    reg                 seen_same_q;
    reg [TILE_BITS-1:0] seen_tile_q;
    reg [SLOT_BITS-1:0] seen_slot_q;
    reg [TILE_BITS-1:0] end_tile_q;  // behind the youngest slot
    reg [SLOT_BITS-1:0] end_slot_q;
    reg [TILES*GROUPS*AGE_BITS-1:0] stamps_q;  // of the other cohorts, one a group

    wire fresh = first_i | ~running_q;
    wire write = admit_i & write_i;

    // ---- Expiry: of the cohort that the pointer is in ---------------------------------------------------------------
    wire [SLOT_BITS-1:0] old_group = old_slot_q >> SHIFT;
    wire [SLOT_BITS-1:0] now_group = slot_i >> SHIFT;    // of the youngest slot
    wire [SLOT_BITS-1:0] new_group = slot_d_i >> SHIFT;  // of the slot that is written
    wire                 together  = (old_tile_q == tile_i) & (old_group == now_group);
    wire                 youngest  = same_q & together;  // the pointer is in the youngest cohort

    reg [AGE_BITS-1:0] old_stamp;
    integer            t, g;
    always @* begin
        old_stamp = {AGE_BITS{1'b0}};
        for (t = 0; t < TILES; t = t + 1)
            for (g = 0; g < GROUPS; g = g + 1)
                if ((old_tile_q == t[TILE_BITS-1:0]) && (old_group == g[SLOT_BITS-1:0]))
                    old_stamp = old_stamp | stamps_q[(t*GROUPS + g)*AGE_BITS +: AGE_BITS];
    end

    wire [AGE_BITS-1:0] age     = now_q - (youngest ? stamp_q : old_stamp);
    wire                expires = hold_q & ~none_q & (age > limit_q) & (limit_q != {AGE_BITS{1'b0}});

    // First slot of the next group, round the window.
    wire                 group_carry = old_group == LAST_GROUP[SLOT_BITS-1:0];
    wire [TILE_BITS-1:0] after_tile  = group_carry ? old_tile_q + 1'b1 : old_tile_q;
    wire [SLOT_BITS-1:0] after_group = group_carry ? {SLOT_BITS{1'b0}} : old_group + 1'b1;
    wire [SLOT_BITS-1:0] after_slot  = after_group << SHIFT;
    wire                 over        = {after_tile, after_slot} >= {frontier_tile_i, frontier_slot_i};

    // ---- Write ------------------------------------------------------------------------------------------------------
    wire                 round  = wrote_q & ({tile_d_i, slot_d_i} <= {tile_i, slot_i});
    wire                 leaves = round | (tile_d_i != tile_i) | (new_group != now_group);
    wire                 begins = fresh | ~wrote_q | none_q | leaves;  // a cohort
    // the rest of the round before has been overwritten in the group that the walk leaves
    wire                 pushed = write & leaves & together & ~same_q & ~none_q;
    wire                 move   = (expires & ~youngest) | pushed;

    wire empty    = fresh | ~wrote_q;
    wire same_old = move ? same_q | over : same_q;  // in terms of the round so far
    wire anew     = write & (empty | none_q);

    // The pointer after this cycle.
    wire                 none_d     = admit_i ? ~write_i & (none_q | fresh) : none_q | (expires & youngest);
    wire                 same_d     = anew | (same_old & ~(write & round));
    wire [TILE_BITS-1:0] old_tile_d = anew ? tile_d_i : !move ? old_tile_q : over ? {TILE_BITS{1'b0}} : after_tile;
    wire [SLOT_BITS-1:0] old_slot_d = anew ? slot_d_i : !move ? old_slot_q : over ? {SLOT_BITS{1'b0}} : after_slot;

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            running_q   <= 1'b0;
            wrote_q     <= 1'b0;
            none_q      <= 1'b1;
            seen_none_q <= 1'b1;
            check_q     <= 1'b0;
            hold_q      <= 1'b0;
            now_q       <= {AGE_BITS{1'b0}};
        end else begin
            check_q <= admit_i & query_i;
            hold_q  <= tick_i | expires;
            none_q  <= none_d;
            if (tick_i) now_q <= now_q + 1'b1;
            if (admit_i) begin
                running_q   <= 1'b1;
                wrote_q     <= write_i | (wrote_q & ~fresh);
                seen_none_q <= none_d;
            end
        end
    end

    // No reset: all are written before they are read.
    localparam LAST_SLOT = SLOTS - 1;
    wire       end_carry = slot_d_i == LAST_SLOT[SLOT_BITS-1:0];
    always @(posedge clk_i) begin
        if (admit_i & fresh) limit_q <= limit_i;
        if (write) begin
            end_tile_q <= end_carry ? tile_d_i + 1'b1 : tile_d_i;
            end_slot_q <= end_carry ? {SLOT_BITS{1'b0}} : slot_d_i + 1'b1;
            if (begins) stamp_q <= now_q;
        end
        if (admit_i | expires) begin
            old_tile_q <= old_tile_d;
            old_slot_q <= old_slot_d;
            same_q     <= same_d;
        end
        if (admit_i) begin
            seen_tile_q <= old_tile_d;
            seen_slot_q <= old_slot_d;
            seen_same_q <= same_d;
        end
    end

    genvar k, m;
    generate
        for (k = 0; k < TILES; k = k + 1) begin : gen_tile
            for (m = 0; m < GROUPS; m = m + 1) begin : gen_group
                always @(posedge clk_i)
                    if (write & begins & (tile_i == k[TILE_BITS-1:0]) & (now_group == m[SLOT_BITS-1:0]))
                        stamps_q[(k*GROUPS + m)*AGE_BITS +: AGE_BITS] <= stamp_q;
            end
        end
    endgenerate

    // ---- Masks ------------------------------------------------------------------------------------------------------
    wire [TILES*SLOTS-1:0] before_old, before_end;
    kv_live_mask #(.SLOTS(SLOTS), .TILES(TILES)) u_before_old (
        .frontier_tile_i(seen_tile_q),
        .frontier_slot_i(seen_slot_q),
        .live_o         (before_old)
    );
    kv_live_mask #(.SLOTS(SLOTS), .TILES(TILES)) u_before_end (
        .frontier_tile_i(end_tile_q),
        .frontier_slot_i(end_slot_q),
        .live_o         (before_end)
    );
    wire [TILES*SLOTS-1:0] same = {(TILES*SLOTS){seen_same_q}};
    assign retained_o  = {(TILES*SLOTS){~seen_none_q}} & (before_end | ~same) & (~before_old | (before_end & ~same));
    // (same round: from the pointer up to the youngest; else: from the pointer to the end, and up to the youngest)
    assign violation_o = check_q & (|(stored_i & ~retained_o));
    assign hold_o      = hold_q;
endmodule

`default_nettype wire
