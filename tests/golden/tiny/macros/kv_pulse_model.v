// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Behavior of the signed pulse outputs of a V array macro.
///
/// `read_start_i` in cycle c => `a_sign_o` valid from c+1, `a_pulse_o` low in c+1 and high for `size` cycles from c+2.
/// Reset: low.
module kv_pulse_model #(
    /// outputs
    parameter ROWS     = 64,
    /// bits of a code, sign included
    parameter OUT_BITS = 5
) (
    input  wire                         clk_i,
    input  wire                         rst_ni,
    input  wire                         read_start_i,
    /// both valid in the cycle after the strobe, until the next
    input  wire [ROWS-1:0]              sign_i,
    /// bit b of all rows in bits [b*ROWS +: ROWS]
    input  wire [(OUT_BITS-1)*ROWS-1:0] size_i,
    output wire [ROWS-1:0]              a_sign_o,
    output wire [ROWS-1:0]              a_pulse_o
);
    localparam MAG_BITS = OUT_BITS - 1;

    reg                reading_q;
    reg [MAG_BITS-1:0] step_q;
    reg [ROWS-1:0]     pulse_q;
    reg [ROWS-1:0]     above;  // size > step in each row, from the lowest bit up
    integer            b;
    /* verilator lint_off BLKSEQ */
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            reading_q <= 1'b0;
            step_q    <= {MAG_BITS{1'b0}};
            pulse_q   <= {ROWS{1'b0}};
        end else if (read_start_i) begin
            reading_q <= 1'b1;
            step_q    <= {MAG_BITS{1'b0}};
            pulse_q   <= {ROWS{1'b0}};
        end else if (reading_q) begin
            above = {ROWS{1'b0}};
            for (b = 0; b < MAG_BITS; b = b + 1)
                above = step_q[b] ? above & size_i[b*ROWS+:ROWS] : above | size_i[b*ROWS+:ROWS];
            pulse_q   <= above;
            reading_q <= !(&step_q);
            step_q    <= step_q + 1'b1;
        end
    end
    /* verilator lint_on BLKSEQ */

    assign a_sign_o  = sign_i;
    assign a_pulse_o = pulse_q;
endmodule

`default_nettype wire
