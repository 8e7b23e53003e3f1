// SPDX-License-Identifier: Apache-2.0

/// Result buffer, affine and output stream.
///
/// A sum taken in cycle c (`sum_valid_i` and `sum_ready_o`) with everything empty => `m_tvalid_o` from c+3; then one beat per cycle,
/// also from one token to the next. `m_t*` hold until accepted.
module kv_result #(
    /// words of a token
    parameter LANES     = 64,
    /// bits of the signed sum
    parameter SUM_BITS  = 10,
    /// bits of the signed output word, at most DATA_BITS
    parameter WORD_BITS = 16,
    /// bits of a beat
    parameter DATA_BITS = 64,
    /// tokens held, at least 1
    parameter DEPTH     = 1
) (
    input  wire                      clk_i,
    input  wire                      rst_ni,
    /// pulse: a readout starts (the read_start strobe)
    input  wire                      reserve_i,
    /// one more readout may start
    output wire                      space_o,
    /// sum in, bit b of all lanes in bits [b*LANES +: LANES]
    input  wire                      sum_valid_i,
    output wire                      sum_ready_o,
    input  wire [SUM_BITS*LANES-1:0] sum_i,
    /// signed Q4.12; change it only between tokens
    input  wire [15:0]               scale_i,
    /// signed, units of the word; change it only between tokens
    input  wire [15:0]               offset_i,
    /// word j of the beat in bits [j*WORD_BITS +: WORD_BITS]; lane 0 first
    output wire [DATA_BITS-1:0]      m_tdata_o,
    output wire                      m_tvalid_o,
    output wire                      m_tlast_o,
    input  wire                      m_tready_i,
    /// words that saturated in the beat accepted in the cycle before, else 0
    output wire [$clog2(DATA_BITS/WORD_BITS+1)-1:0] saturated_o,
    /// pulse in the cycle after a last beat was accepted
    output wire                      token_done_o
);
endmodule
