// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Pulse-width drivers: every lane's code becomes a pulse of code * UNIT_CYCLES clock cycles; all pulses start
/// together.
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
    generate
        if (LANES < 1 || CODE_BITS < 1 || UNIT_CYCLES < 1) begin : gen_refuse
            kv_pulse_driver_lanes_code_bits_and_unit_cycles_must_be_at_least_1 u_refuse ();
        end
    endgenerate

    // No reset: the codes are looked at only after a load, and only by start_i.
    reg [LANES*CODE_BITS-1:0] code_q;  // bit b of all lanes in bits [b*LANES +: LANES]

    function [LANES*CODE_BITS-1:0] planes(input [LANES*CODE_BITS-1:0] code);
        integer lane, b;
        begin
            for (lane = 0; lane < LANES; lane = lane + 1) begin
                for (b = 0; b < CODE_BITS; b = b + 1) planes[b*LANES + lane] = code[lane*CODE_BITS + b];
            end
        end
    endfunction

    always @(posedge clk_i) if (load_i) code_q <= planes(code_i);

    kv_pulse_width #(.LANES(LANES), .CODE_BITS(CODE_BITS), .UNIT_CYCLES(UNIT_CYCLES)) u_width (
        .clk_i  (clk_i),
        .rst_ni (rst_ni),
        .code_i (code_q),
        .start_i(start_i),
        .pulse_o(pulse_o)
    );
endmodule

`default_nettype wire
