// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Normalizer relu: p = clamp(x * recip / 2^FRACTION, 0, p_max), rounded half up; `recip_i` holds the gain divided by
/// the live slots.
///
/// One code per enabled cycle; `x_i` in cycle c => `p_o` from c+2. `recip_i` (kv_reciprocal) must be steady from the
/// first code to the last. No reset: the pipeline carries codes, never decisions. docs/adc.md gives the constants and
/// the error bound.
module kv_norm_relu #(
    /// bits of the signed score code, at least 2
    parameter IN_BITS    = 6,
    /// bits of the unsigned phi code
    parameter OUT_BITS   = 4,
    /// bits of the factor
    parameter RECIP_BITS = 15,
    /// binary places of the factor
    parameter FRACTION   = 11
) (
    input  wire                  clk_i,
    /// clock enable of the whole pipeline
    input  wire                  en_i,
    /// signed score code
    input  wire [IN_BITS-1:0]    x_i,
    /// phi codes per score code, times 2^FRACTION
    input  wire [RECIP_BITS-1:0] recip_i,
    /// phi code
    output wire [OUT_BITS-1:0]   p_o
);
    generate
        if (IN_BITS < 2 || OUT_BITS < 1 || FRACTION < 1) begin : gen_refuse
            kv_norm_relu_needs_in_bits_2_out_bits_1_fraction_1 u_refuse ();
        end
    endgenerate

    kv_norm_scale #(
        .IN_BITS    (IN_BITS),
        .OUT_BITS   (OUT_BITS),
        .FRACTION   (FRACTION),
        .FACTOR_BITS(RECIP_BITS)
    ) u_scale (
        .clk_i   (clk_i),
        .en_i    (en_i),
        .x_i     (x_i),
        .factor_i(recip_i),
        .p_o     (p_o)
    );
endmodule

`default_nettype wire
