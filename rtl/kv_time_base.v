// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Time base of an engine: a tick every so many clock cycles, whatever the streams do. Ages of stored tokens are
/// counted in ticks, so that none of them needs a counter that moves with every clock.
///
/// The first tick is in the second cycle after reset, the others follow `cycles_i` cycles apart; a new setting is
/// taken over with a tick.
module kv_time_base #(
    /// bits of the cycles of a tick
    parameter TICK_BITS = 16
) (
    input  wire                 clk_i,
    input  wire                 rst_ni,
    /// cycles of a tick, at least 1
    input  wire [TICK_BITS-1:0] cycles_i,
    /// pulse
    output wire                 tick_o
);
    generate
        if (TICK_BITS < 1) begin : gen_refuse
            kv_time_base_tick_bits_must_be_at_least_1 u_refuse ();
        end
    endgenerate

    reg [TICK_BITS-1:0] left_q;  // cycles before the next tick
    reg                 tick_q;
    wire                last = left_q == {TICK_BITS{1'b0}};

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            left_q <= {TICK_BITS{1'b0}};
            tick_q <= 1'b0;
        end else begin
            left_q <= (last ? cycles_i : left_q) - 1'b1;
            tick_q <= last;
        end
    end

    assign tick_o = tick_q;
endmodule

`default_nettype wire
