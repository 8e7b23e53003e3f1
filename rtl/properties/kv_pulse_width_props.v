// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_pulse_width for any codes and starts that keep its rules (codes steady from a start to the last but
/// one cycle of the longest pulse, no start before the longest pulse has ended), and a reset in any cycle.
///
/// Of one lane, picked freely: its pulse begins in the cycle after the start and lasts code * UNIT_CYCLES cycles
/// without a break; a code of 0 gives none; there is no other pulse.
module kv_pulse_width_props #(
    parameter LANES       = 64,
    parameter CODE_BITS   = 4,
    parameter UNIT_CYCLES = 1
) (
    input wire                       clk_i,
    input wire                       rst_ni,
    input wire [CODE_BITS*LANES-1:0] code_i,
    input wire                       start_i
);
    localparam LONGEST    = ((1 << CODE_BITS) - 1) * UNIT_CYCLES;
    localparam COUNT_BITS = $clog2(LONGEST + 1);
    localparam LANE_BITS  = $clog2(LANES + 1);
    localparam UNIT_BITS  = UNIT_CYCLES > 1 ? $clog2(UNIT_CYCLES) : 1;

    wire [LANES-1:0] pulse;

    kv_pulse_width #(.LANES(LANES), .CODE_BITS(CODE_BITS), .UNIT_CYCLES(UNIT_CYCLES)) u_dut (
        .clk_i  (clk_i),
        .rst_ni (rst_ni),
        .code_i (code_i),
        .start_i(start_i),
        .pulse_o(pulse)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);

    (* anyconst *) wire [LANE_BITS-1:0] pick;
    always @* assume (pick < LANES);

    // ---- Model: a lane as a down counter ----------------------------------------------------------------------------
    reg  [CODE_BITS-1:0]  code, code_q;
    reg  [COUNT_BITS-1:0] left_q;     // pulse cycles of the lane still to come, this one included
    reg  [COUNT_BITS-1:0] longest_q;  // the same of a lane with the highest code
    integer               b;
    always @* for (b = 0; b < CODE_BITS; b = b + 1) code[b] = code_i[b*LANES + pick];

    always @* begin
        assume (!(start_i & (longest_q != 0)));
        if (longest_q > 1) assume (code == code_q);
    end
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            left_q    <= 0;
            longest_q <= 0;
        end else if (start_i) begin
            left_q    <= code * UNIT_CYCLES;
            longest_q <= LONGEST;
        end else begin
            if (left_q != 0) left_q <= left_q - 1'b1;
            if (longest_q != 0) longest_q <= longest_q - 1'b1;
        end
    end
    always @(posedge clk_i) if (start_i) code_q <= code;

    always @* assert (pulse[pick] == (left_q != 0));

    // ---- What makes induction converge ------------------------------------------------------------------------------
    (* hierconn *) wire [CODE_BITS-1:0] \u_dut.step_q ;
    (* hierconn *) wire [UNIT_BITS-1:0] \u_dut.gen_prescaler.unit_q ;
    wire [UNIT_BITS-1:0]  unit    = UNIT_CYCLES > 1 ? \u_dut.gen_prescaler.unit_q : 0;
    wire [COUNT_BITS-1:0] elapsed = LONGEST - longest_q;  // cycles since the start, the first included, less one
    always @* begin
        assert (left_q <= longest_q && longest_q <= LONGEST);
        if (longest_q != 0) begin
            // step counts units begun, unit the cycles of this one
            assert (unit < UNIT_CYCLES && \u_dut.step_q != 0);
            assert ((\u_dut.step_q - 1'b1) * UNIT_CYCLES + unit == elapsed);
            assert (left_q == (code_q * UNIT_CYCLES > elapsed ? code_q * UNIT_CYCLES - elapsed : 0));
        end else assert (\u_dut.step_q == 0 && unit == 0);
    end

    // ---- Reachable --------------------------------------------------------------------------------------------------
    reg [1:0] starts_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) starts_q <= 0;
        else if (start_i & ~&starts_q) starts_q <= starts_q + 1'b1;
    end
    always @* begin
        cover (starts_q == 2 && pulse[pick] && left_q == 1 && longest_q == 1);
        cover (starts_q == 2 && code_q == 0 && longest_q == 1);
    end
endmodule
