// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Judge of a number that is written into a register field. Combinational.
///
/// The number has SPAN bits of the register, of which the field keeps the lowest WIDTH. What is written above those
/// must repeat the sign, or be 0 where numbers have none; bits that byte strobes leave alone are those of `value_i`, or
/// are not looked at above the field.
module kv_reg_range #(
    /// bits of the field, 1..32
    parameter WIDTH             = 8,
    /// bits of the register that are the number's, WIDTH..32
    parameter SPAN              = 32,
    /// 1: two's complement
    parameter SIGNED            = 0,
    /// legal numbers, both ends included
    parameter signed [33:0] MIN = 34'sd0,
    parameter signed [33:0] MAX = 34'sd255
) (
    /// the field as it is
    input  wire [WIDTH-1:0] value_i,
    input  wire [SPAN-1:0]  data_i,
    /// bits that are written (byte strobes)
    input  wire [SPAN-1:0]  mask_i,
    /// the write leaves a legal number
    output wire             legal_o
);
    generate
        if (WIDTH < 1 || SPAN < WIDTH || SPAN > 32) begin : gen_refuse_width
            kv_reg_range_width_must_be_1_to_span_and_span_at_most_32 u_refuse ();
        end
        if (MIN > MAX) begin : gen_refuse_range
            kv_reg_range_min_must_not_exceed_max u_refuse ();
        end
    endgenerate

    localparam [0:0] TWOS_COMPLEMENT = SIGNED != 0;

    wire        [WIDTH-1:0] value_d = (value_i & ~mask_i[WIDTH-1:0]) | (data_i[WIDTH-1:0] & mask_i[WIDTH-1:0]);
    wire                    sign    = TWOS_COMPLEMENT & value_d[WIDTH-1];
    wire signed [33:0]      number  = {{(34 - WIDTH){sign}}, value_d};
    wire                    beyond;  // a bit above the field that is not the sign

    generate
        if (SPAN > WIDTH) begin : gen_above
            wire [SPAN-WIDTH-1:0] wrong = data_i[SPAN-1:WIDTH] ^ {(SPAN - WIDTH){sign}};
            assign beyond = |(wrong & mask_i[SPAN-1:WIDTH]);
        end else begin : gen_whole
            assign beyond = 1'b0;
        end
    endgenerate

    assign legal_o = ~beyond & (number >= MIN) & (number <= MAX);
endmodule

`default_nettype wire
