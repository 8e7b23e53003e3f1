// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Behavior of one V array macro (gain cells, an integrator per row) in Verilog-2005 alone, with `real` arithmetic: for
/// any simulator. Not synthesizable.
///
/// Same ports, parameters and behavior, to the bit, as kv_v_array_model_dpi.v; the file list chooses one of the two.
/// Pulse widths are counted bit-sliced; the arithmetic is docs/numeric.md and docs/adc.md, operation by operation. The
/// converters around the charges are kv_*_model.v, the same for both.
///
/// Within one clock edge: the cycle that ends is integrated; a finished weighing becomes codes at a sample strobe, or
/// before a write could change the cells under it; ages tick on the first cycle of a write strobe; writes; weigh start.
/// Reset: codes zero, integrators empty, cells keep their charge.
/* verilator lint_off DECLFILENAME */  // two files hold this module, chosen by file list
module kv_v_array_model #(
    /// rows (outputs) and token slots (word lines), 2..256
    parameter      ROWS              = 64,
    parameter      SLOTS             = 64,
    /// highest phi code 1..255, and clock cycles of a phi pulse per code
    parameter      PHI_MAX           = 15,
    parameter      UNIT_CYCLES       = 1,
    /// bits of a stored level, 1..6; bits of an output code with its sign, 2..16
    parameter      KV_BITS           = 3,
    parameter      OUT_BITS          = 5,
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
    /// microampere at which the output clips
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
    parameter [63:0] SEED            = 64'd1,
    /// columns (rows) that share a converter and its offset
    parameter      COLUMNS_PER_CONVERTER = 1,
    /// whose imperfections; -1: what the instance's path says (gen_heads[<n>], gen_tiles[<n>], gen_groups[<n>]), so
    /// that all instances share one module
    parameter      HEAD              = -1,
    parameter      TILE              = -1,
    parameter      GROUP             = -1
) (
    input  wire                         clk_i,
    input  wire                         rst_ni,
    input  wire                         write_i,
    input  wire [SLOTS-1:0]             wl_i,
    /// level of row r in bits [r*KV_BITS +: KV_BITS]
    input  wire [ROWS*KV_BITS-1:0]      level_i,
    input  wire                         weigh_start_i,
    input  wire [SLOTS-1:0]             phi_pulse_i,
    /// strobe: the charges must have become codes in the next cycle
    input  wire                         sample_i,
    /// 1 = negative; never with size 0
    output wire [ROWS-1:0]              sign_o,
    /// bit b of all rows in bits [b*ROWS +: ROWS]
    output wire [(OUT_BITS-1)*ROWS-1:0] size_o
);
    localparam MAG_BITS   = OUT_BITS - 1;
    localparam COUNT_BITS = $clog2(PHI_MAX * UNIT_CYCLES + 1);
    localparam CODE_MAX   = (1 << MAG_BITS) - 1;
    localparam IMPERFECT = GAIN_MISMATCH != 0.0 || OFFSET_MISMATCH != 0.0 || READ_NOISE != 0.0 || WRITE_NOISE != 0.0 ||
                           COMPARATOR_OFFSET != 0.0 || STUCK_CELLS != 0.0 || LEAKAGE_SPREAD != 0.0;

    generate
        if (ROWS < 2 || ROWS > 256 || SLOTS < 2 || SLOTS > 256 || PHI_MAX < 1 || PHI_MAX > 255 || UNIT_CYCLES < 1 ||
            KV_BITS < 1 || KV_BITS > 6 || OUT_BITS < 2 || OUT_BITS > 16 || WINDOW < 1) begin : gen_refuse
            kv_v_array_model_parameter_out_of_range u_refuse ();
        end
    endgenerate

    // Ages that make a difference: one, if nothing decays.
    localparam AGES   = DECAY_PER_TOKEN == 0.0 ? 1 : WINDOW;
    localparam LEVELS = 1 << KV_BITS;

    // The curve of a cell; and cells of their own, where they are not all alike.
    kv_cells_model #(
        .ROWS(ROWS), .SLOTS(SLOTS), .KV_BITS(KV_BITS), .ARRAY(1), .HEAD(HEAD), .TILE(TILE), .GROUP(GROUP),
        .LINEAR(LINEAR), .C0(C0), .C1(C1), .C2(C2), .C3(C3), .POINTS(POINTS), .TABLE_V(TABLE_V), .TABLE_UA(TABLE_UA),
        .V_MAX(V_MAX), .V_ZERO(V_ZERO), .DECAY_PER_TOKEN(DECAY_PER_TOKEN),
        .ON(IMPERFECT), .GAIN_MISMATCH(GAIN_MISMATCH), .OFFSET_MISMATCH(OFFSET_MISMATCH), .READ_NOISE(READ_NOISE),
        .WRITE_NOISE(WRITE_NOISE), .COMPARATOR_OFFSET(COMPARATOR_OFFSET), .STUCK_CELLS(STUCK_CELLS),
        .LEAKAGE_SPREAD(LEAKAGE_SPREAD), .SEED(SEED)
    ) u_cells ();

    // Cells, column by column: level of cell (r, c) at [c*ROWS + r]. When a column was written, in tokens stored.
    reg [KV_BITS-1:0] cell_level [0:ROWS*SLOTS-1];
    integer           now;
    integer           written [0:SLOTS-1];

    // Current of level l at age g in [g*LEVELS + l], microampere.
    real              current [0:AGES*LEVELS-1];
    real              charge  [0:ROWS-1];
    real              product [0:LEVELS-1];
    real              u;
    real              kept;
    real              sum;
    integer           r;
    integer           c;
    integer           l;
    integer           base;
    integer           level;
    integer           cycles;

    initial begin
        for (c = 0; c < AGES; c = c + 1) begin
            kept = $exp(-DECAY_PER_TOKEN * c);
            for (l = 0; l < LEVELS; l = l + 1) begin
                u = (l * V_MAX / (LEVELS - 1) - V_ZERO) * kept;
                current[c*LEVELS+l] = u_cells.shape(u);
            end
        end
        for (c = 0; c < ROWS * SLOTS; c = c + 1) cell_level[c] = {KV_BITS{1'b0}};
        for (c = 0; c < SLOTS; c = c + 1) written[c] = 0;
        now = 0;
    end

    // Bit b of all word lines in bits [b*SLOTS +: SLOTS].
    reg [COUNT_BITS*SLOTS-1:0] count;  // cycles each phi pulse has lasted, stopping at all ones
    reg [ROWS-1:0]             sign;
    reg [MAG_BITS*ROWS-1:0]    size;
    reg [ROWS-1:0]             sign_q;
    reg [MAG_BITS*ROWS-1:0]    size_q;
    reg [SLOTS-1:0]            carry;
    reg [SLOTS-1:0]            full;
    reg                        pending;
    reg                        writing;
    reg [SLOTS-1:0]                  line;  // word lines of the cycle before: one that stays high is one write
    integer                    b;

    /* verilator lint_off BLKSEQ */
    // First row of the currents of an age.
    function integer row_of_age;
        input integer age;
        row_of_age = (age < AGES ? age : AGES - 1) * LEVELS;
    endfunction

    // Codes of all rows from the pulse widths and the cells.
    task convert;
        begin
            for (r = 0; r < ROWS; r = r + 1) charge[r] = 0.0;
            for (c = 0; c < SLOTS; c = c + 1) begin
                cycles = 0;
                for (b = 0; b < COUNT_BITS; b = b + 1) if (count[b*SLOTS+c]) cycles = cycles + (1 << b);
                cycles = cycles / UNIT_CYCLES;
                if (cycles > PHI_MAX) cycles = PHI_MAX;
                if (cycles != 0) begin
                    sum  = cycles;
                    sum  = sum / PHI_MAX;
                    base = row_of_age(now - written[c]);
                    for (l = 0; l < LEVELS; l = l + 1) product[l] = sum * current[base+l];
                    for (r = 0; r < ROWS; r = r + 1)
                        if (IMPERFECT) charge[r] = charge[r] + sum * u_cells.current(c * ROWS + r);
                        else charge[r] = charge[r] + product[cell_level[c*ROWS+r]];
                end
            end
            for (r = 0; r < ROWS; r = r + 1) begin
                if (IMPERFECT) charge[r] = u_cells.read(charge[r], r, r / COLUMNS_PER_CONVERTER);
                sum     = charge[r] / OUTPUT_SATURATION;
                sign[r] = sum < 0.0;
                if (sum < 0.0) sum = -sum;
                if (sum > 1.0) sum = 1.0;
                level = $rtoi(sum * CODE_MAX + 0.5);  // truncation of a positive number is its floor
                if (level == 0) sign[r] = 1'b0;
                for (b = 0; b < MAG_BITS; b = b + 1) size[b*ROWS+r] = level[b];
            end
            if (IMPERFECT) u_cells.end_read;
        end
    endtask

    // Not hardware: one process that orders what happens at an edge, so its own state changes at once and the outputs
    // after it.
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            sign    = {ROWS{1'b0}};
            size    = {MAG_BITS * ROWS{1'b0}};
            sign_q  <= {ROWS{1'b0}};
            size_q  <= {MAG_BITS * ROWS{1'b0}};
            count   = {COUNT_BITS * SLOTS{1'b0}};
            pending = 1'b0;
            writing = 1'b0;
            line    = {SLOTS{1'b0}};
        end else begin
            // The cycle that ends.
            if (|phi_pulse_i) begin
                full = {SLOTS{1'b1}};
                for (b = 0; b < COUNT_BITS; b = b + 1) full = full & count[b*SLOTS+:SLOTS];
                carry = phi_pulse_i & ~full;
                for (b = 0; b < COUNT_BITS; b = b + 1) begin
                    full                    = count[b*SLOTS+:SLOTS];
                    count[b*SLOTS+:SLOTS] = full ^ carry;
                    carry                   = full & carry;
                end
            end
            if (pending && (sample_i || write_i || (|wl_i))) begin
                convert;
                pending = 1'b0;
            end
            if (sample_i) begin
                sign_q <= sign;
                size_q <= size;
            end

            // Writes.
            if (write_i && !writing) now = now + 1;
            if (IMPERFECT && write_i && !writing) u_cells.age;
            writing = write_i;
            if (|wl_i) for (c = 0; c < SLOTS; c = c + 1) begin
                if (wl_i[c]) begin
                    written[c] = now;
                    for (r = 0; r < ROWS; r = r + 1) cell_level[c*ROWS+r] = level_i[r*KV_BITS+:KV_BITS];
                    if (IMPERFECT) u_cells.write(c, level_i, line[c]);
                end
            end
            line = wl_i;

            if (weigh_start_i) begin
                count   = {COUNT_BITS * SLOTS{1'b0}};
                pending = 1'b1;
            end
        end
    end
    /* verilator lint_on BLKSEQ */

    assign sign_o = sign_q;
    assign size_o = size_q;
endmodule
/* verilator lint_on DECLFILENAME */

`default_nettype wire
