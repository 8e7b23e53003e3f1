// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Protected tokens: which tokens of a sequence are kept in the digital store, and which slots of the arrays stand
/// aside for them.
///
/// Entries 0 .. FIRST-1 of the store take the first tokens a sequence stores, which never reach the arrays; the others
/// are a ring of the newest tokens of the window, which the arrays hold as well. `admit_i` in cycle n => `used_o` and
/// `newest_o` from n+1 until the next admission; `array_write_o` and `entry_write_o` are combinational. The first token
/// after reset starts a sequence whether or not it says so.
module kv_protected_window #(
    /// first tokens of a sequence that are kept
    parameter FIRST  = 4,
    /// newest tokens that are kept, at most SLOTS*TILES; FIRST + NEWEST is at least 1
    parameter NEWEST = 4,
    /// token slots of a tile
    parameter SLOTS  = 64,
    /// tiles of the head
    parameter TILES  = 16
) (
    input  wire                                         clk_i,
    input  wire                                         rst_ni,
    /// these as in kv_window, `write_i` as the token says it
    input  wire                                         admit_i,
    input  wire                                         first_i,
    input  wire                                         write_i,
    input  wire [$clog2(SLOTS*TILES+1)-1:0]             window_i,
    /// kv_window: address of the youngest written slot, and what it becomes in the next cycle
    input  wire [$clog2(TILES+1)-1:0]                   tile_i,
    input  wire [(SLOTS > 1 ? $clog2(SLOTS) : 1)-1:0]   slot_i,
    input  wire [$clog2(TILES+1)-1:0]                   tile_d_i,
    input  wire [(SLOTS > 1 ? $clog2(SLOTS) : 1)-1:0]   slot_d_i,
    /// the token, if admitted, is written to the arrays: `write_i` of everything that looks after them
    output wire                                         array_write_o,
    /// with the admission: the entry that takes the token; one-hot or zero
    output wire [FIRST+NEWEST-1:0]                      entry_write_o,
    /// entries that hold a token of this sequence
    output wire [FIRST+NEWEST-1:0]                      used_o,
    /// slots whose token is among the newest: not live. Tile t in bits [t*SLOTS +: SLOTS]
    output wire [TILES*SLOTS-1:0]                       newest_o
);
    localparam TILE_BITS   = $clog2(TILES + 1);
    localparam SLOT_BITS   = SLOTS > 1 ? $clog2(SLOTS) : 1;

    generate
        if (FIRST < 0 || NEWEST < 0 || FIRST + NEWEST < 1) begin : gen_refuse_none
            kv_protected_window_first_and_newest_must_be_at_least_0_and_not_both_0 u_refuse ();
        end
        if (NEWEST > SLOTS * TILES) begin : gen_refuse_newest
            kv_protected_window_newest_must_not_exceed_the_window u_refuse ();
        end
    endgenerate

    reg                     running_q;  // a sequence has started since reset
    reg  [FIRST+NEWEST-1:0] used_q;
    wire                    fresh = first_i | ~running_q;
    wire [FIRST+NEWEST-1:0] used  = used_q & {(FIRST+NEWEST){~fresh}};
    wire [FIRST+NEWEST-1:0] take;       // entry of a token that writes
    wire                    keep;       // it is one of the first

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            running_q <= 1'b0;
            used_q    <= {(FIRST+NEWEST){1'b0}};
        end else if (admit_i) begin
            running_q <= 1'b1;
            used_q    <= used | take;
        end
    end

    generate
        // The first ones fill in order, so the next is the lowest that is not used.
        if (FIRST == 0) begin : gen_no_first
            assign keep = 1'b0;
        end else if (FIRST == 1) begin : gen_one_first
            assign keep    = write_i & ~used[0];
            assign take[0] = keep;
        end else begin : gen_first
            assign keep              = write_i & ~used[FIRST-1];
            assign take[0 +: FIRST]  = ~used[0 +: FIRST] & {used[0 +: FIRST-1], 1'b1} & {FIRST{write_i}};
        end

        if (NEWEST == 0) begin : gen_no_newest
            assign newest_o = {(TILES*SLOTS){1'b0}};
            wire unused = &{1'b0, window_i, tile_i, slot_i, tile_d_i, slot_d_i};
        end else begin : gen_newest
            localparam RING_BITS   = NEWEST > 1 ? $clog2(NEWEST) : 1;
            localparam WINDOW_BITS = $clog2(SLOTS * TILES + 1);
            localparam LAST        = NEWEST - 1;
            localparam PAIR_BITS   = TILE_BITS + SLOT_BITS;

            // The ring is as long as the window where that is shorter, so an entry that has left the window is the one
            // taken next.
            reg  [RING_BITS-1:0]   at_q, last_q;  // entry taken next, and the last one before the first again
            wire [WINDOW_BITS-1:0] below  = window_i - 1'b1;
            wire                   longer = below > LAST[WINDOW_BITS-1:0];
            wire [RING_BITS-1:0]   last   = !fresh ? last_q : longer ? LAST[RING_BITS-1:0] : below[RING_BITS-1:0];
            wire [RING_BITS-1:0]   at     = fresh ? {RING_BITS{1'b0}} : at_q;
            wire                   write  = write_i & ~keep;

            always @(posedge clk_i or negedge rst_ni) begin
                if (!rst_ni)      at_q <= {RING_BITS{1'b0}};
                else if (admit_i) at_q <= !write ? at : at == last ? {RING_BITS{1'b0}} : at + 1'b1;
            end
            // No reset: the first token after reset starts a sequence.
            always @(posedge clk_i) if (admit_i & fresh) last_q <= last;

            // Where each entry is in the arrays. The oldest is the one taken next once all are used, else the first.
            wire [NEWEST*PAIR_BITS-1:0] addresses;
            wire [NEWEST-1:0]           held = used_q[FIRST +: NEWEST];
            wire                        full;
            wire [PAIR_BITS-1:0]        oldest;
            genvar e;
            for (e = 0; e < NEWEST; e = e + 1) begin : gen_entry
                reg [PAIR_BITS-1:0] address_q;
                assign take[FIRST+e] = write & (at == e[RING_BITS-1:0]);
                always @(posedge clk_i) if (admit_i & take[FIRST+e]) address_q <= {tile_d_i, slot_d_i};
                assign addresses[e*PAIR_BITS +: PAIR_BITS] = address_q;
            end
            kv_choose #(.CHOICES(NEWEST), .WIDTH(1)) u_full (
                .d_i    (held),
                .index_i(last_q),
                .d_o    (full)
            );
            kv_choose #(.CHOICES(NEWEST), .WIDTH(PAIR_BITS)) u_oldest (
                .d_i    (addresses),
                .index_i(at_q & {RING_BITS{full}}),
                .d_o    (oldest)
            );

            // Slots from the oldest to the youngest, in the order in which the window walks.
            wire [TILE_BITS-1:0] oldest_tile  = oldest[SLOT_BITS +: TILE_BITS];
            wire [SLOTS-1:0]     below_oldest = ~({SLOTS{1'b1}} << oldest[SLOT_BITS-1:0]);
            wire [SLOTS-1:0]     to_youngest  = ~(({SLOTS{1'b1}} << slot_i) << 1);
            wire                 wrapped      = {tile_i, slot_i} < oldest;
            genvar t;
            for (t = 0; t < TILES; t = t + 1) begin : gen_tile
                wire [SLOTS-1:0] older = oldest_tile > t[TILE_BITS-1:0]  ? {SLOTS{1'b1}}
                                       : oldest_tile == t[TILE_BITS-1:0] ? below_oldest : {SLOTS{1'b0}};
                wire [SLOTS-1:0] to    = tile_i > t[TILE_BITS-1:0]       ? {SLOTS{1'b1}}
                                       : tile_i == t[TILE_BITS-1:0]      ? to_youngest : {SLOTS{1'b0}};
                assign newest_o[t*SLOTS +: SLOTS] = (wrapped ? ~older | to : ~older & to) & {SLOTS{held[0]}};
            end
        end
    endgenerate

    assign array_write_o = write_i & ~keep;
    assign entry_write_o = take & {(FIRST+NEWEST){admit_i}};
    assign used_o        = used_q;
endmodule

`default_nettype wire
