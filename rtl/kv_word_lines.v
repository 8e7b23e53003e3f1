// SPDX-License-Identifier: Apache-2.0

/// Write word lines: a strobe and a slot address become one-hot lines without a glitch.
///
/// Handshake: `write_d_i` is what the write strobe becomes in the next cycle. The address is sampled in the cycle in which
/// `write_d_i` rises and the line is high exactly while the strobe is. `write_d_i` must be low for a cycle between two writes.
module kv_word_lines #(
    /// token slots of a tile
    parameter SLOTS = 64,
    /// tiles of the head
    parameter TILES = 16
) (
    input  wire                                       clk_i,
    input  wire                                       rst_ni,
    /// the strobe of the next cycle (kv_sequencer.k_write_d_o or .v_write_d_o)
    input  wire                                       write_d_i,
    /// the slot to open (kv_window.tile_d_o, .slot_d_o for a write in stage Q; .tile_o, .slot_o for a V write in stage P)
    input  wire [$clog2(TILES+1)-1:0]                 tile_i,
    input  wire [(SLOTS > 1 ? $clog2(SLOTS) : 1)-1:0] slot_i,
    /// tile t in bits [t*SLOTS +: SLOTS]
    output wire [TILES*SLOTS-1:0]                     wl_o
);
endmodule
