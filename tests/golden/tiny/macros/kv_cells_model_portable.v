// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// The physics of a tile, or of one of its two arrays, in Verilog-2005 alone, with `real` arithmetic: for any
/// simulator. Not synthesizable.
///
/// Same parameters, tasks and behavior, to the bit, as kv_cells_model_dpi.v; the file list chooses one of the two. The
/// arithmetic is docs/numeric.md, docs/adc.md and docs/imperfections.md, operation by operation. No clock: the
/// macro models call the tasks below, and read the results, by the name of the instance, in the order in which things
/// happen at an edge. Bit vectors are planes: bit b of all lanes in bits [b*LANES +: LANES].
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
    localparam CODE_MAX     = (1 << MAG_BITS) - 1;
    localparam HALF         = 1 << (ADC_BITS - 1);
    localparam Q_COUNT_BITS = $clog2(Q_MAX * UNIT_CYCLES + 1);
    localparam P_COUNT_BITS = $clog2(PHI_MAX * PHI_UNIT_CYCLES + 1);
    localparam [0:0] IMPERFECT = IMPERFECTIONS[1023:64] != 960'd0;
    // Ages that make a difference: one, if nothing decays.
    localparam AGES         = DECAY_PER_TOKEN == 0.0 ? 1 : WINDOW;
    localparam LEVELS       = 1 << KV_BITS;
    localparam [0:0] LEAKS  = CLOCK[63:0] != 64'd0;  // by time

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

    kv_cell_array_model #(
        .ROWS(ROWS), .SLOTS(SLOTS), .KV_BITS(KV_BITS), .ON(HAS_K), .ARRAY(0), .HEAD(HEAD), .TILE(TILE), .GROUP(GROUP),
        .LINEAR(LINEAR), .C0(C0), .C1(C1), .C2(C2), .C3(C3), .POINTS(POINTS), .TABLE_V(TABLE_V), .TABLE_UA(TABLE_UA),
        .V_MAX(V_MAX), .V_ZERO(V_ZERO), .DECAY_PER_TOKEN(DECAY_PER_TOKEN), .CLOCK(CLOCK), .IMPERFECTIONS(IMPERFECTIONS)
    ) u_k_cells ();
    kv_cell_array_model #(
        .ROWS(ROWS), .SLOTS(SLOTS), .KV_BITS(KV_BITS), .ON(HAS_V), .ARRAY(1), .HEAD(HEAD), .TILE(TILE), .GROUP(GROUP),
        .LINEAR(LINEAR), .C0(C0), .C1(C1), .C2(C2), .C3(C3), .POINTS(POINTS), .TABLE_V(TABLE_V), .TABLE_UA(TABLE_UA),
        .V_MAX(V_MAX), .V_ZERO(V_ZERO), .DECAY_PER_TOKEN(DECAY_PER_TOKEN), .CLOCK(CLOCK), .IMPERFECTIONS(IMPERFECTIONS)
    ) u_v_cells ();

    wire unused = &{1'b0, code, sign, size};

    // Current of level l at age g in [g*LEVELS + l], microampere; score and phi of each slot; charge of each output.
    real    current [0:AGES*LEVELS-1];
    real    charge  [0:SLOTS-1];
    real    phi     [0:SLOTS-1];
    real    weighed [0:ROWS-1];
    real    product [0:LEVELS-1];
    integer bucket  [0:LEVELS-1];
    integer query   [0:ROWS-1];
    real    u;
    real    kept;
    real    sum;
    integer r;
    integer c;
    integer l;
    integer b;
    integer base;
    integer level;
    integer cycles;

    /* verilator lint_off BLKSEQ */
    initial begin
        for (c = 0; c < AGES; c = c + 1) begin
            kept = $exp(-DECAY_PER_TOKEN * c);
            for (l = 0; l < LEVELS; l = l + 1) begin
                u = (l * V_MAX / (LEVELS - 1) - V_ZERO) * kept;
                current[c*LEVELS+l] = u_k_cells.shape(u);
            end
        end
        for (c = 0; c < SLOTS; c = c + 1) begin
            charge[c] = 0.0;
            phi[c]    = 0.0;
        end
    end

    // First row of the currents of an age.
    function integer row_of_age;
        input integer age;
        row_of_age = (age < AGES ? age : AGES - 1) * LEVELS;
    endfunction

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
        begin
            u_k_cells.now_at = edges;
            u_v_cells.now_at = edges;
        end
    endtask
    task begin_score;
        u_k_cells.seen_at = u_k_cells.now_at;
    endtask
    task begin_weigh;
        u_v_cells.seen_at = u_v_cells.now_at;
    endtask

    // The pins have done what cells don't forgive (kv_pin_watch): a simulation that goes on would be worth nothing.
    task fault;
        $stop;
    endtask

    // What the write pins say.
    task write_k;
        begin
            u_k_pins.write;
            if (u_k_pins.begins) u_k_cells.age;
            if (|u_k_pins.opens) u_k_cells.write(u_k_pins.opens, u_k_pins.held, k_level_i);
            if (|u_k_pins.smears) u_k_cells.write(u_k_pins.smears, {SLOTS{1'b1}}, u_k_pins.mean);
        end
    endtask
    task write_v;
        begin
            u_v_pins.write;
            if (u_v_pins.begins) u_v_cells.age;
            if (|u_v_pins.opens) u_v_cells.write(u_v_pins.opens, u_v_pins.held, v_level_i);
            if (|u_v_pins.smears) u_v_cells.write(u_v_pins.smears, {SLOTS{1'b1}}, u_v_pins.mean);
        end
    endtask

    // The charge of every K column, from the widths of the q pulses; and phi, as the pulse path has it.
    task score;
        begin
            for (r = 0; r < ROWS; r = r + 1) begin
                cycles = 0;
                for (b = 0; b < Q_COUNT_BITS; b = b + 1) if (u_k_pins.count[b*ROWS+r]) cycles = cycles + (1 << b);
                query[r] = cycles / UNIT_CYCLES;
                if (query[r] > Q_MAX) query[r] = Q_MAX;
            end
            for (c = 0; c < SLOTS; c = c + 1) begin
                sum = 0.0;
                if (u_k_pins.live[c] && IMPERFECT) begin
                    for (r = 0; r < ROWS; r = r + 1)
                        if (query[r] != 0) sum = sum + u_k_cells.current(c * ROWS + r) * query[r];
                    sum = u_k_cells.read(sum / Q_MAX, c, c / COLUMNS_PER_CONVERTER);
                end else if (u_k_pins.live[c]) begin
                    for (l = 0; l < LEVELS; l = l + 1) bucket[l] = 0;
                    for (r = 0; r < ROWS; r = r + 1) begin
                        level         = u_k_cells.level_of(c * ROWS + r);
                        bucket[level] = bucket[level] + query[r];
                    end
                    base = row_of_age(u_k_cells.now - u_k_cells.written[c]);
                    if (LEAKS) kept = u_k_cells.left(c, 1.0);
                    for (l = 0; l < LEVELS; l = l + 1) begin
                        if (LEAKS) u = u_k_cells.shape((l * V_MAX / (LEVELS - 1) - V_ZERO) * kept);
                        else u = current[base+l];
                        sum = sum + u * bucket[l];
                    end
                    sum = sum / Q_MAX;
                end
                charge[c] = sum;
                phi[c]    = sum / SCORE_SATURATION;
                if (phi[c] < 0.0) phi[c] = 0.0;
                if (phi[c] > 1.0) phi[c] = 1.0;
            end
            u_k_cells.end_read;
        end
    endtask

    // The charges as codes.
    task score_codes;
        for (c = 0; c < SLOTS; c = c + 1) begin
            sum = $floor(charge[c] / LSB + 0.5) + HALF;
            if (sum < 0.0) sum = 0.0;
            if (sum > 2 * HALF - 1) sum = 2 * HALF - 1;
            level = $rtoi(sum);
            for (b = 0; b < ADC_BITS; b = b + 1) code[b*SLOTS+c] = level[b];
        end
    endtask

    // phi from the widths of pulses, instead of the score's.
    task pulses;
        for (c = 0; c < SLOTS; c = c + 1) begin
            cycles = 0;
            for (b = 0; b < P_COUNT_BITS; b = b + 1) if (u_v_pins.count[b*SLOTS+c]) cycles = cycles + (1 << b);
            cycles = cycles / PHI_UNIT_CYCLES;
            if (cycles > PHI_MAX) cycles = PHI_MAX;
            sum    = cycles;
            phi[c] = sum / PHI_MAX;
        end
    endtask

    // The charge of every V row, from phi, as codes.
    task weigh;
        begin
            for (r = 0; r < ROWS; r = r + 1) weighed[r] = 0.0;
            for (c = 0; c < SLOTS; c = c + 1) begin
                if (phi[c] != 0.0 && IMPERFECT) begin
                    for (r = 0; r < ROWS; r = r + 1) weighed[r] = weighed[r] + phi[c] * u_v_cells.current(c * ROWS + r);
                end else if (phi[c] != 0.0) begin
                    base = row_of_age(u_v_cells.now - u_v_cells.written[c]);
                    if (LEAKS) kept = u_v_cells.left(c, 1.0);
                    for (l = 0; l < LEVELS; l = l + 1) begin
                        if (LEAKS) u = u_v_cells.shape((l * V_MAX / (LEVELS - 1) - V_ZERO) * kept);
                        else u = current[base+l];
                        product[l] = phi[c] * u;
                    end
                    for (r = 0; r < ROWS; r = r + 1)
                        weighed[r] = weighed[r] + product[u_v_cells.level_of(c * ROWS + r)];
                end
            end
            for (r = 0; r < ROWS; r = r + 1) begin
                if (IMPERFECT) weighed[r] = u_v_cells.read(weighed[r], r, r / COLUMNS_PER_CONVERTER);
                sum     = weighed[r] / OUTPUT_SATURATION;
                sign[r] = sum < 0.0;
                if (sum < 0.0) sum = -sum;
                if (sum > 1.0) sum = 1.0;
                level = $rtoi(sum * CODE_MAX + 0.5);  // truncation of a positive number is its floor
                if (level == 0) sign[r] = 1'b0;
                for (b = 0; b < MAG_BITS; b = b + 1) size[b*ROWS+r] = level[b];
            end
            u_v_cells.end_read;
        end
    endtask
    /* verilator lint_on BLKSEQ */
endmodule
/* verilator lint_on DECLFILENAME */

`default_nettype wire
