// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// A register field that software reads and writes.
///
/// `value_o` has the written bits in the cycle after `write_i`. Where not every code is legal, kv_reg_range judges the
/// write that is on the bus, and the register block raises `write_i` only if it agrees.
module kv_reg_field #(
    /// bits, 1..32
    parameter WIDTH             = 1,
    /// value in reset
    parameter [WIDTH-1:0] RESET = {WIDTH{1'b0}}
) (
    input  wire             clk_i,
    input  wire             rst_ni,
    /// pulse: take over the written bits
    input  wire             write_i,
    input  wire [WIDTH-1:0] data_i,
    /// bits that are written (byte strobes)
    input  wire [WIDTH-1:0] mask_i,
    output wire [WIDTH-1:0] value_o
);
    generate
        if (WIDTH < 1 || WIDTH > 32) begin : gen_refuse
            kv_reg_field_width_must_be_1_to_32 u_refuse ();
        end
    endgenerate

    reg [WIDTH-1:0] value_q;

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni)      value_q <= RESET;
        else if (write_i) value_q <= (value_q & ~mask_i) | (data_i & mask_i);
    end

    assign value_o = value_q;
endmodule

`default_nettype wire
