// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// kv_pin_watch for whoever does not want to watch: the file list chooses one of the two.
/* verilator lint_off DECLFILENAME */
module kv_pin_watch #(
    /// token slots, pulsed lines, bits of the level codes
    parameter            SLOTS        = 64,
    parameter            LANES        = 64,
    parameter            LEVEL_BITS   = 192,
    /// cycles that levels (and `live_i`, around its strobe) stand still before a word line rises and after it falls
    parameter            LEVEL_SETUP  = 1,
    parameter            LEVEL_HOLD   = 1,
    /// cycles between a word line and read pulses, either way
    parameter            GUARD        = 1,
    /// length of read pulses that begin inside the macro in the cycle after `start_i`; 0: they come on `pulse_i`
    parameter            INNER_CYCLES = 0,
    /// cycles from `read_i` in which signs stand still; 0: there are none
    parameter            SIGN_CYCLES  = 0,
    /// whether there are live slots
    parameter            HAS_LIVE     = 1,
    /// names of pins: what stands before write_i, wl_i, level_i; of the pulses; of the strobe
    parameter            PREFIX       = "k_",
    parameter            PULSE        = "q_pulse_i",
    parameter            START        = "score_start_i"
) (
    input  wire                  clk_i,
    input  wire                  rst_ni,
    input  wire                  write_i,
    input  wire [SLOTS-1:0]      wl_i,
    input  wire [LEVEL_BITS-1:0] level_i,
    /// strobe: the integrator is cleared, `live_i` is sampled; pulses begin in the next cycle
    input  wire                  start_i,
    input  wire [LANES-1:0]      pulse_i,
    input  wire [SLOTS-1:0]      live_i,
    /// strobe: signs move in the next cycle
    input  wire                  read_i,
    output wire                  fault_o
);
    wire unused = &{1'b0, clk_i, rst_ni, write_i, wl_i, level_i, start_i, pulse_i, live_i, read_i, LEVEL_SETUP != 0,
                    LEVEL_HOLD != 0, GUARD != 0, INNER_CYCLES != 0, SIGN_CYCLES != 0, HAS_LIVE != 0, PREFIX,
                    PULSE, START};
    assign fault_o = 1'b0;
endmodule
/* verilator lint_on DECLFILENAME */

`default_nettype wire
