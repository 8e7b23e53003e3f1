// SPDX-License-Identifier: Apache-2.0

/// Sliding window: which slot the token writes, and which slots take part in its score.
///
/// `admit_i` in cycle n => all registered outputs valid from n+1 until the next admission. Slots fill in order 0, 1, .. w-1 and are then
/// reused in the same order, so the live ones are always those below a frontier, given as a pair (tile, slot).
/// After reset the window is empty and the first token starts a sequence whether or not it says so.
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
endmodule
