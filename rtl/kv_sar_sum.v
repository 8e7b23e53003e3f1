// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Sum of successive approximations: adds the codes of INPUTS converters in each lane while their bits are decided,
/// highest first.
///
/// `decide_i` in cycle d: sum = 2 * sum + population count of the answers (the highest bit counts negative, so the sum
/// is that of two's complement codes). Complete in the cycle after the last decision; holds until the next first one.
/// No code is stored.
module kv_sar_sum #(
    /// sums
    parameter LANES    = 64,
    /// converters added in each lane
    parameter INPUTS   = 4,
    /// bits of the sum, at least bits of a code + clog2(INPUTS)
    parameter SUM_BITS = 8
) (
    input  wire                      clk_i,
    input  wire                      decide_i,
    /// the bit decided is the highest of a code
    input  wire                      first_i,
    /// input t of lane k in bit [t*LANES + k]
    input  wire [INPUTS*LANES-1:0]   keep_i,
    /// signed; bit b of all lanes in bits [b*LANES +: LANES]
    output wire [SUM_BITS*LANES-1:0] sum_o
);
    localparam POP_BITS = $clog2(INPUTS + 1);
    // The highest bit is offset binary: it counts keep - 1 for each input.
    localparam LOWEST   = -INPUTS;

    generate
        if (LANES < 1 || INPUTS < 1 || SUM_BITS < POP_BITS + 1) begin : gen_refuse
            kv_sar_sum_lanes_and_inputs_must_be_at_least_1_sum_bits_must_hold_the_sum u_refuse ();
        end
    endgenerate

    wire [POP_BITS*LANES-1:0] population;
    kv_popcount #(.LANES(LANES), .INPUTS(INPUTS)) u_popcount (
        .d_i    (keep_i),
        .count_o(population)
    );

    function [SUM_BITS*LANES-1:0] add(input [SUM_BITS*LANES-1:0] a, input [POP_BITS*LANES-1:0] n, input restart);
        integer b;
        reg [LANES-1:0] left, right, carry;
        begin  // verilator lint_off BLKSEQ
            carry = {LANES{1'b0}};
            for (b = 0; b < SUM_BITS; b = b + 1) begin
                left = {LANES{1'b0}};
                if (b > 0) left = a[(b-1)*LANES +: LANES];
                if (restart) left = {LANES{LOWEST[b]}};
                right = {LANES{1'b0}};
                if (b < POP_BITS) right = n[b*LANES +: LANES];
                add[b*LANES +: LANES] = left ^ right ^ carry;
                carry = (left & right) | (carry & (left ^ right));
            end
        end
    endfunction  // verilator lint_on BLKSEQ

    reg [SUM_BITS*LANES-1:0] sum_q;
    always @(posedge clk_i) if (decide_i) sum_q <= add(sum_q, population, first_i);

    assign sum_o = sum_q;
endmodule

`default_nettype wire
