// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Normalizer hardsigmoid: p = clamp(x * MULTIPLIER / 2^FRACTION, 0, p_max), rounded half up, with one constant
/// multiplier.
///
/// One code per enabled cycle; `x_i` in cycle c => `p_o` from c+2. No reset: the pipeline carries codes, never
/// decisions. docs/adc.md gives the constants and the error bound; all normalizers have these ports.
module kv_norm_hardsigmoid #(
    /// bits of the signed score code, at least 2
    parameter IN_BITS                            = 6,
    /// bits of the unsigned phi code
    parameter OUT_BITS                           = 4,
    /// unused by this normalizer
    parameter RECIP_BITS                         = 1,
    /// binary places of MULTIPLIER
    parameter FRACTION                           = 10,
    /// bits of MULTIPLIER
    parameter MULTIPLIER_BITS                    = 9,
    /// phi codes per score code, times 2^FRACTION
    parameter [MULTIPLIER_BITS-1:0] MULTIPLIER   = 9'd480
) (
    input  wire                  clk_i,
    /// clock enable of the whole pipeline
    input  wire                  en_i,
    /// signed score code
    input  wire [IN_BITS-1:0]    x_i,
    input  wire [RECIP_BITS-1:0] recip_i,
    /// phi code
    output wire [OUT_BITS-1:0]   p_o
);
    generate
        if (IN_BITS < 2 || OUT_BITS < 1 || FRACTION < 1) begin : gen_refuse
            kv_norm_hardsigmoid_needs_in_bits_2_out_bits_1_fraction_1 u_refuse ();
        end
    endgenerate

    wire unused = &{1'b0, recip_i};

    kv_norm_scale #(
        .IN_BITS    (IN_BITS),
        .OUT_BITS   (OUT_BITS),
        .FRACTION   (FRACTION),
        .FACTOR_BITS(MULTIPLIER_BITS)
    ) u_scale (
        .clk_i   (clk_i),
        .en_i    (en_i),
        .x_i     (x_i),
        .factor_i(MULTIPLIER),
        .p_o     (p_o)
    );
endmodule

`default_nettype wire
