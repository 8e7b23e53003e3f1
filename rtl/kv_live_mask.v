// SPDX-License-Identifier: Apache-2.0

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
endmodule
