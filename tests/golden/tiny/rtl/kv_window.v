// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Sliding window: which slot the token writes, and which slots take part in its score.
///
/// `admit_i` in cycle n => all registered outputs valid from n+1 until the next admission. Slots fill in order 0, 1,
/// .. w-1 and are then reused in the same order, so the live ones are always those below a frontier, given as a pair
/// (tile, slot). After reset the window is empty and the first token starts a sequence whether or not it says so.
module kv_window #(
    /// token slots of a tile
    parameter SLOTS = 64,
    /// tiles of the head
    parameter TILES = 16
) (
    input  wire                                         clk_i,
    input  wire                                         rst_ni,
    /// pulse: a token enters stage Q in the next cycle
    input  wire                                         admit_i,
    /// with `admit_i`: the token starts a sequence, the window is emptied and `window_i` sampled
    input  wire                                         first_i,
    /// with `admit_i`: the token writes
    input  wire                                         write_i,
    /// slots in use, 1..SLOTS*TILES
    input  wire [$clog2(SLOTS*TILES+1)-1:0]             window_i,
    /// address of the youngest written slot: this token's, if it writes
    output wire [$clog2(TILES+1)-1:0]                   tile_o,
    output wire [(SLOTS > 1 ? $clog2(SLOTS) : 1)-1:0]   slot_o,
    /// what `tile_o` and `slot_o` become in the next cycle (combinational; for kv_word_lines)
    output wire [$clog2(TILES+1)-1:0]                   tile_d_o,
    output wire [(SLOTS > 1 ? $clog2(SLOTS) : 1)-1:0]   slot_d_o,
    /// live slots are those whose linear index is below frontier_tile * SLOTS + frontier_slot; TILES, 0 = all
    output wire [$clog2(TILES+1)-1:0]                   frontier_tile_o,
    output wire [(SLOTS > 1 ? $clog2(SLOTS) : 1)-1:0]   frontier_slot_o
);
    localparam TILE_BITS   = $clog2(TILES + 1);
    localparam SLOT_BITS   = SLOTS > 1 ? $clog2(SLOTS) : 1;
    localparam WINDOW_BITS = $clog2(SLOTS * TILES + 1);
    localparam LAST_SLOT   = SLOTS - 1;
    localparam ONE         = 1;

    generate
        if (SLOTS < 1 || TILES < 1) begin : gen_refuse
            kv_window_slots_and_tiles_must_be_at_least_1 u_refuse ();
        end
    endgenerate

    reg                   running_q;        // a sequence has started since reset
    reg                   empty_q;          // no slot written in this sequence
    reg                   full_q;           // every slot of the window written
    reg [WINDOW_BITS-1:0] limit_q;          // window of this sequence
    reg [WINDOW_BITS-1:0] left_q;           // slots between the youngest one and the end of the window
    reg [TILE_BITS-1:0]   tile_q;
    reg [SLOT_BITS-1:0]   slot_q;
    reg [TILE_BITS-1:0]   frontier_tile_q;
    reg [SLOT_BITS-1:0]   frontier_slot_q;

    wire fresh   = first_i | ~running_q;
    wire restart = fresh | empty_q;                                // the next write goes to slot 0 of an empty window
    wire wrap    = restart | (left_q == {WINDOW_BITS{1'b0}});      // the next write goes to slot 0
    wire write   = admit_i & write_i;

    wire [WINDOW_BITS-1:0] limit = fresh ? window_i : limit_q;
    wire [WINDOW_BITS-1:0] here  = wrap ? limit : left_q;          // slots from the one to write on
    wire [WINDOW_BITS-1:0] left  = here - 1'b1;
    wire                   fills = here == ONE[WINDOW_BITS-1:0];  // left == 0, without waiting for the borrow

    // slot after the youngest, and the same for the frontier
    wire                 slot_carry     = slot_q == LAST_SLOT[SLOT_BITS-1:0];
    wire [SLOT_BITS-1:0] slot_next      = (wrap | slot_carry) ? {SLOT_BITS{1'b0}} : slot_q + 1'b1;
    wire [TILE_BITS-1:0] tile_next      = wrap ? {TILE_BITS{1'b0}} : slot_carry ? tile_q + 1'b1 : tile_q;
    wire [SLOT_BITS-1:0] frontier_slot  = restart ? {SLOT_BITS{1'b0}} : frontier_slot_q;
    wire [TILE_BITS-1:0] frontier_tile  = restart ? {TILE_BITS{1'b0}} : frontier_tile_q;
    wire                 frontier_carry = frontier_slot == LAST_SLOT[SLOT_BITS-1:0];
    wire                 grow           = write_i & (restart | ~full_q);

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            running_q       <= 1'b0;
            empty_q         <= 1'b1;
            full_q          <= 1'b0;
            tile_q          <= {TILE_BITS{1'b0}};
            slot_q          <= {SLOT_BITS{1'b0}};
            frontier_tile_q <= {TILE_BITS{1'b0}};
            frontier_slot_q <= {SLOT_BITS{1'b0}};
        end else begin
            if (admit_i) begin
                running_q       <= 1'b1;
                empty_q         <= restart & ~write_i;
                full_q          <= (full_q & ~restart) | (write_i & fills);
                frontier_slot_q <= !grow ? frontier_slot : frontier_carry ? {SLOT_BITS{1'b0}} : frontier_slot + 1'b1;
                frontier_tile_q <= (grow & frontier_carry) ? frontier_tile + 1'b1 : frontier_tile;
            end
            if (write) begin
                tile_q <= tile_next;
                slot_q <= slot_next;
            end
        end
    end

    // No reset: both are written before they are read, because the first token after reset starts a sequence.
    always @(posedge clk_i) begin
        if (admit_i & fresh) limit_q <= window_i;
        if (write)           left_q  <= left;
    end

    assign tile_o          = tile_q;
    assign slot_o          = slot_q;
    assign tile_d_o        = write ? tile_next : tile_q;
    assign slot_d_o        = write ? slot_next : slot_q;
    assign frontier_tile_o = frontier_tile_q;
    assign frontier_slot_o = frontier_slot_q;
endmodule

`default_nettype wire
