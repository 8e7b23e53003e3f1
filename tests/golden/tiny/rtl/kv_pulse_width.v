// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Codes to pulse widths: every lane's code becomes a pulse of code * UNIT_CYCLES clock cycles; all pulses start
/// together.
///
/// `start_i` in cycle c => lane k is high in cycles c+1 .. c + code_k * UNIT_CYCLES. The next start comes after the end
/// of the longest pulse.
module kv_pulse_width #(
    /// word lines
    parameter LANES       = 64,
    /// bits of a code
    parameter CODE_BITS   = 4,
    /// cycles per LSB
    parameter UNIT_CYCLES = 1
) (
    input  wire                       clk_i,
    input  wire                       rst_ni,
    /// bit b of all lanes in bits [b*LANES +: LANES]; steady from the start to the last but one cycle of the longest
    /// pulse
    input  wire [CODE_BITS*LANES-1:0] code_i,
    /// pulse: the pulses begin in the next cycle
    input  wire                       start_i,
    /// word-line pulses, flip-flop outputs, low in reset
    output wire [LANES-1:0]           pulse_o
);
    localparam UNIT_BITS = UNIT_CYCLES > 1 ? $clog2(UNIT_CYCLES) : 1;
    localparam UNIT_LAST = UNIT_CYCLES - 1;

    generate
        if (LANES < 1 || CODE_BITS < 1 || UNIT_CYCLES < 1) begin : gen_refuse
            kv_pulse_width_lanes_code_bits_and_unit_cycles_must_be_at_least_1 u_refuse ();
        end
    endgenerate

    reg [CODE_BITS-1:0] step_q;  // units since the start; 0 at rest
    reg [LANES-1:0]     pulse_q;

    // code > step in each lane: the carry of code + ~step, from the lowest bit up; CODE_BITS majority gates over whole
    // vectors
    function [LANES-1:0] above(input [CODE_BITS*LANES-1:0] code, input [CODE_BITS-1:0] step);
        integer b;
        reg [LANES-1:0] plane, inverse;
        begin  // verilator lint_off BLKSEQ
            above = {LANES{1'b0}};
            for (b = 0; b < CODE_BITS; b = b + 1) begin
                plane   = code[b*LANES +: LANES];
                inverse = {LANES{~step[b]}};
                above   = (plane & inverse) | (above & (plane | inverse));
            end
        end
    endfunction  // verilator lint_on BLKSEQ

    wire unit_ends;
    wire running = step_q != {CODE_BITS{1'b0}};
    wire tick    = start_i | (running & unit_ends);

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            step_q  <= {CODE_BITS{1'b0}};
            pulse_q <= {LANES{1'b0}};
        end else if (tick) begin
            step_q  <= step_q + 1'b1;  // wraps to rest when the longest pulse has ended
            pulse_q <= above(code_i, step_q);
        end
    end

    generate
        if (UNIT_CYCLES == 1) begin : gen_every_cycle
            assign unit_ends = 1'b1;
        end else begin : gen_prescaler
            reg [UNIT_BITS-1:0] unit_q;
            assign unit_ends = unit_q == UNIT_LAST[UNIT_BITS-1:0];
            always @(posedge clk_i or negedge rst_ni) begin
                if (!rst_ni) unit_q <= {UNIT_BITS{1'b0}};
                else if (running) unit_q <= unit_ends ? {UNIT_BITS{1'b0}} : unit_q + 1'b1;
            end
        end
    endgenerate

    assign pulse_o = pulse_q;
endmodule

`default_nettype wire
