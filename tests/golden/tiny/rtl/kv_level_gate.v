// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Levels on their way to the arrays: shown while open, 0 otherwise. Combinational.
///
/// What is behind it (the token buffer, copies that are written again) may move whenever the gate is closed; the DACs
/// and the cells see levels only around a write. `open_i` is a flip-flop output, so the levels are steady one gate
/// delay after it rises (kv_sequencer.level_open_o: LEVEL_SETUP_CYCLES before a word line).
module kv_level_gate #(
    /// bits of all levels
    parameter WIDTH = 192
) (
    input  wire             open_i,
    input  wire [WIDTH-1:0] d_i,
    output wire [WIDTH-1:0] q_o
);
    generate
        if (WIDTH < 1) begin : gen_refuse
            kv_level_gate_width_must_be_at_least_1 u_refuse ();
        end
    endgenerate

    assign q_o = d_i & {WIDTH{open_i}};
endmodule

`default_nettype wire
