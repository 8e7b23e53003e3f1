// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Normalizer sigmoid: p is the number of thresholds that x reaches, found by binary search through a constant table,
/// so it is exact.
///
/// One code per enabled cycle; `x_i` in cycle c => `p_o` from c + OUT_BITS, one bit of p per register stage, most
/// significant first. Any rising function fits this module; the table says which one (docs/adc.md). No reset: the
/// pipeline carries codes, never decisions.
module kv_norm_sigmoid #(
    /// bits of the signed score code
    parameter IN_BITS                      = 6,
    /// bits of the unsigned phi code
    parameter OUT_BITS                     = 4,
    /// unused by this normalizer
    parameter RECIP_BITS                   = 1,
    /// bits of TABLE: (2^OUT_BITS - 1) * (IN_BITS + 1)
    parameter TABLE_BITS                   = 105,
    /// threshold k = 1 .. 2^OUT_BITS - 1 in bits [(k-1)*(IN_BITS+1) +: IN_BITS+1]: the smallest x + 2^(IN_BITS-1) whose
    /// code is at least k
    parameter [TABLE_BITS-1:0] TABLE       = 105'h40_ffdf_df7e_f3c7_0e9a_31c2_68c1
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
    localparam T_BITS = IN_BITS + 1;

    generate
        if (OUT_BITS < 2 || TABLE_BITS != ((1 << OUT_BITS) - 1) * (IN_BITS + 1)) begin : gen_refuse
            kv_norm_sigmoid_table_bits_must_be_codes_times_in_bits_plus_1 u_refuse ();
        end
    endgenerate

    wire unused = &{1'b0, recip_i};

    // Stage s decides bit OUT_BITS-1-s; its inputs are in x[s*IN_BITS +: IN_BITS] and p[s*OUT_BITS +: OUT_BITS]. Offset
    // binary makes the comparison unsigned.
    wire [(OUT_BITS+1)*IN_BITS-1:0]  x;
    wire [(OUT_BITS+1)*OUT_BITS-1:0] p;
    assign x[0 +: IN_BITS]  = {~x_i[IN_BITS-1], x_i[IN_BITS-2:0]};
    assign p[0 +: OUT_BITS] = {OUT_BITS{1'b0}};

    genvar s, e;
    generate
        for (s = 0; s < OUT_BITS; s = s + 1) begin : gen_stage
            localparam BIT     = OUT_BITS - 1 - s;
            localparam ENTRIES = 1 << s;

            wire [IN_BITS-1:0]  x_here = x[s*IN_BITS +: IN_BITS];
            wire [OUT_BITS-1:0] p_here = p[s*OUT_BITS +: OUT_BITS];

            // The thresholds that this stage may need: those of codes (2 * prefix + 1) << BIT, prefix = the s bits
            // known so far.
            wire [ENTRIES*T_BITS-1:0] entries;
            for (e = 0; e < ENTRIES; e = e + 1) begin : gen_entry
                assign entries[e*T_BITS +: T_BITS] = TABLE[(((2 * e + 1) << BIT) - 1) * T_BITS +: T_BITS];
            end

            wire [T_BITS-1:0] threshold;
            if (s == 0) begin : gen_only
                assign threshold = entries;
            end else begin : gen_choose
                assign threshold = entries[p_here[OUT_BITS-1:BIT+1]*T_BITS +: T_BITS];
            end

            wire                reached = {1'b0, x_here} >= threshold;
            reg  [OUT_BITS-1:0] p_q;
            always @(posedge clk_i) if (en_i) p_q <= p_here | ({{(OUT_BITS-1){1'b0}}, reached} << BIT);
            assign p[(s+1)*OUT_BITS +: OUT_BITS] = p_q;

            if (s < OUT_BITS - 1) begin : gen_pass_on
                reg [IN_BITS-1:0] x_q;
                always @(posedge clk_i) if (en_i) x_q <= x_here;
                assign x[(s+1)*IN_BITS +: IN_BITS] = x_q;
            end else begin : gen_last
                assign x[(s+1)*IN_BITS +: IN_BITS] = {IN_BITS{1'b0}};
            end
        end
    endgenerate

    wire unused_x = &{1'b0, x[OUT_BITS*IN_BITS +: IN_BITS]};
    assign p_o = p[OUT_BITS*OUT_BITS +: OUT_BITS];
endmodule

`default_nettype wire
