// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Frontier to thermometer: bit i is high for every slot with linear index i below the frontier. Combinational.
module kv_live_mask #(
    /// token slots of a tile
    parameter SLOTS = 64,
    /// tiles of the head
    parameter TILES = 16
) (
    /// whole live tiles, 0..TILES
    input  wire [$clog2(TILES+1)-1:0]                 frontier_tile_i,
    /// live slots of the tile after those, 0..SLOTS-1
    input  wire [(SLOTS > 1 ? $clog2(SLOTS) : 1)-1:0] frontier_slot_i,
    /// tile t in bits [t*SLOTS +: SLOTS]
    output wire [TILES*SLOTS-1:0]                     live_o
);
    localparam TILE_BITS = $clog2(TILES + 1);

    generate
        if (SLOTS < 1 || TILES < 1) begin : gen_refuse
            kv_live_mask_slots_and_tiles_must_be_at_least_1 u_refuse ();
        end
    endgenerate

    // The thermometer of the tile that is partly live, shared by all tiles.
    wire [SLOTS-1:0] partial = ~({SLOTS{1'b1}} << frontier_slot_i);

    genvar t;
    generate
        for (t = 0; t < TILES; t = t + 1) begin : gen_tile
            wire whole = frontier_tile_i > t[TILE_BITS-1:0];
            wire here  = frontier_tile_i == t[TILE_BITS-1:0];
            assign live_o[t*SLOTS +: SLOTS] = {SLOTS{whole}} | ({SLOTS{here}} & partial);
        end
    endgenerate
endmodule

`default_nettype wire
