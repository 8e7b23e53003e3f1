// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Live slots: those below the frontier, without the ones that a feature leaves out. Combinational.
///
/// A feature that is off (parameter 0) ignores its inputs, whatever they are tied to. Tile t in bits [t*SLOTS +: SLOTS]
/// of every mask.
module kv_live #(
    /// token slots of a tile
    parameter SLOTS       = 64,
    /// tiles of the head
    parameter TILES       = 16,
    /// 1: bad slots are left out
    parameter REPAIR      = 0,
    /// 1: slots of the newest tokens are left out, which are computed beside the arrays
    parameter PROTECTED   = 0,
    /// 1: slots with tokens that are too old are left out
    parameter RETENTION   = 0,
    /// 1: the head makes tokens of its own
    parameter CALIBRATION = 0
) (
    /// kv_window: slots below it were written in this sequence, or are bad
    input  wire [$clog2(TILES+1)-1:0]                 frontier_tile_i,
    input  wire [(SLOTS > 1 ? $clog2(SLOTS) : 1)-1:0] frontier_slot_i,
    /// REPAIR: slots that no entry of the list names
    input  wire [TILES*SLOTS-1:0]                     usable_i,
    /// PROTECTED: slots of the newest tokens
    input  wire [TILES*SLOTS-1:0]                     newest_i,
    /// RETENTION: slots whose token is not too old
    input  wire [TILES*SLOTS-1:0]                     retained_i,
    /// CALIBRATION: tokens on their way are the head's own, for which none is the newest
    input  wire                                       own_i,
    /// a read of zero, which sees no slot
    input  wire                                       zero_i,
    /// slots that hold a token of the sequence
    output wire [TILES*SLOTS-1:0]                     stored_o,
    /// of those, the ones whose token is computed in the arrays
    output wire [TILES*SLOTS-1:0]                     analog_o,
    /// of those, the ones that take part
    output wire [TILES*SLOTS-1:0]                     live_o
);
    localparam WINDOW = TILES * SLOTS;

    wire [WINDOW-1:0] below;
    kv_live_mask #(.SLOTS(SLOTS), .TILES(TILES)) u_mask (
        .frontier_tile_i(frontier_tile_i),
        .frontier_slot_i(frontier_slot_i),
        .live_o         (below)
    );

    wire own  = (CALIBRATION != 0) & own_i;
    wire zero = (CALIBRATION != 0) & zero_i;

    assign stored_o = below & ({WINDOW{REPAIR == 0}} | usable_i);
    assign analog_o = stored_o & ({WINDOW{(PROTECTED == 0) | own}} | ~newest_i);
    assign live_o   = analog_o & ({WINDOW{RETENTION == 0}} | retained_i) & {WINDOW{~zero}};
endmodule

`default_nettype wire
