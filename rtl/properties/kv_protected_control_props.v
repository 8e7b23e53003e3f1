// SPDX-License-Identifier: Apache-2.0

/// Properties of kv_protected_control for any starts while it is ready, any room, and a reset in any cycle.
///
/// The model is one counter from the start to the scores, and one through the weigh pass.
/// 1. score steps, normalization and the first weigh step come exactly when the header says so, each step once and in
///    order; the weigh pass starts in the first cycle with room after that;
/// 2. it is ready unless something is under way, and already in the last weigh step; it is never busy for ever while
///    there is room.
module kv_protected_control_props #(
    parameter STEPS       = 8,
    parameter NORM_STEPS  = 4,
    parameter NORM_CYCLES = 2
) (
    input wire clk_i,
    input wire rst_ni,
    input wire start_i,
    input wire room_i
);
    localparam STEP_BITS = STEPS > 1 ? $clog2(STEPS) : 1;
    localparam SCORED    = STEPS + 4;
    localparam COMPLETE  = SCORED + NORM_STEPS + NORM_CYCLES;
    localparam BITS      = $clog2(COMPLETE + 1);

    wire                 ready, load, value, first, shift, normalize, phi_load, open;
    wire [STEP_BITS-1:0] step;

    kv_protected_control #(.STEPS(STEPS), .NORM_STEPS(NORM_STEPS), .NORM_CYCLES(NORM_CYCLES)) u_dut (
        .clk_i      (clk_i),
        .rst_ni     (rst_ni),
        .start_i    (start_i),
        .room_i     (room_i),
        .ready_o    (ready),
        .step_o     (step),
        .load_o     (load),
        .value_o    (value),
        .first_o    (first),
        .shift_o    (shift),
        .normalize_o(normalize),
        .phi_load_o (phi_load),
        .open_o     (open)
    );

    reg begun_q = 1'b0;
    always @(posedge clk_i) begun_q <= 1'b1;
    always @* if (!begun_q) assume (!rst_ni);
    always @* assume (!start_i || ready);

    // ---- Model: cycles since the start, 0 where nothing waits for scores; weigh steps done
    // -----------------------------
    reg [BITS-1:0]      since_q;
    reg [STEP_BITS:0]   weighed_q;
    wire                opens  = since_q == COMPLETE && room_i;
    wire                weighs = opens || weighed_q != 0;

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            since_q   <= 0;
            weighed_q <= 0;
        end else begin
            if (start_i)                                  since_q <= 1;
            else if (opens)                               since_q <= 0;
            else if (since_q != 0 && since_q != COMPLETE) since_q <= since_q + 1'b1;
            if (weighs) weighed_q <= weighed_q == STEPS - 1 ? 0 : weighed_q + 1'b1;
        end
    end

    wire scores = since_q >= 1 && since_q <= STEPS;
    always @* begin
        assert (load == (scores || weighs));
        assert (value == weighs);
        assert (open == opens);
        assert (first == (since_q == 1));
        if (scores) assert (step == since_q - 1'b1);
        if (weighs) assert (step == weighed_q);
        assert (shift == (since_q >= SCORED && since_q < SCORED + NORM_STEPS));
        assert (normalize == (since_q >= SCORED && since_q < COMPLETE));
        assert (phi_load == (since_q >= SCORED + NORM_CYCLES && since_q < COMPLETE));
        assert (ready == ((since_q == 0 && weighed_q == 0) || (weighs && weighed_q == STEPS - 1)));
        assert (since_q <= COMPLETE && weighed_q < STEPS && (since_q == 0 || weighed_q == 0));
    end

    // ---- What makes induction converge ------------------------------------------------------------------------------
    (* hierconn *) wire                                          \u_dut.score_q ;
    (* hierconn *) wire [2:0]                                    \u_dut.settle_q ;
    (* hierconn *) wire                                          \u_dut.scored_q ;
    (* hierconn *) wire                                          \u_dut.value_q ;
    (* hierconn *) wire [STEP_BITS-1:0]                          \u_dut.step_q ;
    (* hierconn *) wire [(NORM_STEPS>1?$clog2(NORM_STEPS):1)-1:0] \u_dut.norm_q ;
    (* hierconn *) wire [2*NORM_CYCLES-1:0]                      \u_dut.u_phi_load.gen_chain.stage_q ;
    wire [2*NORM_CYCLES-1:0] stage = \u_dut.u_phi_load.gen_chain.stage_q ;  // last step of, and step of, the shift
    integer                  s;
    always @* begin
        assert (\u_dut.score_q == scores);
        assert (\u_dut.settle_q == {since_q == STEPS + 3, since_q == STEPS + 2, since_q == STEPS + 1});
        assert (\u_dut.scored_q == (since_q == COMPLETE) && \u_dut.value_q == (weighed_q != 0));
        assert (\u_dut.step_q == (scores ? since_q - 1'b1 : weighed_q));
        assert (\u_dut.norm_q == (shift ? since_q - SCORED : 0));
        for (s = 0; s < NORM_CYCLES; s = s + 1) begin
            assert (stage[2*s] == (since_q >= SCORED + s + 1 && since_q < SCORED + s + 1 + NORM_STEPS));
            assert (stage[2*s+1] == (since_q == SCORED + s + NORM_STEPS));
        end
    end

    // ---- Reachable --------------------------------------------------------------------------------------------------
    reg [1:0] tokens_q;
    reg       waited_q;
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {tokens_q, waited_q} <= 0;
        else begin
            if (start_i & ~&tokens_q) tokens_q <= tokens_q + 1'b1;
            if (since_q == COMPLETE && !room_i) waited_q <= 1'b1;
        end
    end
    always @* cover (tokens_q == 2 && waited_q && weighs && weighed_q == STEPS - 1 && start_i);
endmodule
