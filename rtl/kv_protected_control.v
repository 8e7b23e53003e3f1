// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Passes over the protected tokens for one query: scores row by row, normalization, weighing row by row.
///
/// `start_i` in cycle a => score steps in a+1 .. a+STEPS; scores are complete three cycles later and are normalized in
/// NORM_STEPS steps from a+STEPS+4 on; then, as soon as there is room for the results, STEPS weigh steps. The store and
/// the flags of its entries must stand still from the start until `ready_o`.
module kv_protected_control #(
    /// steps of a pass over the rows
    parameter STEPS       = 8,
    /// steps of the normalization
    parameter NORM_STEPS  = 4,
    /// cycles from a score to its phi code, at least 1
    parameter NORM_CYCLES = 2
) (
    input  wire                                      clk_i,
    input  wire                                      rst_ni,
    /// pulse, only while `ready_o`: a token that queries is admitted
    input  wire                                      start_i,
    /// a place for the results of one more token
    input  wire                                      room_i,
    /// a token may be admitted: nothing is under way that still reads the store
    output wire                                      ready_o,
    /// rows of this step
    output wire [(STEPS > 1 ? $clog2(STEPS) : 1)-1:0] step_o,
    /// operands are taken: a step of the score pass, or with `value_o` of the weigh pass
    output wire                                      load_o,
    output wire                                      value_o,
    /// first step of the score pass
    output wire                                      first_o,
    /// a step of the normalization: the next scores
    output wire                                      shift_o,
    /// clock enable of the normalizers
    output wire                                      normalize_o,
    /// phi codes of a step are ready
    output wire                                      phi_load_o,
    /// pulse: the weigh pass starts
    output wire                                      open_o
);
    localparam STEP_BITS = STEPS > 1 ? $clog2(STEPS) : 1;
    localparam NORM_BITS = NORM_STEPS > 1 ? $clog2(NORM_STEPS) : 1;
    localparam LAST      = STEPS - 1;
    localparam NORM_LAST = NORM_STEPS - 1;

    generate
        if (STEPS < 1 || NORM_STEPS < 1 || NORM_CYCLES < 1) begin : gen_refuse
            kv_protected_control_steps_norm_steps_and_norm_cycles_must_be_at_least_1 u_refuse ();
        end
    endgenerate

    reg                 score_q;      // score pass
    reg [2:0]           settle_q;     // its last sums are on their way
    reg                 shift_q;      // scores go into the normalizers
    reg                 normalize_q;  // scores or phi codes are in them
    reg                 scored_q;     // phi codes are complete, the weigh pass waits for room
    reg                 value_q;      // weigh pass, from its second step on
    reg [STEP_BITS-1:0] step_q;
    reg [NORM_BITS-1:0] norm_q;

    wire open      = scored_q & room_i;
    wire weigh     = open | value_q;
    wire load      = score_q | weigh;
    wire last      = step_q == LAST[STEP_BITS-1:0];
    wire norm_last = norm_q == NORM_LAST[NORM_BITS-1:0];
    wire phi_load, phi_last;

    kv_delay #(.WIDTH(2), .CYCLES(NORM_CYCLES)) u_phi_load (
        .clk_i (clk_i),
        .rst_ni(rst_ni),
        .d_i   ({shift_q & norm_last, shift_q}),
        .q_o   ({phi_last, phi_load})
    );

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            score_q     <= 1'b0;
            settle_q    <= 3'b000;
            shift_q     <= 1'b0;
            normalize_q <= 1'b0;
            scored_q    <= 1'b0;
            value_q     <= 1'b0;
            step_q      <= {STEP_BITS{1'b0}};
            norm_q      <= {NORM_BITS{1'b0}};
        end else begin
            score_q     <= start_i | (score_q & ~last);
            settle_q    <= {settle_q[1:0], score_q & last};
            shift_q     <= settle_q[2] | (shift_q & ~norm_last);
            normalize_q <= settle_q[2] | (normalize_q & ~phi_last);
            scored_q    <= phi_last | (scored_q & ~room_i);
            value_q     <= weigh & ~last;
            if (load)    step_q <= last ? {STEP_BITS{1'b0}} : step_q + 1'b1;
            if (shift_q) norm_q <= norm_last ? {NORM_BITS{1'b0}} : norm_q + 1'b1;
        end
    end

    assign ready_o     = ~(score_q | (|settle_q) | normalize_q | scored_q | value_q) | (weigh & last);
    assign step_o      = step_q;
    assign load_o      = load;
    assign value_o     = weigh;
    assign first_o     = score_q & (step_q == {STEP_BITS{1'b0}});
    assign shift_o     = shift_q;
    assign normalize_o = normalize_q;
    assign phi_load_o  = phi_load;
    assign open_o      = open;
endmodule

`default_nettype wire
