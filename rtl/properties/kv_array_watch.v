// SPDX-License-Identifier: Apache-2.0

/// What one array of gain cells may assume at its pins (docs/machine.md section 2); the proofs of heads have one beside
/// each array, in place of the cells. Distances in cycles, for 8 bits at most.
///
/// 1. at most one word line is high, and only with the write strobe;
/// 2. levels stand still from SETUP cycles before a word line rises until HOLD cycles after it has fallen, and while
///    read pulses last;
/// 3. between a word line and read pulses, whichever comes first, GUARD cycles are quiet;
/// 4. read pulses come within PULSE cycles of the strobe that starts them, none of them in its cycle;
/// 5. what the strobe samples (live slots) stands still in the cycle before and in the cycle after.
module kv_array_watch #(
    parameter LINES  = 2,
    parameter LEVELS = 2,
    parameter READS  = 2,
    parameter LIVE   = 2,
    parameter SETUP  = 1,
    parameter HOLD   = 1,
    parameter GUARD  = 1,
    parameter PULSE  = 15,
    /// 1: pulses are at pins; 0: they stay inside the macro and may last PULSE cycles
    parameter PINS   = 1
) (
    input wire              clk_i,
    input wire              rst_ni,
    input wire              write_i,
    input wire [LINES-1:0]  wl_i,
    input wire [LEVELS-1:0] level_i,
    input wire              start_i,
    input wire [READS-1:0]  read_i,
    input wire [LIVE-1:0]   live_i
);
    reg [LEVELS-1:0] level_q;
    reg [LIVE-1:0]   live_q;
    // cycles since the levels moved; since the last word line, pulse, start: 0 = never. They stop at 255.
    reg [7:0]        still_q, line_age_q, read_age_q, start_age_q;

    wire line  = |wl_i;
    wire read  = PINS ? |read_i : start_age_q != 0 && start_age_q <= PULSE;
    wire moved = level_i != level_q;

    function [7:0] older(input [7:0] age, input now);
        older = now ? 8'd1 : age == 0 || age == 255 ? age : age + 1'b1;
    endfunction

    always @(posedge clk_i) {level_q, live_q} <= {level_i, live_i};
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {still_q, line_age_q, read_age_q, start_age_q} <= 0;
        else begin
            still_q     <= moved ? 8'd1 : still_q == 255 ? 8'd255 : still_q + 1'b1;
            line_age_q  <= older(line_age_q, line);
            read_age_q  <= older(read_age_q, read);
            start_age_q <= older(start_age_q, start_i);
        end
    end

    always @* if (rst_ni) begin
        // 1
        assert ((wl_i & (wl_i - 1'b1)) == 0);
        assert (!line || write_i);
        // 2
        if (line) assert (!moved && still_q >= SETUP);
        if (moved) assert (!line && (line_age_q == 0 || line_age_q > HOLD));
        if (moved) assert (!(read && read_age_q == 1));
        // 3
        if (line) assert (!read && (read_age_q == 0 || read_age_q > GUARD));
        if (read) assert (!line && (line_age_q == 0 || line_age_q > GUARD));
        // 4
        if (PINS && read) assert (start_age_q != 0 && start_age_q <= PULSE);
        // 5
        if (start_i || start_age_q == 1) assert (live_i == live_q);
        // a write behind a read, and levels that were not all 0
        cover (line && read_age_q != 0 && level_i != 0);
    end
endmodule
