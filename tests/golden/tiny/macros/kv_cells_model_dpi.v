// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// The physics of a tile, or of one of its two arrays, around the C++ of sim/model: the fast version, for Verilator.
///
/// Same parameters, tasks and behavior, to the bit, as kv_cells_model_portable.v; the file list chooses one of the two.
/// No clock: the macro models call the tasks below, and read the results, by the name of the instance, in the order in
/// which things happen at an edge. Bit vectors are planes: bit b of all lanes in bits [b*LANES +: LANES].
/* verilator lint_off DECLFILENAME */  // two files hold this module, chosen by file list
module kv_cells_model #(
    /// rows and token slots, 2..256; one set of these numbers for all macros of an engine, whether they have both
    /// arrays or one: then a function behind DPI has one signature
    parameter      ROWS              = 64,
    parameter      SLOTS             = 64,
    /// highest q code 1..255 and clock cycles per code; the same of pulses into a V array
    parameter      Q_MAX             = 15,
    parameter      UNIT_CYCLES       = 1,
    parameter      PHI_MAX           = 15,
    parameter      PHI_UNIT_CYCLES   = 1,
    /// bits of a stored level, of a score code, of an output code with its sign
    parameter      KV_BITS           = 3,
    parameter      ADC_BITS          = 6,
    parameter      OUT_BITS          = 5,
    /// above 0: a level that moves with the fall of a word line still gets into the cell
    parameter      LEVEL_HOLD        = 0,
    /// which arrays there are: K, V
    parameter      HAS_K             = 1,
    parameter      HAS_V             = 1,
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
    /// microampere at which phi reaches 1, of one score code, at which the output clips
    parameter real SCORE_SATURATION  = 80.0,
    parameter real LSB               = 2.5,
    parameter real OUTPUT_SATURATION = 40.0,
    /// u shrinks by exp(-DECAY_PER_TOKEN) with every token stored
    parameter real DECAY_PER_TOKEN   = 0.0,
    /// leakage by time (docs/time.md), 0 = none: bit 192 says that what happens has a time, in clock edges; IEEE
    /// doubles: time constant in clock cycles in bits [63:0], another in [127:64], the part that has it in [191:128]
    parameter [255:0] CLOCK          = 256'd0,
    /// imperfections (docs/imperfections.md): the seed in bits [63:0], the size of number i as an IEEE double in bits
    /// [64*(i+1) +: 64]; all sizes 0 = ideal
    parameter [1023:0] IMPERFECTIONS = 1024'd1,
    /// columns (rows) that share a converter and its offset
    parameter      COLUMNS_PER_CONVERTER = 1,
    /// whose imperfections; -1: what the instance's path says (gen_heads[<n>], gen_tiles[<n>], gen_groups[<n>])
    parameter      HEAD              = -1,
    parameter      TILE              = -1,
    parameter      GROUP             = -1
) (
    input wire                    k_write_i,
    input wire [SLOTS-1:0]        k_wl_i,
    /// level of row r in bits [r*KV_BITS +: KV_BITS]
    input wire [ROWS*KV_BITS-1:0] k_level_i,
    input wire [SLOTS-1:0]        live_i,
    input wire [ROWS-1:0]         q_pulse_i,
    input wire                    v_write_i,
    input wire [SLOTS-1:0]        v_wl_i,
    input wire [ROWS*KV_BITS-1:0] v_level_i,
    input wire [SLOTS-1:0]        phi_pulse_i
);
    localparam MAG_BITS     = OUT_BITS - 1;
    localparam Q_COUNT_BITS = $clog2(Q_MAX * UNIT_CYCLES + 1);
    localparam P_COUNT_BITS = $clog2(PHI_MAX * PHI_UNIT_CYCLES + 1);

    import "DPI-C" function chandle kvolt_cells_create(
        input int rows, input int slots, input int q_max, input int unit_cycles, input int phi_max,
        input int phi_unit_cycles, input int kv_bits, input int adc_bits, input int out_bits, input int window,
        input int linear, input real c0, input real c1, input real c2, input real c3, input real v_max,
        input real v_zero, input real score_saturation, input real lsb, input real output_saturation,
        input real decay_per_token);
    import "DPI-C" function void kvolt_cells_destroy(input chandle cells);
    import "DPI-C" function void kvolt_cells_table(
        input chandle cells, input int points, input bit [64*(POINTS>0?POINTS:1)-1:0] volt,
        input bit [64*(POINTS>0?POINTS:1)-1:0] ua);
    import "DPI-C" function void kvolt_cells_imperfections(
        input chandle cells, input string path, input int head, input int tile, input int group,
        input int columns_per_converter, input bit [1023:0] fields);
    import "DPI-C" function void kvolt_cells_clock(
        input chandle cells, input string path, input int head, input int tile, input int group,
        input bit [255:0] clock);
    import "DPI-C" function void kvolt_cells_at(input chandle cells, input longint unsigned edges);
    import "DPI-C" function void kvolt_cells_begin(input chandle cells, input int array);
    import "DPI-C" function int kvolt_cells_fault(input chandle cells);
    import "DPI-C" function void kvolt_cells_age(input chandle cells, input int array);
    import "DPI-C" function void kvolt_cells_write(
        input chandle cells, input int array, input bit [SLOTS-1:0] lines, input bit [SLOTS-1:0] held,
        input bit [ROWS*KV_BITS-1:0] levels);
    import "DPI-C" function void kvolt_cells_score(
        input chandle cells, input bit [Q_COUNT_BITS*ROWS-1:0] counts, input bit [SLOTS-1:0] live);
    import "DPI-C" function void kvolt_cells_score_codes(
        input chandle cells, output bit [ADC_BITS*SLOTS-1:0] codes);
    import "DPI-C" function void kvolt_cells_pulses(
        input chandle cells, input bit [P_COUNT_BITS*SLOTS-1:0] counts);
    import "DPI-C" function void kvolt_cells_weigh(
        input chandle cells, output bit [ROWS-1:0] sign, output bit [MAG_BITS*ROWS-1:0] size);

    kv_array_pins_model #(.LANES(ROWS), .COUNT_BITS(Q_COUNT_BITS), .SLOTS(SLOTS), .ROWS(ROWS), .KV_BITS(KV_BITS),
                          .LEVEL_HOLD(LEVEL_HOLD)) u_k_pins (
        .pulse_i(q_pulse_i),
        .live_i (live_i),
        .write_i(k_write_i),
        .wl_i   (k_wl_i),
        .level_i(k_level_i)
    );
    kv_array_pins_model #(.LANES(SLOTS), .COUNT_BITS(P_COUNT_BITS), .SLOTS(SLOTS), .ROWS(ROWS), .KV_BITS(KV_BITS),
                          .LEVEL_HOLD(LEVEL_HOLD)) u_v_pins (
        .pulse_i(phi_pulse_i),
        .live_i ({SLOTS{1'b1}}),
        .write_i(v_write_i),
        .wl_i   (v_wl_i),
        .level_i(v_level_i)
    );

    // Results, until the next call: codes of the scores, offset binary; codes of the outputs, a size of 0 has sign 0.
    reg [ADC_BITS*SLOTS-1:0] code;
    reg [ROWS-1:0]           sign;
    reg [MAG_BITS*ROWS-1:0]  size;

    chandle cells;
    wire unused = &{1'b0, HAS_K != 0, HAS_V != 0, code, sign, size};
    initial begin
        cells = kvolt_cells_create(ROWS, SLOTS, Q_MAX, UNIT_CYCLES, PHI_MAX, PHI_UNIT_CYCLES, KV_BITS, ADC_BITS,
                                   OUT_BITS, WINDOW, LINEAR, C0, C1, C2, C3, V_MAX, V_ZERO, SCORE_SATURATION, LSB,
                                   OUTPUT_SATURATION, DECAY_PER_TOKEN);
        if (cells == null) $fatal(1, "kv_cells_model: the physics refuses these parameters");
        if (POINTS > 0) kvolt_cells_table(cells, POINTS, TABLE_V, TABLE_UA);
        if (IMPERFECTIONS[1023:64] != 960'd0)
            kvolt_cells_imperfections(cells, $sformatf("%m"), HEAD, TILE, GROUP, COLUMNS_PER_CONVERTER, IMPERFECTIONS);
        if (CLOCK[192]) kvolt_cells_clock(cells, $sformatf("%m"), HEAD, TILE, GROUP, CLOCK);
    end
    final kvolt_cells_destroy(cells);

    /* verilator lint_off BLKSEQ */
    // Integrators empty; cells keep their charge.
    task reset;
        begin
            code = {ADC_BITS * SLOTS{1'b0}};
            sign = {ROWS{1'b0}};
            size = {MAG_BITS * ROWS{1'b0}};
            u_k_pins.reset;
            u_v_pins.reset;
        end
    endtask

    // The clock edge at which what follows happens; what of it begins now. Where time counts.
    task at;
        input [63:0] edges;
        kvolt_cells_at(cells, edges);
    endtask
    task begin_score;
        kvolt_cells_begin(cells, 0);
    endtask
    task begin_weigh;
        kvolt_cells_begin(cells, 1);
    endtask

    // The pins have done what cells don't forgive (kv_pin_watch): a simulation that goes on would be worth nothing, but
    // where somebody counts.
    task fault;
        if (kvolt_cells_fault(cells) != 0) $stop;
    endtask

    // What the write pins say.
    task write_k;
        begin
            u_k_pins.write;
            if (u_k_pins.begins) kvolt_cells_age(cells, 0);
            if (|u_k_pins.opens) kvolt_cells_write(cells, 0, u_k_pins.opens, u_k_pins.held, k_level_i);
            if (|u_k_pins.smears) kvolt_cells_write(cells, 0, u_k_pins.smears, {SLOTS{1'b1}}, u_k_pins.mean);
        end
    endtask
    task write_v;
        begin
            u_v_pins.write;
            if (u_v_pins.begins) kvolt_cells_age(cells, 1);
            if (|u_v_pins.opens) kvolt_cells_write(cells, 1, u_v_pins.opens, u_v_pins.held, v_level_i);
            if (|u_v_pins.smears) kvolt_cells_write(cells, 1, u_v_pins.smears, {SLOTS{1'b1}}, u_v_pins.mean);
        end
    endtask

    // The charge of every K column, from the widths of the q pulses; and phi, as the pulse path has it.
    task score;
        kvolt_cells_score(cells, u_k_pins.count, u_k_pins.live);
    endtask

    // The charges as codes.
    task score_codes;
        kvolt_cells_score_codes(cells, code);
    endtask

    // phi from the widths of pulses, instead of the score's.
    task pulses;
        kvolt_cells_pulses(cells, u_v_pins.count);
    endtask

    // The charge of every V row, from phi, as codes.
    task weigh;
        kvolt_cells_weigh(cells, sign, size);
    endtask
    /* verilator lint_on BLKSEQ */
endmodule
/* verilator lint_on DECLFILENAME */

`default_nettype wire
