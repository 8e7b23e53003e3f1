// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Event counter with synchronous clear. At its largest value it stands still until it is cleared: it never says less
/// than was counted and then more again, and all ones means "so many or more".
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
    /// events so far, at most 2^WIDTH - 1
    output wire [WIDTH-1:0]     count_o
);
    generate
        if (INCR_BITS < 1 || WIDTH < INCR_BITS) begin : gen_refuse
            kv_event_counter_width_must_be_at_least_incr_bits u_refuse ();
        end
    endgenerate

    reg  [WIDTH-1:0] count_q;
    wire [WIDTH-1:0] base = count_q & {WIDTH{~clear_i}};
    wire [WIDTH-1:0] incr;
    wire [WIDTH:0]   sum  = {1'b0, base} + {1'b0, incr};

    generate
        if (WIDTH > INCR_BITS) begin : gen_extend
            assign incr = {{(WIDTH - INCR_BITS){1'b0}}, incr_i};
        end else begin : gen_equal
            assign incr = incr_i;
        end
    endgenerate

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) count_q <= {WIDTH{1'b0}};
        else if (clear_i | (|incr_i)) count_q <= sum[WIDTH-1:0] | {WIDTH{sum[WIDTH]}};
    end

    assign count_o = count_q;
endmodule

`default_nettype wire
