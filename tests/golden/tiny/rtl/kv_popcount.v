// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Bit-sliced population count of INPUTS bits in each of LANES lanes. Combinational.
///
/// Recursive: the counts of two halves are added with the last input as carry in. A full adder turns three wires into
/// two, so a counter made of them needs at least INPUTS - clog2(INPUTS+1); this one has exactly so many (11 for 16
/// inputs, 57 for 63), and half adders only where the halves differ in width (4 for 16 inputs, none for 2^n - 1).
module kv_popcount #(
    /// independent lanes
    parameter LANES  = 64,
    /// bits counted in each lane, at least 1
    parameter INPUTS = 16
) (
    /// input t of all lanes in bits [t*LANES +: LANES]
    input  wire [INPUTS*LANES-1:0]             d_i,
    /// bit b of all lanes in bits [b*LANES +: LANES]
    output wire [$clog2(INPUTS+1)*LANES-1:0]   count_o
);
    localparam LOW  = INPUTS / 2;        // inputs of the larger half
    localparam HIGH = (INPUTS - 1) / 2;  // inputs of the smaller half; one more input is the carry into their sum

    generate
        if (LANES < 1 || INPUTS < 1) begin : gen_refuse
            kv_popcount_lanes_and_inputs_must_be_at_least_1 u_refuse ();
        end else if (INPUTS == 1) begin : gen_wire
            assign count_o = d_i;
        end else if (INPUTS == 2) begin : gen_half_adder
            assign count_o = {d_i[LANES +: LANES] & d_i[0 +: LANES], d_i[LANES +: LANES] ^ d_i[0 +: LANES]};
        end else begin : gen_split
            localparam LOW_BITS  = $clog2(LOW + 1);
            localparam HIGH_BITS = $clog2(HIGH + 1);

            wire [LOW_BITS*LANES-1:0]  low;
            wire [HIGH_BITS*LANES-1:0] high;

            kv_popcount #(.LANES(LANES), .INPUTS(LOW)) u_low (
                .d_i    (d_i[0 +: LOW*LANES]),
                .count_o(low)
            );
            kv_popcount #(.LANES(LANES), .INPUTS(HIGH)) u_high (
                .d_i    (d_i[LOW*LANES +: HIGH*LANES]),
                .count_o(high)
            );

            // Ripple adder: full adders where both counts have a bit, half adders above.
            reg [(LOW_BITS+1)*LANES-1:0] total;
            reg [LANES-1:0]              a, b, carry;
            integer                      i;
            always @* begin
                carry = d_i[(INPUTS-1)*LANES +: LANES];
                total = {((LOW_BITS+1)*LANES){1'b0}};
                a     = {LANES{1'b0}};
                b     = {LANES{1'b0}};
                for (i = 0; i < HIGH_BITS; i = i + 1) begin
                    a = low[i*LANES +: LANES];
                    b = high[i*LANES +: LANES];
                    total[i*LANES +: LANES] = a ^ b ^ carry;
                    carry = (a & b) | (carry & (a ^ b));
                end
                for (i = HIGH_BITS; i < LOW_BITS; i = i + 1) begin
                    a = low[i*LANES +: LANES];
                    total[i*LANES +: LANES] = a ^ carry;
                    carry = a & carry;
                end
                total[LOW_BITS*LANES +: LANES] = carry;
            end
            assign count_o = total;
        end
    endgenerate
endmodule

`default_nettype wire
