// SPDX-License-Identifier: Apache-2.0
// Clock gate: passes the high phases of clk_i that follow a rising edge before which enable_i (or test_enable_i) was
// high. The latch is transparent while the clock is low, so that enable_i may change any time in the high phase; clk_o
// rests low and has no glitches. Synthesis replaces this module by a clock gate cell of the library, or by latch and
// AND.
`default_nettype none

module kv_clock_gate (
    input  wire clk_i,
    input  wire enable_i,
    /// 1: the clock always passes (scan)
    input  wire test_enable_i,
    output wire clk_o
);
    reg enable_q;
    // The latch is the purpose.
    // verilator lint_off LATCH
    always @* if (!clk_i) enable_q = enable_i | test_enable_i;
    // verilator lint_on LATCH
    assign clk_o = clk_i & enable_q;
endmodule

`default_nettype wire
