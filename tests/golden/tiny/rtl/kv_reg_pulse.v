// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// A register field of command bits: writing 1 gives one pulse of one cycle, one cycle after `write_i`; the field reads
/// as 0.
module kv_reg_pulse #(
    /// command bits
    parameter WIDTH = 1
) (
    input  wire             clk_i,
    input  wire             rst_ni,
    /// pulse: the register is written
    input  wire             write_i,
    input  wire [WIDTH-1:0] data_i,
    /// bits that are written (byte strobes)
    input  wire [WIDTH-1:0] mask_i,
    output wire [WIDTH-1:0] pulse_o
);
    reg [WIDTH-1:0] pulse_q;

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) pulse_q <= {WIDTH{1'b0}};
        else         pulse_q <= data_i & mask_i & {WIDTH{write_i}};
    end

    assign pulse_o = pulse_q;
endmodule

`default_nettype wire
