// SPDX-License-Identifier: Apache-2.0

/// Readout: synchronizes the signed pulses of all tiles and sums them, lane by lane, while they last.
///
/// `start_i` in cycle x => count window x+1+S .. x+W+S with S = SYNC_STAGES and W = 2^(OUT_BITS-1); `sum_valid_o` from x+W+S+2.
/// Handshake: `sum_o` and `sum_valid_o` hold until `sum_ready_i`; a window whose accumulation would begin before that is the
/// user's mistake (kv_result.space_o prevents it).
module kv_readout #(
    /// lanes = rows of a tile
    parameter LANES       = 64,
    /// tiles of the head
    parameter TILES       = 16,
    /// bits of a tile code, sign included, at least 2
    parameter OUT_BITS    = 5,
    /// synchronizer flip-flops, 0..3
    parameter SYNC_STAGES = 2,
    /// 1: signs are registered, because the next readout may start before this window has ended
    parameter SIGN_HOLD   = 0
) (
    input  wire                   clk_i,
    input  wire                   rst_ni,
    /// the read_start strobe
    input  wire                   start_i,
    /// lane k of tile t in bit [t*LANES + k]: high for |code| cycles
    input  wire [TILES*LANES-1:0] pulse_i,
    /// lane k of tile t in bit [t*LANES + k]: 1 = negative
    input  wire [TILES*LANES-1:0] sign_i,
    /// signed sum over the tiles, SUM_BITS = clog2(TILES * W + 1) + 1; bit b of all lanes in bits [b*LANES +: LANES]
    output wire [($clog2(TILES*(1<<(OUT_BITS-1))+1)+1)*LANES-1:0] sum_o,
    output wire                   sum_valid_o,
    input  wire                   sum_ready_i,
    /// pulse: some input was high in the first cycle of the window, where none may be
    output wire                   fault_o
);
endmodule
