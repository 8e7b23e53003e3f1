// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Normalizer consmax: p = round(2^t), t = (x * SLOPE + OFFSET) / 2^FRACTION; the fraction of t goes through a table of
/// 2^f, its integer part is a shift.
///
/// One code per enabled cycle; `x_i` in cycle c => `p_o` from c+3. docs/adc.md gives the constants and the error bound.
/// No reset: the pipeline carries codes, never decisions.
module kv_norm_consmax #(
    /// bits of the signed score code
    parameter IN_BITS                      = 6,
    /// bits of the unsigned phi code; the table has 2^OUT_BITS entries
    parameter OUT_BITS                     = 4,
    /// unused by this normalizer
    parameter RECIP_BITS                   = 1,
    /// binary places of t
    parameter FRACTION                     = 12,
    /// bits of t * 2^FRACTION, signed
    parameter T_BITS                       = 18,
    /// octaves per score code, times 2^FRACTION; signed, positive
    parameter [T_BITS-1:0] SLOPE           = 18'd1477,
    /// t at x = 0, times 2^FRACTION; signed
    parameter [T_BITS-1:0] OFFSET          = 18'd231297,
    /// bits of TABLE: 2^OUT_BITS * (OUT_BITS + 4)
    parameter TABLE_BITS                   = 128,
    /// entry i in bits [i*(OUT_BITS+4) +: OUT_BITS+4]: 2^((i + 0.5) / 2^OUT_BITS) * 2^(OUT_BITS+3), rounded
    parameter [TABLE_BITS-1:0] TABLE       = 128'hfaf0e5dbd2c9c0b8b0a9a29b948e8883
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
    localparam ENTRY_BITS = OUT_BITS + 4;
    localparam OCT_BITS   = T_BITS - FRACTION;      // signed integer part of t
    localparam SHIFT_BITS = $clog2(OUT_BITS + 1);   // 0..OUT_BITS
    localparam WIDE_BITS  = 2 * OUT_BITS + 5;       // an entry shifted by at most OUT_BITS, and a carry

    generate
        if (FRACTION < OUT_BITS + 1 || T_BITS <= FRACTION + SHIFT_BITS + 1 || T_BITS <= IN_BITS) begin : gen_refuse_t
            kv_norm_consmax_t_bits_or_fraction_too_small u_refuse ();
        end
        if (TABLE_BITS != (1 << OUT_BITS) * (OUT_BITS + 4)) begin : gen_refuse_table
            kv_norm_consmax_table_bits_must_be_codes_times_out_bits_plus_4 u_refuse ();
        end
    endgenerate

    wire unused = &{1'b0, recip_i};

    // 1. t
    wire [T_BITS-1:0] x = {{(T_BITS - IN_BITS){x_i[IN_BITS-1]}}, x_i};
    reg  [T_BITS-1:0] t_q;

    // 2. 2^fraction from the table; the octave becomes a shift, or says that the result is 0 or p_max whatever the
    // fraction
    wire [OUT_BITS-1:0]   index   = t_q[FRACTION-1 -: OUT_BITS];
    wire [OCT_BITS-1:0]   octave  = t_q[T_BITS-1:FRACTION];
    wire [OCT_BITS-1:0]   shift   = octave + 1'b1;  // of the entry: octave -1 is no shift
    wire                  below   = shift[OCT_BITS-1];
    wire                  above   = ~below & (shift > OUT_BITS[OCT_BITS-1:0]);
    wire                  unused_t = &{1'b0, t_q[FRACTION-OUT_BITS-1:0]};
    reg  [ENTRY_BITS-1:0] entry_q;
    reg  [SHIFT_BITS-1:0] shift_q;
    reg                   above_q;

    // 3. shifted, rounded half up, saturated
    wire [WIDE_BITS-1:0] scaled  = {{(WIDE_BITS - ENTRY_BITS){1'b0}}, entry_q} << shift_q;
    wire [WIDE_BITS-1:0] rounded = scaled + {{(OUT_BITS + 1){1'b0}}, 1'b1, {(OUT_BITS + 3){1'b0}}};
    wire                 over    = above_q | rounded[WIDE_BITS-1];
    wire                 unused_rounded = &{1'b0, rounded[OUT_BITS+3:0]};
    reg  [OUT_BITS-1:0]  p_q;

    always @(posedge clk_i) begin
        if (en_i) begin
            t_q     <= x * SLOPE + OFFSET;
            entry_q <= below ? {ENTRY_BITS{1'b0}} : TABLE[index * ENTRY_BITS +: ENTRY_BITS];
            shift_q <= shift[SHIFT_BITS-1:0];
            above_q <= above;
            p_q     <= rounded[WIDE_BITS-2 -: OUT_BITS] | {OUT_BITS{over}};
        end
    end

    assign p_o = p_q;
endmodule

`default_nettype wire
