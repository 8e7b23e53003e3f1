// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_event_counter under any events and clears: the count is the number of events since the last clear,
/// events of the cycle of the clear included, or 2^WIDTH - 1 where there were more; it never falls but by a clear.
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

    localparam [WIDTH+15:0] MOST = {WIDTH{1'b1}};

    // Wide enough for any sum; what is beyond the counter is forgotten a cycle later.
    reg  [WIDTH+15:0] events_q;
    wire [WIDTH+15:0] events_d = (clear_i ? 0 : events_q) + incr_i;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) events_q <= 0;
        else events_q <= events_d > MOST ? MOST : events_d;
    end
    always @* assert (count == events_q);

    reg cleared_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) cleared_q <= 1'b0;
        else if (clear_i & (incr_i != 0) & (count != 0)) cleared_q <= 1'b1;
    end
    always @* cover (cleared_q && count == (WIDTH > 1 ? 3 : 1));
    generate
        if (WIDTH <= 4) begin : gen_full
            always @* cover (events_q == MOST && incr_i != 0 && !clear_i && rst_ni);
        end
    endgenerate
endmodule
