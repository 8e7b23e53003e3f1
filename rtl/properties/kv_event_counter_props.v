// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_event_counter under any events and clears: the count is the number of events since the last clear,
/// events of the cycle of the clear included, modulo 2^WIDTH.
module kv_event_counter_props #(
    parameter WIDTH     = 32,
    parameter INCR_BITS = 1
) (
    input wire                 clk_i,
    input wire                 rst_ni,
    input wire                 clear_i,
    input wire [INCR_BITS-1:0] incr_i
);
    wire [WIDTH-1:0] count;

    kv_event_counter #(.WIDTH(WIDTH), .INCR_BITS(INCR_BITS)) u_dut (
        .clk_i  (clk_i),
        .rst_ni (rst_ni),
        .clear_i(clear_i),
        .incr_i (incr_i),
        .count_o(count)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);

    // Wide enough that it does not wrap where the counter does.
    reg [WIDTH+15:0] events_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) events_q <= 0;
        else if (clear_i) events_q <= incr_i;
        else events_q <= events_q + incr_i;
    end
    always @* assert (count == events_q[WIDTH-1:0]);

    reg cleared_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) cleared_q <= 1'b0;
        else if (clear_i & (incr_i != 0) & (count != 0)) cleared_q <= 1'b1;
    end
    always @* cover (cleared_q && count == (WIDTH > 1 ? 3 : 1));
    generate
        if (WIDTH <= 4) begin : gen_wraps
            always @* cover (events_q == (1 << WIDTH) + 2);
        end
    endgenerate
endmodule
