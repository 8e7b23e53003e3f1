// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Interrupt status: remembers events until software writes 1 to their bits, and raises the interrupt line for those
/// that are enabled.
///
/// `event_i` in cycle c => `status_o` from c+1, `irq_o` from c+2; an event in the cycle in which its bit is cleared is
/// not lost. In reset nothing is pending and the line is low.
module kv_irq #(
    /// sources
    parameter WIDTH = 1
) (
    input  wire             clk_i,
    input  wire             rst_ni,
    /// pulses
    input  wire [WIDTH-1:0] event_i,
    /// bits that reach the line
    input  wire [WIDTH-1:0] enable_i,
    /// pulse: the status register is written
    input  wire             write_i,
    input  wire [WIDTH-1:0] data_i,
    /// bits that are written (byte strobes)
    input  wire [WIDTH-1:0] mask_i,
    /// events since they were last cleared, enabled or not
    output wire [WIDTH-1:0] status_o,
    /// level, from a flip-flop
    output wire             irq_o
);
    reg  [WIDTH-1:0] status_q;
    reg              irq_q;
    wire [WIDTH-1:0] clear = data_i & mask_i & {WIDTH{write_i}};

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            status_q <= {WIDTH{1'b0}};
            irq_q    <= 1'b0;
        end else begin
            status_q <= (status_q & ~clear) | event_i;
            irq_q    <= |(status_q & enable_i);
        end
    end

    assign status_o = status_q;
    assign irq_o    = irq_q;
endmodule

`default_nettype wire
