// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Ramp converters whose codes are added: counts, lane by lane, how many of INPUTS ramps are still below their column,
/// cycle by cycle.
///
/// The sum over the inputs of two's complement codes, without a latch per converter. `start_i` (the ramp strobe) in
/// cycle r => `sum_o` complete in cycle r + SYNC_STAGES + 2^BITS + 1; it holds until the third cycle (SYNC_STAGES + 3)
/// after the next strobe.
module kv_ramp_sum #(
    /// sums
    parameter LANES       = 64,
    /// converters added in each lane
    parameter INPUTS      = 4,
    /// bits of a code
    parameter BITS        = 5,
    /// bits of the sum, at least BITS + clog2(INPUTS)
    parameter SUM_BITS    = 8,
    /// synchronizer flip-flops of each comparator, 0..3
    parameter SYNC_STAGES = 2
) (
    input  wire                      clk_i,
    input  wire                      rst_ni,
    /// the ramp strobe of the macros
    input  wire                      start_i,
    /// input t of lane k in bit [t*LANES + k]: the ramp has passed the column
    input  wire [INPUTS*LANES-1:0]   above_i,
    /// signed; bit b of all lanes in bits [b*LANES +: LANES]
    output wire [SUM_BITS*LANES-1:0] sum_o
);
    localparam POP_BITS = $clog2(INPUTS + 1);
    // -INPUTS * 2^(BITS-1): all codes at their lowest
    localparam LOWEST   = -(INPUTS << (BITS - 1));

    generate
        if (LANES < 1 || INPUTS < 1 || BITS < 2 || SUM_BITS < BITS + $clog2(INPUTS)) begin : gen_refuse
            kv_ramp_sum_bits_must_be_at_least_2_sum_bits_must_hold_the_sum u_refuse ();
        end
    endgenerate

    // start[k] is high in cycle r+k; the highest bit marks the cycle before the first that counts.
    reg  [SYNC_STAGES+1:0] start_q;
    wire [SYNC_STAGES+2:0] start = {start_q, start_i};
    reg  [BITS-1:0]        step_q;    // counting cycles begun, 0 at rest
    reg                    second_q;  // the first population count is in its register
    reg                    add_q;
    wire                   first = start[SYNC_STAGES+1];
    wire                   count = first | (step_q != {BITS{1'b0}});
    wire                   ends  = &step_q[BITS-1:1] & ~step_q[0];  // cycle 2^BITS-1 of them

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            start_q  <= {(SYNC_STAGES+2){1'b0}};
            step_q   <= {BITS{1'b0}};
            second_q <= 1'b0;
            add_q    <= 1'b0;
        end else begin
            start_q  <= start[SYNC_STAGES+1:0];
            second_q <= first;
            add_q    <= count;
            if (count) step_q <= ends ? {BITS{1'b0}} : step_q + 1'b1;
        end
    end

    wire [INPUTS*LANES-1:0] above;
    wire                    listen = (|start) | count;
    kv_sync #(.WIDTH(INPUTS*LANES), .STAGES(SYNC_STAGES)) u_sync (
        .clk_i(clk_i),
        .en_i (listen),
        .d_i  (above_i),
        .q_o  (above)
    );

    wire [POP_BITS*LANES-1:0] population;
    kv_popcount #(.LANES(LANES), .INPUTS(INPUTS)) u_popcount (
        .d_i    (~above),
        .count_o(population)
    );

    function [SUM_BITS*LANES-1:0] add(input [SUM_BITS*LANES-1:0] a, input [POP_BITS*LANES-1:0] n, input restart);
        integer b;
        reg [LANES-1:0] left, right, carry;
        begin  // verilator lint_off BLKSEQ
            carry = {LANES{1'b0}};
            for (b = 0; b < SUM_BITS; b = b + 1) begin
                left  = restart ? {LANES{LOWEST[b]}} : a[b*LANES +: LANES];
                right = {LANES{1'b0}};
                if (b < POP_BITS) right = n[b*LANES +: LANES];
                add[b*LANES +: LANES] = left ^ right ^ carry;
                carry = (left & right) | (carry & (left ^ right));
            end
        end
    endfunction  // verilator lint_on BLKSEQ

    // Data without reset: each register is written before it is used.
    reg [POP_BITS*LANES-1:0] population_q;
    reg [SUM_BITS*LANES-1:0] sum_q;
    always @(posedge clk_i) begin
        if (count) population_q <= population;
        if (add_q) sum_q        <= add(sum_q, population_q, second_q);
    end

    assign sum_o = sum_q;
endmodule

`default_nettype wire
