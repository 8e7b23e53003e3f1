// SPDX-License-Identifier: Apache-2.0

/// Pulse-width drivers: every lane's code becomes a pulse of code * UNIT_CYCLES clock cycles; all pulses start together.
///
/// `start_i` in cycle c => lane k is high in cycles c+1 .. c + code_k * UNIT_CYCLES.
module kv_pulse_driver #(
    /// word lines
    parameter LANES       = 64,
    /// bits of a code
    parameter CODE_BITS   = 4,
    /// cycles per LSB
    parameter UNIT_CYCLES = 1
) (
    input  wire                       clk_i,
    input  wire                       rst_ni,
    /// pulse: take over `code_i`; not between `start_i` and the end of the longest pulse, its last cycle excepted
    input  wire                       load_i,
    /// lane k in bits [k*CODE_BITS +: CODE_BITS]
    input  wire [LANES*CODE_BITS-1:0] code_i,
    /// pulse (the score_start strobe): the pulses begin in the next cycle
    input  wire                       start_i,
    /// word-line pulses, flip-flop outputs, low in reset
    output wire [LANES-1:0]           pulse_o
);
endmodule
