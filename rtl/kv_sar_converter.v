// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Registers of successive approximation: the trial code of every converter, bit by bit kept or withdrawn.
///
/// `begin_i` sets the highest bit alone; `decide_i` replaces the bit on trial by the comparator's answer and sets the
/// next one. After the lowest bit the trial is the code (kv_sar_control.done_o); it stays until the next `begin_i`.
module kv_sar_converter #(
    /// converters
    parameter LANES = 64,
    /// bits of a code
    parameter BITS  = 6
) (
    input  wire                  clk_i,
    input  wire                  begin_i,
    input  wire                  decide_i,
    /// one-hot, the bit on trial
    input  wire [BITS-1:0]       bit_i,
    /// the column is at least the trial; steady while `decide_i`
    input  wire [LANES-1:0]      keep_i,
    /// offset binary, lane k in bits [k*BITS +: BITS]; flip-flop outputs
    output wire [LANES*BITS-1:0] trial_o,
    /// the same as signed codes, bit b of all lanes in bits [b*LANES +: LANES]
    output wire [BITS*LANES-1:0] code_o
);
    generate
        if (LANES < 1 || BITS < 2) begin : gen_refuse
            kv_sar_converter_lanes_must_be_at_least_1_bits_at_least_2 u_refuse ();
        end
    endgenerate

    reg  [BITS*LANES-1:0] trial_q;  // bit b of all lanes in bits [b*LANES +: LANES]
    wire [BITS:0]         turn = {1'b0, bit_i};
    integer               b;
    // A head of many tiles has more than 8192 lanes, beyond which Verilator doubts that a replication is meant.
    // verilator lint_off WIDTHCONCAT
    always @(posedge clk_i) begin
        for (b = 0; b < BITS; b = b + 1) begin
            if (begin_i)                      trial_q[b*LANES +: LANES] <= {LANES{b == BITS - 1}};
            else if (decide_i & turn[b])      trial_q[b*LANES +: LANES] <= keep_i;
            else if (decide_i & turn[b+1])    trial_q[b*LANES +: LANES] <= {LANES{1'b1}};
        end
    end
    // verilator lint_on WIDTHCONCAT

    kv_transpose #(.WORDS(LANES), .BITS(BITS)) u_trial (
        .d_i(trial_q),
        .d_o(trial_o)
    );

    assign code_o = {~trial_q[(BITS-1)*LANES +: LANES], trial_q[(BITS-1)*LANES-1:0]};
endmodule

`default_nettype wire
