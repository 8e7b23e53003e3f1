// SPDX-License-Identifier: Apache-2.0

/// Reset synchronizer: asserts asynchronously, releases on the clock.
///
/// `rst_no` falls with `rst_ni`, clock or no clock, and rises on the STAGES-th rising edge after `rst_ni` has risen.
module kv_reset_sync #(
    /// flip-flops in the release path, at least 2
    parameter STAGES = 2
) (
    input  wire clk_i,
    /// asynchronous reset of the chip, active low
    input  wire rst_ni,
    /// reset of the engine, active low
    output wire rst_no
);
endmodule
