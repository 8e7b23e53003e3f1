// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_status, which is combinational, for any inputs.
///
/// 1. a head that is idle is busy only with a packet that waits, or a calibration;
/// 2. one that is neither busy nor idle does not exist;
/// 3. each source that is there makes it busy, or is an event, alone; one that is not there makes no difference.
module kv_status_props #(
    parameter FLAG_BITS   = 3,
    parameter REFRESH     = 0,
    parameter CALIBRATION = 0,
    parameter FAULTS      = 1
) (
    input wire                 clk_i,
    input wire                 stream_valid_i,
    input wire                 sequencer_busy_i,
    input wire                 result_busy_i,
    input wire                 refresh_hold_i,
    input wire                 calibrating_i,
    input wire [FLAG_BITS-1:0] saturated_i,
    input wire [FAULTS-1:0]    fault_i,
    // what the other copy sees of a source that is not there
    input wire [1:0]           other_i
);
    wire [1:0] busy, idle, saturation, fault;
    wire [1:0] absent = {CALIBRATION == 0, REFRESH == 0};

    genvar c;
    generate
        for (c = 0; c < 2; c = c + 1) begin : gen_copy
            wire [1:0] flip = c == 0 ? 2'd0 : other_i & absent;
            kv_status #(
                .FLAG_BITS  (FLAG_BITS),
                .REFRESH    (REFRESH),
                .CALIBRATION(CALIBRATION),
                .FAULTS     (FAULTS)
            ) u_dut (
                .stream_valid_i  (stream_valid_i),
                .sequencer_busy_i(sequencer_busy_i),
                .result_busy_i   (result_busy_i),
                .refresh_hold_i  (refresh_hold_i ^ flip[0]),
                .calibrating_i   (calibrating_i ^ flip[1]),
                .saturated_i     (saturated_i),
                .fault_i         (fault_i),
                .busy_o          (busy[c]),
                .idle_o          (idle[c]),
                .saturation_o    (saturation[c]),
                .readout_fault_o (fault[c])
            );
        end
    endgenerate

    always @* begin
        assert (busy[0] == busy[1] && idle[0] == idle[1] && saturation[0] == saturation[1] && fault[0] == fault[1]);
        // 1, 2
        if (idle[0] && busy[0]) assert (stream_valid_i || (CALIBRATION && calibrating_i));
        assert (idle[0] || busy[0]);
        // 3
        if (stream_valid_i || sequencer_busy_i || result_busy_i) assert (busy[0]);
        if (sequencer_busy_i || result_busy_i) assert (!idle[0]);
        if (REFRESH && refresh_hold_i) assert (!idle[0]);
        if (CALIBRATION && calibrating_i) assert (busy[0]);
        if (!sequencer_busy_i && !result_busy_i && !refresh_hold_i) assert (idle[0]);
        if (idle[0] && !stream_valid_i && !calibrating_i) assert (!busy[0]);
        assert (saturation[0] == (saturated_i != 0));
        assert (fault[0] == (fault_i != 0));
        cover (idle[0] && busy[0]);
        cover (!idle[0] && !stream_valid_i);
        cover (fault[0] && saturation[0]);
    end
endmodule
