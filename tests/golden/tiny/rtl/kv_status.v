// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// What a head says of itself: busy, idle, events of several sources. Combinational.
///
/// A source that is not there (parameter 0) is ignored, whatever its inputs are tied to.
module kv_status #(
    /// bits of the number of saturated words
    parameter FLAG_BITS   = 3,
    /// 1: stored tokens are written again
    parameter REFRESH     = 0,
    /// 1: the head calibrates its lanes
    parameter CALIBRATION = 0,
    /// places where a readout may fail, at least 1
    parameter FAULTS      = 1
) (
    /// a packet of the stream waits
    input  wire                 stream_valid_i,
    input  wire                 sequencer_busy_i,
    input  wire                 result_busy_i,
    /// REFRESH: a slot is due
    input  wire                 refresh_hold_i,
    /// CALIBRATION: from the command to its end
    input  wire                 calibrating_i,
    input  wire [FLAG_BITS-1:0] saturated_i,
    /// pulse of each place that fails
    input  wire [FAULTS-1:0]    fault_i,
    /// a token is held, on its way, or its result not yet delivered
    output wire                 busy_o,
    /// nothing is on its way and every result delivered: the head may make tokens of its own
    output wire                 idle_o,
    output wire                 saturation_o,
    output wire                 readout_fault_o
);
    wire on_its_way = sequencer_busy_i | result_busy_i | ((REFRESH != 0) & refresh_hold_i);

    assign busy_o          = stream_valid_i | on_its_way | ((CALIBRATION != 0) & calibrating_i);
    assign idle_o          = ~on_its_way;
    assign saturation_o    = |saturated_i;
    assign readout_fault_o = |fault_i;
endmodule

`default_nettype wire
