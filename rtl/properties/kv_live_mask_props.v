// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_live_mask: slot i is live exactly if i < frontier_tile * SLOTS + frontier_slot, for every legal
/// frontier and every slot (one is picked freely).
module kv_live_mask_props #(
    parameter SLOTS = 64,
    parameter TILES = 16
) (
    input wire                                         clk_i,
    input wire [$clog2(TILES+1)-1:0]                   frontier_tile_i,
    input wire [(SLOTS > 1 ? $clog2(SLOTS) : 1)-1:0]   frontier_slot_i
);
    localparam BITS = $clog2(SLOTS * TILES + 1) + 1;

    wire [TILES*SLOTS-1:0] live;

    kv_live_mask #(.SLOTS(SLOTS), .TILES(TILES)) u_dut (
        .frontier_tile_i(frontier_tile_i),
        .frontier_slot_i(frontier_slot_i),
        .live_o         (live)
    );

    wire [BITS-1:0] frontier = frontier_tile_i * SLOTS + frontier_slot_i;
    always @* assume (frontier_tile_i <= TILES && frontier_slot_i < SLOTS && frontier <= SLOTS * TILES);

    (* anyconst *) wire [BITS-1:0] pick;
    always @* assume (pick < SLOTS * TILES);
    wire [TILES*SLOTS-1:0] shifted = live >> pick;
    always @* begin
        assert (shifted[0] == (pick < frontier));
        cover (live == 0);
        cover (&live);
        cover (shifted[0] && pick + 1 == frontier);
    end
endmodule
