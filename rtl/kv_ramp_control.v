// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Ramp conversions: one counter that all converters share, the column each of them is connected to, and the strobe
/// that lets the ramps go.
///
/// `start_i` in cycle s => PASSES sweeps of 2^BITS steps follow without a pause; step i of pass p is in cycle s +
/// p*2^BITS + i and `ramp_start_o` of that pass in cycle s + p*2^BITS + 1 + LEAD. `select_o` changes with the strobe.
/// `swept_o` pulses TAIL cycles after the last step of each pass. A start before the last such pulse is the user's
/// mistake.
module kv_ramp_control #(
    /// bits of a code
    parameter BITS   = 6,
    /// columns of a converter, one after another
    parameter PASSES = 1,
    /// steps run this many cycles ahead of the ramp (they are prepared in a pipeline)
    parameter LEAD   = 0,
    /// from the last step of a pass to its codes
    parameter TAIL   = 1
) (
    input  wire            clk_i,
    input  wire            rst_ni,
    /// strobe
    input  wire            start_i,
    /// offset-binary code of this step: 0, 1, .. 2^BITS-1, pass after pass
    output wire [BITS-1:0] step_o,
    /// column of every converter
    output wire [(PASSES > 1 ? $clog2(PASSES) : 1)-1:0] select_o,
    /// strobe for the macros, a flip-flop output
    output wire            ramp_start_o,
    /// pulse: the codes of a pass are complete
    output wire            swept_o
);
    localparam PASS_BITS = PASSES > 1 ? $clog2(PASSES) : 1;
    localparam LAST_PASS = PASSES - 1;

    generate
        if (BITS < 1 || PASSES < 1 || LEAD < 0 || TAIL < 0) begin : gen_refuse
            kv_ramp_control_bits_and_passes_must_be_at_least_1_lead_and_tail_at_least_0 u_refuse ();
        end
    endgenerate

    reg                 run_q;
    reg [BITS-1:0]      step_q;
    reg [PASS_BITS-1:0] pass_q;
    wire                active    = start_i | run_q;
    wire                first     = active & (step_q == {BITS{1'b0}});
    wire                last      = active & (&step_q);
    wire                last_pass = pass_q == LAST_PASS[PASS_BITS-1:0];

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            run_q  <= 1'b0;
            step_q <= {BITS{1'b0}};
            pass_q <= {PASS_BITS{1'b0}};
        end else if (active) begin
            run_q  <= ~(last & last_pass);
            step_q <= step_q + 1'b1;  // wraps to the next pass
            if (last) pass_q <= last_pass ? {PASS_BITS{1'b0}} : pass_q + 1'b1;
        end
    end

    // The strobe; the column moves on with it.
    wire go_d;
    reg  go_q;
    kv_delay #(.WIDTH(1), .CYCLES(LEAD)) u_lead (
        .clk_i (clk_i),
        .rst_ni(rst_ni),
        .d_i   (first),
        .q_o   (go_d)
    );
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) go_q <= 1'b0;
        else         go_q <= go_d;
    end

    generate
        if (PASSES > 1) begin : gen_select
            reg [PASS_BITS-1:0] select_q;
            reg                 later_q;  // not the first pass
            always @(posedge clk_i or negedge rst_ni) begin
                if (!rst_ni) begin
                    select_q <= {PASS_BITS{1'b0}};
                    later_q  <= 1'b0;
                end else if (go_d) begin
                    select_q <= later_q ? select_q + 1'b1 : {PASS_BITS{1'b0}};
                    later_q  <= ~(later_q & (select_q + 1'b1 == LAST_PASS[PASS_BITS-1:0]));
                end
            end
            assign select_o = select_q;
        end else begin : gen_single
            assign select_o = 1'b0;
        end
    endgenerate

    kv_delay #(.WIDTH(1), .CYCLES(TAIL)) u_tail (
        .clk_i (clk_i),
        .rst_ni(rst_ni),
        .d_i   (last),
        .q_o   (swept_o)
    );

    assign step_o       = step_q;
    assign ramp_start_o = go_q;
endmodule

`default_nettype wire
