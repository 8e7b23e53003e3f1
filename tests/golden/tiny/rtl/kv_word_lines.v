// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Write word lines: a strobe and a slot address become one-hot lines without a glitch.
///
/// Handshake: `write_d_i` is what the write strobe becomes in the next cycle. The address is sampled in the cycle in
/// which `write_d_i` rises and the line is high exactly while the strobe is. `write_d_i` must be low for a cycle
/// between two writes.
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
    /// the slot to open (kv_window.tile_o, .slot_o for a write in stage Q; held from there for a V write in stage P)
    input  wire [$clog2(TILES+1)-1:0]                 tile_i,
    input  wire [(SLOTS > 1 ? $clog2(SLOTS) : 1)-1:0] slot_i,
    /// tile t in bits [t*SLOTS +: SLOTS]
    output wire [TILES*SLOTS-1:0]                     wl_o
);
    // Why there is no glitch: a word line is the AND of two flip-flops, one of its tile and one of its slot. All of
    // them are low between writes, at most two rise when the line opens, and those two fall when it closes. So every
    // AND gate sees only rising inputs at one edge and only falling ones at the other, and every gate but the
    // selected one keeps an input at 0. A decoder behind binary address registers could not promise that: address and
    // strobe would change at the same edge, and a neighbor's cells would be overwritten for a moment.
    localparam [SLOTS:0] SLOT_ONE = {{SLOTS{1'b0}}, 1'b1};
    localparam [TILES:0] TILE_ONE = {{TILES{1'b0}}, 1'b1};

    generate
        if (SLOTS < 1 || TILES < 1) begin : gen_refuse
            kv_word_lines_slots_and_tiles_must_be_at_least_1 u_refuse ();
        end
    endgenerate

    reg             open_q;
    reg [TILES-1:0] tile_q;
    reg [SLOTS-1:0] slot_q;

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            open_q <= 1'b0;
            tile_q <= {TILES{1'b0}};
            slot_q <= {SLOTS{1'b0}};
        end else if (open_q != write_d_i) begin
            open_q <= write_d_i;
            tile_q <= write_d_i ? TILE_ONE[TILES-1:0] << tile_i : {TILES{1'b0}};
            slot_q <= write_d_i ? SLOT_ONE[SLOTS-1:0] << slot_i : {SLOTS{1'b0}};
        end
    end

    genvar t;
    generate
        for (t = 0; t < TILES; t = t + 1) begin : gen_tile
            assign wl_o[t*SLOTS +: SLOTS] = {SLOTS{tile_q[t]}} & slot_q;
        end
    endgenerate
endmodule

`default_nettype wire
