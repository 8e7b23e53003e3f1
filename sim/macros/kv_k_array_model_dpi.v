// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Behavior of one K array macro (gain cells, an integrator per column) around the C++ physics: the fast version, for
/// Verilator.
///
/// Same ports, parameters and behavior, to the bit, as kv_k_array_model_portable.v; the file list chooses one of the
/// two. Pulse widths are counted bit-sliced; the physics is called only when a charge is looked at or could change. The
/// converters around the charges are kv_*_model.v, the same for both.
///
/// Within one clock edge: the cycle that ends is integrated; a finished score becomes codes at a sample strobe, or
/// before a write could change the cells under it; ages tick on the first cycle of a write strobe; writes; score start.
/// Reset: codes zero, integrators empty, cells keep their charge.
/* verilator lint_off DECLFILENAME */  // two files hold this module, chosen by file list
module kv_k_array_model #(
    /// rows (word lines) and token slots, 2..256
    parameter      ROWS            = 64,
    parameter      SLOTS           = 64,
    /// highest q code 1..255, and clock cycles of a q pulse per code
    parameter      Q_MAX           = 15,
    parameter      UNIT_CYCLES     = 1,
    /// bits of a stored level, 1..6; bits of a score code, 2..16
    parameter      KV_BITS         = 3,
    parameter      ADC_BITS        = 6,
    /// tokens a head keeps: ages are counted up to WINDOW - 1
    parameter      WINDOW          = 64,
    /// cell current in microampere: polynomial C0 + C1 u + C2 u^2 + C3 u^3, or C1 u if LINEAR
    parameter      LINEAR          = 0,
    parameter real C0              = 0.5214,
    parameter real C1              = 13.6123,
    parameter real C2              = -2.6204,
    parameter real C3              = 46.0548,
    /// current over stored voltage instead, if POINTS is not 0 (analog.table): IEEE doubles, point i in bits
    /// [64*i +: 64], volt rising
    parameter      POINTS          = 0,
    parameter [64*(POINTS>0?POINTS:1)-1:0] TABLE_V = 0,
    parameter [64*(POINTS>0?POINTS:1)-1:0] TABLE_UA = 0,
    /// volt: full scale of the levels, and the level that carries no signal
    parameter real V_MAX           = 0.9,
    parameter real V_ZERO          = 0.45,
    /// microampere of one score code
    parameter real LSB             = 2.5,
    /// u shrinks by exp(-DECAY_PER_TOKEN) with every token stored
    parameter real DECAY_PER_TOKEN = 0.0,
    /// imperfections (docs/imperfections.md), all 0 = ideal: sigmas of gain (relative), cell current and read noise in
    /// microampere, stored voltage in volt, converters in microampere, share of stuck cells, sigma of the decay rate
    /// (relative); one seed
    parameter real GAIN_MISMATCH   = 0.0,
    parameter real OFFSET_MISMATCH = 0.0,
    parameter real READ_NOISE      = 0.0,
    parameter real WRITE_NOISE     = 0.0,
    parameter real COMPARATOR_OFFSET = 0.0,
    parameter real STUCK_CELLS     = 0.0,
    parameter real LEAKAGE_SPREAD  = 0.0,
    parameter [63:0] SEED          = 64'd1,
    /// columns (rows) that share a converter and its offset
    parameter      COLUMNS_PER_CONVERTER = 1,
    /// whose imperfections; -1: what the instance's path says (gen_heads[<n>], gen_tiles[<n>], gen_groups[<n>]), so
    /// that all instances share one module
    parameter      HEAD            = -1,
    parameter      TILE            = -1,
    parameter      GROUP           = -1
) (
    input  wire                      clk_i,
    input  wire                      rst_ni,
    input  wire                      write_i,
    input  wire [SLOTS-1:0]          wl_i,
    /// level of row r in bits [r*KV_BITS +: KV_BITS]
    input  wire [ROWS*KV_BITS-1:0]   level_i,
    input  wire [SLOTS-1:0]          live_i,
    input  wire                      score_start_i,
    input  wire [ROWS-1:0]           q_pulse_i,
    /// strobe: the charges must have become codes in the next cycle
    input  wire                      sample_i,
    /// offset binary, bit b of all columns in bits [b*SLOTS +: SLOTS]
    output wire [ADC_BITS*SLOTS-1:0] code_o
);
    localparam COUNT_BITS = $clog2(Q_MAX * UNIT_CYCLES + 1);
    localparam IMPERFECT = GAIN_MISMATCH != 0.0 || OFFSET_MISMATCH != 0.0 || READ_NOISE != 0.0 || WRITE_NOISE != 0.0 ||
                           COMPARATOR_OFFSET != 0.0 || STUCK_CELLS != 0.0 || LEAKAGE_SPREAD != 0.0;

    generate
        if (ROWS < 2 || ROWS > 256 || SLOTS < 2 || SLOTS > 256 || Q_MAX < 1 || Q_MAX > 255 || UNIT_CYCLES < 1 ||
            KV_BITS < 1 || KV_BITS > 6 || ADC_BITS < 2 || ADC_BITS > 16 || WINDOW < 1) begin : gen_refuse
            kv_k_array_model_parameter_out_of_range u_refuse ();
        end
    endgenerate

    import "DPI-C" function chandle kvolt_array_create(
        input int rows, input int slots, input int pulse_max, input int unit_cycles, input int kv_bits,
        input int code_bits, input int window, input int linear, input real c0, input real c1, input real c2,
        input real c3, input real v_max, input real v_zero, input real output_saturation, input real decay_per_token);
    import "DPI-C" function void kvolt_array_destroy(input chandle array);
    import "DPI-C" function void kvolt_array_table(
        input chandle array, input int points, input bit [64*(POINTS>0?POINTS:1)-1:0] volt,
        input bit [64*(POINTS>0?POINTS:1)-1:0] ua);
    import "DPI-C" function void kvolt_array_imperfections(
        input chandle array, input string path, input int head, input int tile, input int group,
        input int columns_per_converter, input longint unsigned seed, input real gain_mismatch,
        input real offset_mismatch,
        input real read_noise, input real write_noise, input real comparator_offset, input real stuck_cells,
        input real leakage_spread);
    import "DPI-C" function void kvolt_array_age(input chandle array);
    import "DPI-C" function void kvolt_array_write(
        input chandle array, input bit [SLOTS-1:0] word_lines, input bit [ROWS*KV_BITS-1:0] levels, input int lasts);
    import "DPI-C" function void kvolt_array_score(
        input chandle array, input real lsb, input bit [COUNT_BITS*ROWS-1:0] counts, input bit [SLOTS-1:0] live,
        output bit [ADC_BITS*SLOTS-1:0] code);

    chandle array;
    initial begin
        array = kvolt_array_create(ROWS, SLOTS, Q_MAX, UNIT_CYCLES, KV_BITS, ADC_BITS, WINDOW, LINEAR, C0,
                                   C1, C2, C3, V_MAX, V_ZERO, 1.0, DECAY_PER_TOKEN);
        if (array == null) $fatal(1, "kv_k_array_model: the physics refuses these parameters");
        if (POINTS > 0) kvolt_array_table(array, POINTS, TABLE_V, TABLE_UA);
        if (IMPERFECT)
            kvolt_array_imperfections(array, $sformatf("%m"), HEAD, TILE, GROUP, COLUMNS_PER_CONVERTER, SEED,
                                      GAIN_MISMATCH, OFFSET_MISMATCH, READ_NOISE, WRITE_NOISE, COMPARATOR_OFFSET,
                                      STUCK_CELLS, LEAKAGE_SPREAD);
    end
    final kvolt_array_destroy(array);

    // Bit b of all rows in bits [b*ROWS +: ROWS].
    reg [COUNT_BITS*ROWS-1:0] count;  // cycles each q pulse has lasted, stopping at all ones
    reg [ADC_BITS*SLOTS-1:0]  code;
    reg [ADC_BITS*SLOTS-1:0]  code_q;
    reg [SLOTS-1:0]           live;
    reg [ROWS-1:0]            carry;
    reg [ROWS-1:0]            full;
    reg                       pending;
    reg                       writing;
    reg [SLOTS-1:0]           line;   // word lines of the cycle before
    integer                   b;

    /* verilator lint_off BLKSEQ */
    // Not hardware: one process that orders what happens at an edge, so its own state changes at once and the outputs
    // after it.
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            code    = {ADC_BITS * SLOTS{1'b0}};
            live    = {SLOTS{1'b0}};
            code_q  <= {ADC_BITS * SLOTS{1'b0}};
            count   = {COUNT_BITS * ROWS{1'b0}};
            pending = 1'b0;
            writing = 1'b0;
            line    = {SLOTS{1'b0}};
        end else begin
            // The cycle that ends.
            if (|q_pulse_i) begin
                full = {ROWS{1'b1}};
                for (b = 0; b < COUNT_BITS; b = b + 1) full = full & count[b*ROWS+:ROWS];
                carry = q_pulse_i & ~full;
                for (b = 0; b < COUNT_BITS; b = b + 1) begin
                    full                    = count[b*ROWS+:ROWS];
                    count[b*ROWS+:ROWS] = full ^ carry;
                    carry                   = full & carry;
                end
            end
            if (pending && (sample_i || write_i || (|wl_i))) begin
                kvolt_array_score(array, LSB, count, live, code);
                pending = 1'b0;
            end
            if (sample_i) code_q <= code;

            // Writes.
            if (write_i && !writing) kvolt_array_age(array);
            writing = write_i;
            if (IMPERFECT) begin  // a word line that stays high is one write
                if (|wl_i) begin
                    kvolt_array_write(array, wl_i & ~line, level_i, 0);
                    kvolt_array_write(array, wl_i & line, level_i, 1);
                end
                line = wl_i;
            end else if (|wl_i) kvolt_array_write(array, wl_i, level_i, 0);

            if (score_start_i) begin
                count   = {COUNT_BITS * ROWS{1'b0}};
                live    = live_i;
                pending = 1'b1;
            end
        end
    end
    /* verilator lint_on BLKSEQ */

    assign code_o = code_q;
endmodule
/* verilator lint_on DECLFILENAME */

`default_nettype wire
