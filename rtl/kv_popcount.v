// SPDX-License-Identifier: Apache-2.0

/// Bit-sliced population count of INPUTS bits in each of LANES lanes. Combinational.
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
endmodule
