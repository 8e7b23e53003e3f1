// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Sliding window that walks round bad slots: kv_window with a list of slots that are never written and never live.
///
/// `admit_i` in cycle n => all registered outputs valid from n+1 until the next admission. Slots of the window fill in
/// rising order without those that an entry names, and are then reused in the same order; live are those below a
/// frontier that no entry names (`usable_o`). The next slot is searched after each write, one candidate a cycle: with
/// no bad slot in the way it is known in the second cycle after the admission, when the next token can come at the
/// earliest; until then `ready_o` holds back a token that would write. The first token of a sequence never waits: its
/// slot comes straight from the list. After reset the window is empty and the first token starts a sequence whether or
/// not it says so.
module kv_window_repair #(
    /// token slots of a tile
    parameter SLOTS   = 64,
    /// tiles of the head
    parameter TILES   = 16,
    /// entries of the list, fewer than slots
    parameter ENTRIES = 4,
    /// 1: stored tokens are counted
    parameter COUNT   = 0
) (
    input  wire                                               clk_i,
    input  wire                                               rst_ni,
    /// pulse, while `ready_o`: a token enters stage Q in the next cycle
    input  wire                                               admit_i,
    /// of the token that waits: it starts a sequence, the window is emptied, `window_i` and the list are sampled
    input  wire                                               first_i,
    /// of the token that waits: it writes
    input  wire                                               write_i,
    /// slots in use, ENTRIES+1..SLOTS*TILES
    input  wire [$clog2(SLOTS*TILES+1)-1:0]                   window_i,
    /// entry e names a bad slot
    input  wire [ENTRIES-1:0]                                 bad_valid_i,
    /// its linear index, entry after entry; an index twice or beyond the window does no harm
    input  wire [ENTRIES*$clog2(SLOTS*TILES)-1:0]             bad_slot_i,
    /// the token that waits may be admitted (combinational)
    output wire                                               ready_o,
    /// address of the youngest written slot: this token's, if it writes
    output wire [$clog2(TILES+1)-1:0]                         tile_o,
    output wire [(SLOTS > 1 ? $clog2(SLOTS) : 1)-1:0]         slot_o,
    /// what `tile_o` and `slot_o` become in the next cycle (combinational; for kv_word_lines)
    output wire [$clog2(TILES+1)-1:0]                         tile_d_o,
    output wire [(SLOTS > 1 ? $clog2(SLOTS) : 1)-1:0]         slot_d_o,
    /// live slots are those whose linear index is below frontier_tile * SLOTS + frontier_slot and that are usable
    output wire [$clog2(TILES+1)-1:0]                         frontier_tile_o,
    output wire [(SLOTS > 1 ? $clog2(SLOTS) : 1)-1:0]         frontier_slot_o,
    /// slots that no entry names; tile t in bits [t*SLOTS +: SLOTS]
    output wire [TILES*SLOTS-1:0]                             usable_o,
    /// COUNT = 1: live slots = count_tile * SLOTS + count_slot; otherwise the frontier once more
    output wire [$clog2(TILES+1)-1:0]                         count_tile_o,
    output wire [(SLOTS > 1 ? $clog2(SLOTS) : 1)-1:0]         count_slot_o
);
    localparam TILE_BITS   = $clog2(TILES + 1);
    localparam SLOT_BITS   = SLOTS > 1 ? $clog2(SLOTS) : 1;
    localparam WINDOW      = SLOTS * TILES;
    localparam WINDOW_BITS = $clog2(WINDOW + 1);
    localparam INDEX_BITS  = $clog2(WINDOW);
    localparam LAST_SLOT   = SLOTS - 1;

    generate
        if (SLOTS < 1 || TILES < 1 || ENTRIES < 1 || ENTRIES >= WINDOW) begin : gen_refuse
            kv_window_repair_entries_must_be_1_to_slots_minus_1 u_refuse ();
        end
    endgenerate

    reg                          running_q;        // a sequence has started since reset
    reg                          wrapped_q;        // the walk has come to the end of the window once
    reg                          known_q;          // the next slot is usable
    reg [WINDOW_BITS-1:0]        limit_q;          // window of this sequence
    reg [ENTRIES-1:0]            bad_valid_q;      // list of this sequence
    reg [ENTRIES*INDEX_BITS-1:0] bad_slot_q;
    reg [TILE_BITS-1:0]          tile_q;           // the youngest slot
    reg [SLOT_BITS-1:0]          slot_q;
    reg [WINDOW_BITS-1:0]        next_q;           // the slot after it, as linear index and as a pair
    reg [TILE_BITS-1:0]          next_tile_q;
    reg [SLOT_BITS-1:0]          next_slot_q;
    reg [TILE_BITS-1:0]          frontier_tile_q;
    reg [SLOT_BITS-1:0]          frontier_slot_q;

    wire fresh = first_i | ~running_q;
    wire write = admit_i & write_i;
    wire load  = admit_i & (fresh | write_i);

    wire [WINDOW_BITS-1:0] limit = admit_i & fresh ? window_i : limit_q;

    // ---- First usable slot of the list at the input: one of 0..ENTRIES
    // -----------------------------------------------
    wire [ENTRIES:0]                 free;  // ENTRIES: it is if no other is, as every entry names one of them then
    wire [ENTRIES:0]                 origin = free & ~(free - 1'b1);
    wire [(ENTRIES+1)*TILE_BITS-1:0] tile_of;
    wire [(ENTRIES+1)*SLOT_BITS-1:0] slot_of;
    wire [ENTRIES-1:0]               hit;   // the next slot is bad

    genvar j, e;
    generate
        for (j = 0; j < ENTRIES; j = j + 1) begin : gen_free
            wire [ENTRIES-1:0] named;
            for (e = 0; e < ENTRIES; e = e + 1) begin : gen_entry
                assign named[e] = bad_valid_i[e] & (bad_slot_i[e*INDEX_BITS +: INDEX_BITS] == j[INDEX_BITS-1:0]);
            end
            assign free[j] = ~|named;
        end
        assign free[ENTRIES] = 1'b1;
        for (j = 0; j <= ENTRIES; j = j + 1) begin : gen_origin
            localparam TILE_J = j / SLOTS;
            localparam SLOT_J = j % SLOTS;
            assign tile_of[j*TILE_BITS +: TILE_BITS] = {TILE_BITS{origin[j]}} & TILE_J[TILE_BITS-1:0];
            assign slot_of[j*SLOT_BITS +: SLOT_BITS] = {SLOT_BITS{origin[j]}} & SLOT_J[SLOT_BITS-1:0];
        end
        for (e = 0; e < ENTRIES; e = e + 1) begin : gen_hit
            // one bit more than needed, so that no padding is empty
            assign hit[e] = bad_valid_q[e] & ({2'b00, bad_slot_q[e*INDEX_BITS +: INDEX_BITS]}
                                              == {{(INDEX_BITS + 2 - WINDOW_BITS){1'b0}}, next_q});
        end
    endgenerate

    reg [WINDOW_BITS-1:0] origin_index;
    reg [TILE_BITS-1:0]   origin_tile;
    reg [SLOT_BITS-1:0]   origin_slot;
    integer               i;
    always @* begin
        origin_index = {WINDOW_BITS{1'b0}};
        origin_tile  = {TILE_BITS{1'b0}};
        origin_slot  = {SLOT_BITS{1'b0}};
        for (i = 0; i <= ENTRIES; i = i + 1) begin
            origin_index = origin_index | ({WINDOW_BITS{origin[i]}} & i[WINDOW_BITS-1:0]);
            origin_tile  = origin_tile | tile_of[i*TILE_BITS +: TILE_BITS];
            origin_slot  = origin_slot | slot_of[i*SLOT_BITS +: SLOT_BITS];
        end
    end

    // ---- One step of the walk: from the slot of this token, or on from a candidate that is bad ----------------------
    wire [WINDOW_BITS-1:0] at_index   = admit_i & fresh ? origin_index : next_q;
    wire [TILE_BITS-1:0]   at_tile    = admit_i & fresh ? origin_tile : next_tile_q;
    wire [SLOT_BITS-1:0]   at_slot    = admit_i & fresh ? origin_slot : next_slot_q;
    wire [WINDOW_BITS-1:0] plus_index = at_index + 1'b1;
    wire                   slot_carry = at_slot == LAST_SLOT[SLOT_BITS-1:0];
    wire [SLOT_BITS-1:0]   plus_slot  = slot_carry ? {SLOT_BITS{1'b0}} : at_slot + 1'b1;
    wire [TILE_BITS-1:0]   plus_tile  = slot_carry ? at_tile + 1'b1 : at_tile;
    wire                   last       = plus_index == limit;
    // a first token that does not write leaves the walk in front of slot 0
    wire                   begins     = load & ~write_i;
    wire                   zero       = last | begins;
    wire                   search     = running_q & ~known_q;
    wire                   step       = load | (search & (|hit));

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            running_q       <= 1'b0;
            wrapped_q       <= 1'b0;
            known_q         <= 1'b0;
            tile_q          <= {TILE_BITS{1'b0}};
            slot_q          <= {SLOT_BITS{1'b0}};
            frontier_tile_q <= {TILE_BITS{1'b0}};
            frontier_slot_q <= {SLOT_BITS{1'b0}};
        end else begin
            if (admit_i) running_q <= 1'b1;
            if (load)        known_q <= 1'b0;
            else if (search) known_q <= ~|hit;
            if (step) wrapped_q <= (wrapped_q & ~(load & fresh)) | (last & ~begins);
            if (write) begin
                tile_q <= at_tile;
                slot_q <= at_slot;
            end
            if (begins) begin
                frontier_tile_q <= {TILE_BITS{1'b0}};
                frontier_slot_q <= {SLOT_BITS{1'b0}};
            end else if (write & (fresh | ~wrapped_q)) begin
                frontier_tile_q <= plus_tile;
                frontier_slot_q <= plus_slot;
            end
        end
    end

    // No reset: all are written before they are read, because the first token after reset starts a sequence.
    always @(posedge clk_i) begin
        if (admit_i & fresh) begin
            limit_q     <= window_i;
            bad_valid_q <= bad_valid_i;
            bad_slot_q  <= bad_slot_i;
        end
        if (step) begin
            next_q      <= zero ? {WINDOW_BITS{1'b0}} : plus_index;
            next_tile_q <= zero ? {TILE_BITS{1'b0}} : plus_tile;
            next_slot_q <= zero ? {SLOT_BITS{1'b0}} : plus_slot;
        end
    end

    // ---- Slots that no entry names
    // ----------------------------------------------------------------------------------- An entry's slot is where a
    // line of its upper index bits meets one of its lower: two small decoders an entry, and one AND for each slot.
    localparam LOW_BITS = (INDEX_BITS + 1) / 2;
    localparam LOW      = 1 << LOW_BITS;
    localparam HIGH     = (WINDOW + LOW - 1) / LOW;
    wire [ENTRIES*HIGH-1:0] high_line;
    wire [ENTRIES*LOW-1:0]  low_line;
    genvar                  l;
    generate
        for (e = 0; e < ENTRIES; e = e + 1) begin : gen_lines
            wire [INDEX_BITS:0] index = {1'b0, bad_slot_q[e*INDEX_BITS +: INDEX_BITS]};
            for (l = 0; l < HIGH; l = l + 1) begin : gen_high
                assign high_line[e*HIGH + l] = bad_valid_q[e]
                                             & (index[INDEX_BITS:LOW_BITS] == l[INDEX_BITS-LOW_BITS:0]);
            end
            for (l = 0; l < LOW; l = l + 1) begin : gen_low
                assign low_line[e*LOW + l] = index[LOW_BITS-1:0] == l[LOW_BITS-1:0];
            end
        end
    endgenerate

    reg [HIGH*LOW-1:0] named;
    integer            n, h;
    always @* begin
        named = {(HIGH*LOW){1'b0}};
        for (n = 0; n < ENTRIES; n = n + 1)
            for (h = 0; h < HIGH; h = h + 1)
                named[h*LOW +: LOW] = named[h*LOW +: LOW] | ({LOW{high_line[n*HIGH + h]}} & low_line[n*LOW +: LOW]);
    end
    wire unused = &{1'b0, named};  // the last block may be larger than what is left

    // ---- How many tokens are stored
    // ----------------------------------------------------------------------------------
    generate
        if (COUNT != 0) begin : gen_count
            reg [TILE_BITS-1:0] count_tile_q;
            reg [SLOT_BITS-1:0] count_slot_q;
            wire [TILE_BITS-1:0] count_tile = fresh ? {TILE_BITS{1'b0}} : count_tile_q;
            wire [SLOT_BITS-1:0] count_slot = fresh ? {SLOT_BITS{1'b0}} : count_slot_q;
            wire                 carry      = count_slot == LAST_SLOT[SLOT_BITS-1:0];
            wire                 grow       = write_i & (fresh | ~wrapped_q);
            always @(posedge clk_i or negedge rst_ni) begin
                if (!rst_ni) begin
                    count_tile_q <= {TILE_BITS{1'b0}};
                    count_slot_q <= {SLOT_BITS{1'b0}};
                end else if (admit_i) begin
                    count_slot_q <= !grow ? count_slot : carry ? {SLOT_BITS{1'b0}} : count_slot + 1'b1;
                    count_tile_q <= (grow & carry) ? count_tile + 1'b1 : count_tile;
                end
            end
            assign count_tile_o = count_tile_q;
            assign count_slot_o = count_slot_q;
        end else begin : gen_no_count
            assign count_tile_o = frontier_tile_q;
            assign count_slot_o = frontier_slot_q;
        end
    endgenerate

    assign ready_o         = known_q | fresh | ~write_i;
    assign tile_o          = tile_q;
    assign slot_o          = slot_q;
    assign tile_d_o        = write ? at_tile : tile_q;
    assign slot_d_o        = write ? at_slot : slot_q;
    assign frontier_tile_o = frontier_tile_q;
    assign frontier_slot_o = frontier_slot_q;
    assign usable_o        = ~named[WINDOW-1:0];
endmodule

`default_nettype wire
