// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_live, which is combinational, for every legal frontier, any masks and every slot (one is picked
/// freely).
///
/// 1. a slot is stored exactly if it is below the frontier and not bad; analog exactly if it is stored and not one of
///    the newest, which the head's own tokens do not know; live exactly if it is analog, not too old and no zero is read;
/// 2. a mask of a feature that is off makes no difference.
module kv_live_props #(
    parameter SLOTS       = 64,
    parameter TILES       = 16,
    parameter REPAIR      = 0,
    parameter PROTECTED   = 0,
    parameter RETENTION   = 0,
    parameter CALIBRATION = 0
) (
    input wire                                       clk_i,
    input wire [$clog2(TILES+1)-1:0]                 frontier_tile_i,
    input wire [(SLOTS > 1 ? $clog2(SLOTS) : 1)-1:0] frontier_slot_i,
    input wire [TILES*SLOTS-1:0]                     usable_i,
    input wire [TILES*SLOTS-1:0]                     newest_i,
    input wire [TILES*SLOTS-1:0]                     retained_i,
    input wire                                       own_i,
    input wire                                       zero_i
);
    localparam BITS = $clog2(SLOTS * TILES + 1) + 1;

    wire [TILES*SLOTS-1:0] stored, analog, live;

    kv_live #(
        .SLOTS      (SLOTS),
        .TILES      (TILES),
        .REPAIR     (REPAIR),
        .PROTECTED  (PROTECTED),
        .RETENTION  (RETENTION),
        .CALIBRATION(CALIBRATION)
    ) u_dut (
        .frontier_tile_i(frontier_tile_i),
        .frontier_slot_i(frontier_slot_i),
        .usable_i       (usable_i),
        .newest_i       (newest_i),
        .retained_i     (retained_i),
        .own_i          (own_i),
        .zero_i         (zero_i),
        .stored_o       (stored),
        .analog_o       (analog),
        .live_o         (live)
    );

    wire [BITS-1:0] frontier = frontier_tile_i * SLOTS + frontier_slot_i;
    always @* assume (frontier_tile_i <= TILES && frontier_slot_i < SLOTS && frontier <= SLOTS * TILES);

    (* anyconst *) wire [BITS-1:0] pick;
    always @* assume (pick < SLOTS * TILES);
    wire bad    = REPAIR && !usable_i[pick];
    wire newest = PROTECTED && newest_i[pick] && !(CALIBRATION && own_i);
    wire old    = RETENTION && !retained_i[pick];
    wire blind  = CALIBRATION && zero_i;
    always @* begin
        assert (stored[pick] == (pick < frontier && !bad));
        assert (analog[pick] == (stored[pick] && !newest));
        assert (live[pick] == (analog[pick] && !old && !blind));
        cover (live == 0 && stored != 0 || !(REPAIR || PROTECTED || RETENTION || CALIBRATION));
        cover (&live);
    end
endmodule
