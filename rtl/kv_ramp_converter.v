// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Ramp converters: a latch per converter follows a shared value until the ramp has passed its column.
///
/// `start_i` (the ramp strobe) in cycle r => `value_i` belongs to step i in cycle r + SYNC_STAGES + i; the latches
/// follow it from step 0 on, and each keeps the value of the last step at which its ramp was still below. What is
/// shared may be the step itself or anything made from it, such as its normalized code: then one normalizer serves all
/// columns. Latched values are complete in cycle r + SYNC_STAGES + 2^(bits of a code) and stay for one cycle at least.
module kv_ramp_converter #(
    /// converters
    parameter LANES       = 64,
    /// bits of the shared value
    parameter VALUE_BITS  = 4,
    /// synchronizer flip-flops of each comparator, 0..3
    parameter SYNC_STAGES = 2
) (
    input  wire                        clk_i,
    input  wire                        rst_ni,
    /// conversions run: clock enable
    input  wire                        en_i,
    /// the ramp strobe of the macros
    input  wire                        start_i,
    input  wire [VALUE_BITS-1:0]       value_i,
    /// comparators: the ramp has passed the column
    input  wire [LANES-1:0]            above_i,
    /// bit b of all lanes in bits [b*LANES +: LANES]
    output wire [VALUE_BITS*LANES-1:0] value_o
);
    generate
        if (LANES < 1 || VALUE_BITS < 1) begin : gen_refuse
            kv_ramp_converter_lanes_and_value_bits_must_be_at_least_1 u_refuse ();
        end
    endgenerate

    wire first;
    kv_delay #(.WIDTH(1), .CYCLES(SYNC_STAGES)) u_first (
        .clk_i (clk_i),
        .rst_ni(rst_ni),
        .d_i   (start_i),
        .q_o   (first)
    );

    wire [LANES-1:0] above;
    kv_sync #(.WIDTH(LANES), .STAGES(SYNC_STAGES)) u_sync (
        .clk_i(clk_i),
        .en_i (en_i),
        .d_i  (above_i),
        .q_o  (above)
    );

    reg  [VALUE_BITS*LANES-1:0] value_q;
    wire [LANES-1:0]            follow = ~above | {LANES{first}};
    integer                     b;
    always @(posedge clk_i) begin
        for (b = 0; b < VALUE_BITS; b = b + 1) begin
            if (en_i) begin
                value_q[b*LANES +: LANES] <= (value_q[b*LANES +: LANES] & ~follow) | ({LANES{value_i[b]}} & follow);
            end
        end
    end

    assign value_o = value_q;
endmodule

`default_nettype wire
