// SPDX-License-Identifier: Apache-2.0

/// A register field that software reads and writes, with a legal range.
///
/// `legal_o` judges, combinationally, what the field would hold after the write that is on the bus; the register block raises `write_i` in the
/// same cycle if every field of the register agrees. `value_o` changes in the next cycle.
module kv_reg_field #(
    /// bits, 1..32
    parameter WIDTH             = 1,
    /// value in reset
    parameter [WIDTH-1:0] RESET = {WIDTH{1'b0}},
    /// 1: two's complement
    parameter SIGNED            = 0,
    /// legal values, both ends included
    parameter signed [33:0] MIN = 34'sd0,
    parameter signed [33:0] MAX = 34'sd1
) (
    input  wire             clk_i,
    input  wire             rst_ni,
    /// pulse: take over the written bits
    input  wire             write_i,
    input  wire [WIDTH-1:0] data_i,
    /// bits that are written (byte strobes)
    input  wire [WIDTH-1:0] mask_i,
    output wire [WIDTH-1:0] value_o,
    /// the write on the bus leaves a legal value
    output wire             legal_o
);
    generate
        if (WIDTH < 1 || WIDTH > 32) begin : gen_refuse_width
            kv_reg_field_width_must_be_1_to_32 u_refuse ();
        end
        if (MIN > MAX) begin : gen_refuse_range
            kv_reg_field_min_must_not_exceed_max u_refuse ();
        end
    endgenerate

    localparam [0:0] TWOS_COMPLEMENT = SIGNED != 0;

    reg  [WIDTH-1:0]   value_q;
    wire [WIDTH-1:0]   value_d = (value_q & ~mask_i) | (data_i & mask_i);
    wire signed [33:0] number  = {{(34 - WIDTH){TWOS_COMPLEMENT & value_d[WIDTH-1]}}, value_d};

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni)      value_q <= RESET;
        else if (write_i) value_q <= value_d;
    end

    assign value_o = value_q;
    assign legal_o = (number >= MIN) & (number <= MAX);
endmodule
