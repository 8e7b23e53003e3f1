// SPDX-License-Identifier: Apache-2.0

/// Wrapping event counter with synchronous clear.
module kv_event_counter #(
    /// bits of the count, at least INCR_BITS
    parameter WIDTH     = 32,
    /// bits of the increment
    parameter INCR_BITS = 1
) (
    input  wire                 clk_i,
    input  wire                 rst_ni,
    /// the count restarts from zero; an event in the same cycle is not lost, it is the first one counted
    input  wire                 clear_i,
    /// events in this cycle
    input  wire [INCR_BITS-1:0] incr_i,
    /// events so far, modulo 2^WIDTH
    output wire [WIDTH-1:0]     count_o
);
endmodule
