// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Behavior of one tile macro: two gain-cell arrays, integrators, signed readout. Not synthesizable.
///
/// This module says when something happens, kv_cells_model what: the C++ physics behind DPI or Verilog alone, chosen by
/// the file list, equal to the bit. The physics is called only when something happens to a charge.
///
/// Within one clock edge: the cycle that ends is integrated; a finished score is evaluated before a K write can change
/// the cells under it; ages tick on the first cycle of a write strobe; writes; read (the V charge as it is), weigh,
/// score start. Latency: signs and pulses as docs/machine.md section 2 says. Reset: outputs low, integrators empty,
/// cells keep their charge. Restriction: with one integrator per column a score must not begin between `weigh_start_i`
/// and `read_start_i`, and no q pulse may last into the weighing: said on the console, and the codes of that weighing
/// are zero.
module kv_tile_model #(
    /// rows (head dimension) and token slots, 2..256
    parameter      ROWS              = 64,
    parameter      SLOTS             = 64,
    /// highest q code 1..255, and clock cycles of a q pulse per code
    parameter      Q_MAX             = 15,
    parameter      UNIT_CYCLES       = 1,
    /// bits of a stored level, 1..6; bits of a tile code with its sign, 2..16
    parameter      KV_BITS           = 3,
    parameter      OUT_BITS          = 5,
    /// per column: 1, or 2 for a score that overlaps the weighing of the token before
    parameter      INTEGRATORS       = 1,
    /// tokens a head keeps: ages are counted up to WINDOW - 1
    parameter      WINDOW            = 64,
    /// cell current in microampere: polynomial C0 + C1 u + C2 u^2 + C3 u^3, or C1 u if LINEAR
    parameter      LINEAR            = 0,
    parameter real C0                = 0.5214,
    parameter real C1                = 13.6123,
    parameter real C2                = -2.6204,
    parameter real C3                = 46.0548,
    /// current over stored voltage instead, if POINTS is not 0 (analog.table): IEEE doubles, point i in bits
    /// [64*i +: 64], volt rising
    parameter      POINTS            = 0,
    parameter [64*(POINTS>0?POINTS:1)-1:0] TABLE_V = 0,
    parameter [64*(POINTS>0?POINTS:1)-1:0] TABLE_UA = 0,
    /// volt: full scale of the levels, and the level that carries no signal
    parameter real V_MAX             = 0.9,
    parameter real V_ZERO            = 0.45,
    /// microampere at which phi reaches 1 and the output clips
    parameter real SCORE_SATURATION  = 80.0,
    parameter real OUTPUT_SATURATION = 40.0,
    /// u shrinks by exp(-DECAY_PER_TOKEN) with every token stored
    parameter real DECAY_PER_TOKEN   = 0.0,
    /// leakage by time (docs/time.md), 0 = none: bit 192 says that what happens has a time, in clock edges; IEEE
    /// doubles: time constant in clock cycles in bits [63:0], another in [127:64], the part that has it in [191:128]
    parameter [255:0] CLOCK          = 256'd0,
    /// what the pins promise, in cycles (kv_pin_watch): levels stand still before and after an open word line; read
    /// pulses keep away from it; the pulses that begin inside with `weigh_start_i` last PHI_CYCLES
    parameter      LEVEL_SETUP       = 1,
    parameter      LEVEL_HOLD        = 1,
    parameter      GUARD             = 1,
    parameter      PHI_CYCLES        = 0,
    /// imperfections (docs/imperfections.md): the seed in bits [63:0], the size of number i as an IEEE double in bits
    /// [64*(i+1) +: 64]; all sizes 0 = ideal
    parameter [1023:0] IMPERFECTIONS = 1024'd1,
    /// whose imperfections; -1: what the instance's path says (gen_heads[<n>], gen_tiles[<n>]), so that all instances
    /// share one module
    parameter      HEAD              = -1,
    parameter      TILE              = -1
) (
    input  wire                    clk_i,
    input  wire                    rst_ni,
    input  wire                    k_write_i,
    input  wire [SLOTS-1:0]        k_wl_i,
    /// level of row r in bits [r*KV_BITS +: KV_BITS]
    input  wire [ROWS*KV_BITS-1:0] k_level_i,
    input  wire                    v_write_i,
    input  wire [SLOTS-1:0]        v_wl_i,
    input  wire [ROWS*KV_BITS-1:0] v_level_i,
    input  wire [SLOTS-1:0]        live_i,
    input  wire                    score_start_i,
    input  wire [ROWS-1:0]         q_pulse_i,
    input  wire                    weigh_start_i,
    input  wire                    read_start_i,
    output wire [ROWS-1:0]         a_sign_o,
    output wire [ROWS-1:0]         a_pulse_o
);
    localparam MAG_BITS = OUT_BITS - 1;

    generate
        if (ROWS < 2 || ROWS > 256 || SLOTS < 2 || SLOTS > 256 || Q_MAX < 1 || Q_MAX > 255 || UNIT_CYCLES < 1
            || KV_BITS < 1 || KV_BITS > 6 || OUT_BITS < 2 || OUT_BITS > 16 || INTEGRATORS < 1 || INTEGRATORS > 2
            || WINDOW < 1) begin : gen_refuse
            kv_tile_model_parameter_out_of_range u_refuse ();
        end
    endgenerate

    kv_cells_model #(
        .ROWS(ROWS), .SLOTS(SLOTS), .Q_MAX(Q_MAX), .UNIT_CYCLES(UNIT_CYCLES), .KV_BITS(KV_BITS), .OUT_BITS(OUT_BITS),
        .WINDOW(WINDOW), .LINEAR(LINEAR), .C0(C0), .C1(C1), .C2(C2), .C3(C3), .POINTS(POINTS), .TABLE_V(TABLE_V),
        .TABLE_UA(TABLE_UA), .V_MAX(V_MAX), .V_ZERO(V_ZERO), .SCORE_SATURATION(SCORE_SATURATION),
        .OUTPUT_SATURATION(OUTPUT_SATURATION), .DECAY_PER_TOKEN(DECAY_PER_TOKEN), .CLOCK(CLOCK),
        .IMPERFECTIONS(IMPERFECTIONS),
        .LEVEL_HOLD(LEVEL_HOLD),
        .HEAD(HEAD), .TILE(TILE), .GROUP(0)
    ) u_cells (
        .k_write_i  (k_write_i),
        .k_wl_i     (k_wl_i),
        .k_level_i  (k_level_i),
        .live_i     (live_i),
        .q_pulse_i  (q_pulse_i),
        .v_write_i  (v_write_i),
        .v_wl_i     (v_wl_i),
        .v_level_i  (v_level_i),
        .phi_pulse_i({SLOTS{1'b0}})  // they stay inside
    );

    wire k_fault;
    wire v_fault;
    kv_pin_watch #(
        .SLOTS(SLOTS), .LANES(ROWS), .LEVEL_BITS(ROWS * KV_BITS), .LEVEL_SETUP(LEVEL_SETUP), .LEVEL_HOLD(LEVEL_HOLD),
        .GUARD(GUARD), .PREFIX("k_"), .PULSE("q_pulse_i"), .START("score_start_i")
    ) u_k_watch (
        .clk_i  (clk_i),
        .rst_ni (rst_ni),
        .write_i(k_write_i),
        .wl_i   (k_wl_i),
        .level_i(k_level_i),
        .start_i(score_start_i),
        .pulse_i(q_pulse_i),
        .live_i (live_i),
        .read_i (1'b0),
        .fault_o(k_fault)
    );
    kv_pin_watch #(
        .SLOTS(SLOTS), .LANES(1), .LEVEL_BITS(ROWS * KV_BITS), .LEVEL_SETUP(LEVEL_SETUP), .LEVEL_HOLD(LEVEL_HOLD),
        .GUARD(GUARD), .INNER_CYCLES(PHI_CYCLES), .SIGN_CYCLES(1 << MAG_BITS), .HAS_LIVE(0), .PREFIX("v_"),
        .PULSE("phi"), .START("weigh_start_i")
    ) u_v_watch (
        .clk_i  (clk_i),
        .rst_ni (rst_ni),
        .write_i(v_write_i),
        .wl_i   (v_wl_i),
        .level_i(v_level_i),
        .start_i(weigh_start_i),
        .pulse_i(1'b0),
        .live_i ({SLOTS{1'b0}}),
        .read_i (read_start_i),
        .fault_o(v_fault)
    );

    reg [MAG_BITS*ROWS-1:0] size_q;   // what is being read out
    reg [ROWS-1:0]          sign_q;
    reg                     pending;  // a score has begun and is not evaluated
    reg                     unread;   // a weighing

    // Clock edges so far: charge does not wait for the end of a reset.
    reg [63:0] edges;
    initial edges = 64'd0;
    always @(posedge clk_i) if (CLOCK[192]) edges <= edges + 64'd1;

    // Not hardware: one process that orders what happens at an edge, so its own state changes at once and the outputs
    // after the edge.
    /* verilator lint_off BLKSEQ */
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            sign_q  <= {ROWS{1'b0}};
            size_q  <= {MAG_BITS * ROWS{1'b0}};
            pending = 1'b0;
            unread  = 1'b0;
            u_cells.reset;
        end else begin
            if (CLOCK[192] && ((|k_wl_i) || (|v_wl_i) || weigh_start_i || score_start_i)) u_cells.at(edges);
            // The cycle that ends.
            if (|q_pulse_i) u_cells.u_k_pins.pulse;
            if (pending && (k_write_i || (|k_wl_i) || weigh_start_i)) begin
                u_cells.score;
                pending = 1'b0;
            end

            // Writes.
            u_cells.write_k;
            u_cells.write_v;

            // Read.
            if (read_start_i) begin
                sign_q <= u_cells.sign;
                size_q <= u_cells.size;
                unread = 1'b0;
            end

            // Weigh.
            if (weigh_start_i) begin
                if (CLOCK[192]) u_cells.begin_weigh;
                u_cells.weigh;
                unread = 1'b1;
            end
            if (INTEGRATORS == 1 && ((score_start_i && unread) || (weigh_start_i && (|q_pulse_i)))) begin
                $display("kv_tile_model: %m: a score overlaps a weighing, but there is one integrator per column");
                u_cells.sign = {ROWS{1'b0}};
                u_cells.size = {MAG_BITS * ROWS{1'b0}};
            end

            // Score start.
            if (score_start_i) begin
                u_cells.u_k_pins.start;
                if (CLOCK[192]) u_cells.begin_score;
                pending = 1'b1;
            end

            if (k_fault || v_fault) u_cells.fault;
        end
    end
    /* verilator lint_on BLKSEQ */

    // Signs at once, pulses from the cycle after the next.
    kv_pulse_model #(.ROWS(ROWS), .OUT_BITS(OUT_BITS)) u_pulse (
        .clk_i       (clk_i),
        .rst_ni      (rst_ni),
        .read_start_i(read_start_i),
        .sign_i      (sign_q),
        .size_i      (size_q),
        .a_sign_o    (a_sign_o),
        .a_pulse_o   (a_pulse_o)
    );
endmodule

`default_nettype wire
