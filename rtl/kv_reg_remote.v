// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// A register field whose value lives elsewhere, for instance in the entry of a memory that another register selects.
///
/// `write_i` in cycle c => `set_o` and `data_o` in c+1: the value there with the written bits in place, which `data_o`
/// keeps until the next write.
module kv_reg_remote #(
    /// bits, 1..32
    parameter WIDTH = 1
) (
    input  wire             clk_i,
    input  wire             rst_ni,
    /// pulse: the register is written
    input  wire             write_i,
    input  wire [WIDTH-1:0] data_i,
    /// bits that are written (byte strobes)
    input  wire [WIDTH-1:0] mask_i,
    /// the value as it is
    input  wire [WIDTH-1:0] value_i,
    /// pulse: it becomes `data_o`
    output wire             set_o,
    output wire [WIDTH-1:0] data_o
);
    generate
        if (WIDTH < 1 || WIDTH > 32) begin : gen_refuse
            kv_reg_remote_width_must_be_1_to_32 u_refuse ();
        end
    endgenerate

    reg             set_q;
    reg [WIDTH-1:0] data_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) set_q <= 1'b0;
        else         set_q <= write_i;
    end
    always @(posedge clk_i) if (write_i) data_q <= (value_i & ~mask_i) | (data_i & mask_i);

    assign set_o  = set_q;
    assign data_o = data_q;
endmodule

`default_nettype wire
