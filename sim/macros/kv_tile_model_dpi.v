// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Behavior of one tile macro (two gain-cell arrays, integrators, signed readout) around the C++ physics: the fast
/// version, for Verilator.
///
/// Same ports, parameters and behavior as kv_tile_model_portable.v; the file list chooses one of the two. Pulse widths
/// are counted and output pulses made here, bit-sliced; the physics is called only when something happens to a charge.
///
/// Within one clock edge: the cycle that ends is integrated; a finished score is evaluated before a K write can change
/// the cells under it; ages tick on the first cycle of a write strobe; writes; read (the V charge as it is), weigh,
/// score start. Latency: signs and pulses as docs/machine.md section 2 says. Reset: outputs low, integrators empty,
/// cells keep their charge. Restriction: with one integrator per column a score must not begin between `weigh_start_i`
/// and `read_start_i`, and no q pulse may last into the weighing: said on the console, and the codes of that weighing
/// are zero.
/* verilator lint_off DECLFILENAME */  // two files hold this module, chosen by file list
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
    /// whose imperfections; -1: what the instance's path says (gen_heads[<n>], gen_tiles[<n>]), so that all instances
    /// share one module
    parameter      HEAD              = -1,
    parameter      TILE              = -1,
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
    /// imperfections (docs/imperfections.md), all 0 = ideal: sigmas of gain (relative), cell current and read noise in
    /// microampere, stored voltage in volt, converters in microampere, share of stuck cells, sigma of the decay rate
    /// (relative); one seed
    parameter real GAIN_MISMATCH     = 0.0,
    parameter real OFFSET_MISMATCH   = 0.0,
    parameter real READ_NOISE        = 0.0,
    parameter real WRITE_NOISE       = 0.0,
    parameter real COMPARATOR_OFFSET = 0.0,
    parameter real STUCK_CELLS       = 0.0,
    parameter real LEAKAGE_SPREAD    = 0.0,
    parameter [63:0] SEED            = 64'd1
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
    output reg  [ROWS-1:0]         a_sign_o,
    output reg  [ROWS-1:0]         a_pulse_o
);
    localparam MAG_BITS   = OUT_BITS - 1;
    localparam CODE_MAX   = (1 << MAG_BITS) - 1;
    localparam COUNT_BITS = $clog2(Q_MAX * UNIT_CYCLES + 1);
    localparam IMPERFECT = GAIN_MISMATCH != 0.0 || OFFSET_MISMATCH != 0.0 || READ_NOISE != 0.0 || WRITE_NOISE != 0.0 ||
                           COMPARATOR_OFFSET != 0.0 || STUCK_CELLS != 0.0 || LEAKAGE_SPREAD != 0.0;

    generate
        if (ROWS < 2 || ROWS > 256 || SLOTS < 2 || SLOTS > 256 || Q_MAX < 1 || Q_MAX > 255 || UNIT_CYCLES < 1
            || KV_BITS < 1 || KV_BITS > 6 || OUT_BITS < 2 || OUT_BITS > 16 || INTEGRATORS < 1 || INTEGRATORS > 2
            || WINDOW < 1) begin : gen_refuse
            kv_tile_model_parameter_out_of_range u_refuse ();
        end
    endgenerate

    import "DPI-C" function chandle kvolt_tile_create(
        input int rows, input int slots, input int q_max, input int unit_cycles, input int kv_bits, input int out_bits,
        input int window, input int linear, input real c0, input real c1, input real c2, input real c3,
        input real v_max,
        input real v_zero, input real score_saturation, input real output_saturation, input real decay_per_token);
    import "DPI-C" function void kvolt_tile_destroy(input chandle tile);
    import "DPI-C" function void kvolt_tile_table(
        input chandle tile, input int points, input bit [64*(POINTS>0?POINTS:1)-1:0] volt,
        input bit [64*(POINTS>0?POINTS:1)-1:0] ua);
    import "DPI-C" function void kvolt_tile_imperfections(
        input chandle tile, input string path, input int head, input int index, input longint unsigned seed,
        input real gain_mismatch, input real offset_mismatch, input real read_noise, input real write_noise,
        input real comparator_offset, input real stuck_cells, input real leakage_spread);
    import "DPI-C" function void kvolt_tile_age_k(input chandle tile);
    import "DPI-C" function void kvolt_tile_age_v(input chandle tile);
    import "DPI-C" function void kvolt_tile_write_k(
        input chandle tile, input bit [SLOTS-1:0] word_lines, input bit [ROWS*KV_BITS-1:0] levels, input int lasts);
    import "DPI-C" function void kvolt_tile_write_v(
        input chandle tile, input bit [SLOTS-1:0] word_lines, input bit [ROWS*KV_BITS-1:0] levels, input int lasts);
    import "DPI-C" function void kvolt_tile_score(
        input chandle tile, input bit [COUNT_BITS*ROWS-1:0] counts, input bit [SLOTS-1:0] live);
    import "DPI-C" function void kvolt_tile_weigh(
        input chandle tile, output bit [ROWS-1:0] sign, output bit [MAG_BITS*ROWS-1:0] magnitude);

    chandle tile;
    initial begin
        tile = kvolt_tile_create(ROWS, SLOTS, Q_MAX, UNIT_CYCLES, KV_BITS, OUT_BITS, WINDOW, LINEAR, C0, C1, C2, C3,
                                 V_MAX, V_ZERO,
                                 SCORE_SATURATION, OUTPUT_SATURATION, DECAY_PER_TOKEN);
        if (tile == null) $fatal(1, "kv_tile_model: the physics refuses these parameters");
        if (POINTS > 0) kvolt_tile_table(tile, POINTS, TABLE_V, TABLE_UA);
        if (IMPERFECT)
            kvolt_tile_imperfections(tile, $sformatf("%m"), HEAD, TILE, SEED, GAIN_MISMATCH, OFFSET_MISMATCH,
                                     READ_NOISE, WRITE_NOISE,
                                     COMPARATOR_OFFSET, STUCK_CELLS, LEAKAGE_SPREAD);
    end
    final kvolt_tile_destroy(tile);

    // Bit b of all rows in bits [b*ROWS +: ROWS].
    reg [COUNT_BITS*ROWS-1:0] count;         // cycles each q pulse has lasted, stopping at all ones
    reg [MAG_BITS*ROWS-1:0]   weighed_size;  // what the V integrators hold
    reg [ROWS-1:0]            weighed_sign;
    reg [MAG_BITS*ROWS-1:0]   size;          // what is being read out
    reg [SLOTS-1:0]           live;
    reg [ROWS-1:0]            carry;
    reg [ROWS-1:0]            full;
    reg [ROWS-1:0]            above;
    reg [MAG_BITS-1:0]        step;
    reg                       reading;
    reg                       score_pending;
    reg                       weigh_unread;
    reg                       k_writing;
    reg                       v_writing;
    reg [SLOTS-1:0]           k_line;        // word lines of the cycle before
    reg [SLOTS-1:0]           v_line;
    integer                   b;

    // Not hardware: one process that orders what happens at an edge, so its own state changes at once and the outputs
    // after the edge.
    /* verilator lint_off BLKSEQ */
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            a_sign_o      <= {ROWS{1'b0}};
            a_pulse_o     <= {ROWS{1'b0}};
            weighed_sign  = {ROWS{1'b0}};
            weighed_size  = {MAG_BITS * ROWS{1'b0}};
            size          = {MAG_BITS * ROWS{1'b0}};
            count         = {COUNT_BITS * ROWS{1'b0}};
            live          = {SLOTS{1'b0}};
            step          = {MAG_BITS{1'b0}};
            reading       = 1'b0;
            score_pending = 1'b0;
            weigh_unread  = 1'b0;
            k_writing     = 1'b0;
            v_writing     = 1'b0;
            k_line        = {SLOTS{1'b0}};
            v_line        = {SLOTS{1'b0}};
        end else begin
            // The cycle that ends.
            if (|q_pulse_i) begin
                full = {ROWS{1'b1}};
                for (b = 0; b < COUNT_BITS; b = b + 1) full = full & count[b*ROWS+:ROWS];
                carry = q_pulse_i & ~full;
                for (b = 0; b < COUNT_BITS; b = b + 1) begin
                    full                 = count[b*ROWS+:ROWS];
                    count[b*ROWS+:ROWS] = full ^ carry;
                    carry                = full & carry;
                end
            end
            if (score_pending && (k_write_i || (|k_wl_i) || weigh_start_i)) begin
                kvolt_tile_score(tile, count, live);
                score_pending = 1'b0;
            end

            // Writes.
            if (k_write_i && !k_writing) kvolt_tile_age_k(tile);
            if (v_write_i && !v_writing) kvolt_tile_age_v(tile);
            k_writing = k_write_i;
            v_writing = v_write_i;
            if (IMPERFECT) begin  // a word line that stays high is one write
                if (|k_wl_i) begin
                    kvolt_tile_write_k(tile, k_wl_i & ~k_line, k_level_i, 0);
                    kvolt_tile_write_k(tile, k_wl_i & k_line, k_level_i, 1);
                end
                if (|v_wl_i) begin
                    kvolt_tile_write_v(tile, v_wl_i & ~v_line, v_level_i, 0);
                    kvolt_tile_write_v(tile, v_wl_i & v_line, v_level_i, 1);
                end
                k_line = k_wl_i;
                v_line = v_wl_i;
            end else begin
                if (|k_wl_i) kvolt_tile_write_k(tile, k_wl_i, k_level_i, 0);
                if (|v_wl_i) kvolt_tile_write_v(tile, v_wl_i, v_level_i, 0);
            end

            // Read: signs at once, pulses from the cycle after the next.
            if (read_start_i) begin
                a_sign_o     <= weighed_sign;
                a_pulse_o    <= {ROWS{1'b0}};
                size         = weighed_size;
                step         = {MAG_BITS{1'b0}};
                reading      = 1'b1;
                weigh_unread = 1'b0;
            end else if (reading) begin
                above = {ROWS{1'b0}};  // size > step, from the lowest bit up
                for (b = 0; b < MAG_BITS; b = b + 1)
                    above = step[b] ? above & size[b*ROWS+:ROWS] : above | size[b*ROWS+:ROWS];
                a_pulse_o <= above;
                reading   = step != CODE_MAX[MAG_BITS-1:0];
                step      = step + 1'b1;
            end

            // Weigh.
            if (weigh_start_i) begin
                kvolt_tile_weigh(tile, weighed_sign, weighed_size);
                weigh_unread = 1'b1;
            end
            if (INTEGRATORS == 1 && ((score_start_i && weigh_unread) || (weigh_start_i && (|q_pulse_i)))) begin
                $display("kv_tile_model: %m: a score overlaps a weighing, but there is one integrator per column");
                weighed_sign = {ROWS{1'b0}};
                weighed_size = {MAG_BITS * ROWS{1'b0}};
            end

            // Score start.
            if (score_start_i) begin
                count         = {COUNT_BITS * ROWS{1'b0}};
                live          = live_i;
                score_pending = 1'b1;
            end
        end
    end
    /* verilator lint_on BLKSEQ */
endmodule
/* verilator lint_on DECLFILENAME */

`default_nettype wire
