// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Successive approximation: bits and columns one after another, and the handshake with the comparators of all macros.
///
/// `start_i` in cycle s => `compare_o` in s+1. The macros lower `ready_i` in the cycle after a strobe and raise it
/// again (or never lower it) when their answers are there; it stays high until the next strobe. `decide_o` is high in
/// the cycle in which all are seen to be ready, the next strobe follows in the next cycle; after the last bit `done_o`
/// is high in the next cycle, when the codes are complete, and the strobe of the next column comes one cycle later. A
/// macro that is not ready TIMEOUT cycles after the strobe is not waited for: `fault_o`.
module kv_sar_control #(
    /// bits of a code
    parameter BITS        = 6,
    /// columns of a converter
    parameter PASSES      = 1,
    /// macros that answer
    parameter MACROS      = 1,
    /// synchronizer flip-flops of each ready, 0..3; the answers themselves are steady by then
    parameter SYNC_STAGES = 2,
    /// cycles from a strobe to the decision that is made without an answer, at least SYNC_STAGES + 1
    parameter TIMEOUT     = 16
) (
    input  wire              clk_i,
    input  wire              rst_ni,
    /// strobe
    input  wire              start_i,
    input  wire [MACROS-1:0] ready_i,
    /// strobe for the macros, a flip-flop output
    output wire              compare_o,
    /// column of every converter
    output wire [(PASSES > 1 ? $clog2(PASSES) : 1)-1:0] select_o,
    /// pulse: the registers begin a code
    output wire              begin_o,
    /// pulse: the registers take the comparators' answer for the bit of `bit_o`
    output wire              decide_o,
    /// one-hot, the bit on trial
    output wire [BITS-1:0]   bit_o,
    /// pulse: the codes of a column are complete
    output wire              done_o,
    /// pulse: no answer in time
    output wire              fault_o
);
    localparam PASS_BITS  = PASSES > 1 ? $clog2(PASSES) : 1;
    localparam LAST_PASS  = PASSES - 1;
    localparam WAIT_BITS  = $clog2(TIMEOUT + 1);
    localparam FRESH      = SYNC_STAGES + 1;  // cycles after the strobe from which a ready is this strobe's

    generate
        if (BITS < 2 || PASSES < 1 || MACROS < 1) begin : gen_refuse_sizes
            kv_sar_control_bits_must_be_at_least_2_passes_and_macros_at_least_1 u_refuse ();
        end
        if (TIMEOUT < SYNC_STAGES + 1) begin : gen_refuse_timeout
            kv_sar_control_timeout_must_be_at_least_sync_stages_plus_1 u_refuse ();
        end
    endgenerate

    reg                 compare_q;
    reg                 wait_q;  // an answer is awaited
    reg                 done_q;
    reg [WAIT_BITS-1:0] age_q;   // cycles since the strobe
    reg [BITS-1:0]      bit_q;
    reg [PASS_BITS-1:0] pass_q;

    wire [MACROS-1:0] ready;
    kv_sync #(.WIDTH(MACROS), .STAGES(SYNC_STAGES)) u_sync (
        .clk_i(clk_i),
        .en_i (wait_q),
        .d_i  (ready_i),
        .q_o  (ready)
    );

    wire timeout   = wait_q & (age_q == TIMEOUT[WAIT_BITS-1:0]);
    wire answered  = wait_q & (age_q >= FRESH[WAIT_BITS-1:0]) & (&ready);
    wire decide    = answered | timeout;
    wire last_bit  = bit_q[0];
    wire last_pass = pass_q == LAST_PASS[PASS_BITS-1:0];
    wire begins    = start_i | (done_q & ~last_pass);
    wire compare_d = begins | (decide & ~last_bit);

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            compare_q <= 1'b0;
            wait_q    <= 1'b0;
            done_q    <= 1'b0;
            age_q     <= {WAIT_BITS{1'b0}};
            bit_q     <= {BITS{1'b0}};
            pass_q    <= {PASS_BITS{1'b0}};
        end else begin
            compare_q <= compare_d;
            wait_q    <= compare_d | (wait_q & ~decide);
            done_q    <= decide & last_bit;
            if (wait_q) age_q <= decide ? {WAIT_BITS{1'b0}} : age_q + 1'b1;
            if (begins)      bit_q <= {1'b1, {(BITS-1){1'b0}}};
            else if (decide) bit_q <= bit_q >> 1;
            if (done_q) pass_q <= last_pass ? {PASS_BITS{1'b0}} : pass_q + 1'b1;
        end
    end

    assign compare_o = compare_q;
    assign select_o  = pass_q;
    assign begin_o   = begins;
    assign decide_o  = decide;
    assign bit_o     = bit_q;
    assign done_o    = done_q;
    assign fault_o   = timeout & ~answered;
endmodule

`default_nettype wire
