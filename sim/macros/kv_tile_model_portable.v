// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Behavior of one tile macro (two gain-cell arrays, integrators, signed readout) in Verilog-2005 alone, with `real`
/// arithmetic: for any simulator. Not synthesizable.
///
/// Same ports, parameters and behavior, to the bit, as kv_tile_model_dpi.v; the file list chooses one of the two. The
/// arithmetic is docs/numeric.md, operation by operation; pulse widths are counted and output pulses made bit-sliced.
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

    // Ages that make a difference: one, if nothing decays.
    localparam AGES   = DECAY_PER_TOKEN == 0.0 ? 1 : WINDOW;
    localparam LEVELS = 1 << KV_BITS;

    // The curve of a cell; and cells of their own, where they are not all alike.
    kv_cells_model #(
        .ROWS(ROWS), .SLOTS(SLOTS), .KV_BITS(KV_BITS), .ARRAY(0), .HEAD(HEAD), .TILE(TILE), .GROUP(0),
        .LINEAR(LINEAR), .C0(C0), .C1(C1), .C2(C2), .C3(C3), .POINTS(POINTS), .TABLE_V(TABLE_V), .TABLE_UA(TABLE_UA),
        .V_MAX(V_MAX), .V_ZERO(V_ZERO), .DECAY_PER_TOKEN(DECAY_PER_TOKEN),
        .ON(IMPERFECT), .GAIN_MISMATCH(GAIN_MISMATCH), .OFFSET_MISMATCH(OFFSET_MISMATCH), .READ_NOISE(READ_NOISE),
        .WRITE_NOISE(WRITE_NOISE), .COMPARATOR_OFFSET(COMPARATOR_OFFSET), .STUCK_CELLS(STUCK_CELLS),
        .LEAKAGE_SPREAD(LEAKAGE_SPREAD), .SEED(SEED)
    ) u_k_cells ();
    kv_cells_model #(
        .ROWS(ROWS), .SLOTS(SLOTS), .KV_BITS(KV_BITS), .ARRAY(1), .HEAD(HEAD), .TILE(TILE), .GROUP(0),
        .LINEAR(LINEAR), .C0(C0), .C1(C1), .C2(C2), .C3(C3), .POINTS(POINTS), .TABLE_V(TABLE_V), .TABLE_UA(TABLE_UA),
        .V_MAX(V_MAX), .V_ZERO(V_ZERO), .DECAY_PER_TOKEN(DECAY_PER_TOKEN),
        .ON(IMPERFECT), .GAIN_MISMATCH(GAIN_MISMATCH), .OFFSET_MISMATCH(OFFSET_MISMATCH), .READ_NOISE(READ_NOISE),
        .WRITE_NOISE(WRITE_NOISE), .COMPARATOR_OFFSET(COMPARATOR_OFFSET), .STUCK_CELLS(STUCK_CELLS),
        .LEAKAGE_SPREAD(LEAKAGE_SPREAD), .SEED(SEED)
    ) u_v_cells ();

    // Cells, column by column: level of cell (r, c) at [c*ROWS + r]. When a column was written, in tokens stored.
    reg [KV_BITS-1:0] k_cell [0:ROWS*SLOTS-1];
    reg [KV_BITS-1:0] v_cell [0:ROWS*SLOTS-1];
    integer           k_now;
    integer           v_now;
    integer           k_written [0:SLOTS-1];
    integer           v_written [0:SLOTS-1];

    // Current of level l at age g in [g*LEVELS + l], microampere; phi of each slot; charge of each output.
    real              current [0:AGES*LEVELS-1];
    real              phi     [0:SLOTS-1];
    real              charge  [0:ROWS-1];
    real              product [0:LEVELS-1];
    integer           bucket  [0:LEVELS-1];
    integer           code    [0:ROWS-1];
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
                current[c*LEVELS+l] = u_k_cells.shape(u);
            end
        end
        for (c = 0; c < ROWS * SLOTS; c = c + 1) begin
            k_cell[c] = {KV_BITS{1'b0}};
            v_cell[c] = {KV_BITS{1'b0}};
        end
        for (c = 0; c < SLOTS; c = c + 1) begin
            k_written[c] = 0;
            v_written[c] = 0;
            phi[c]       = 0.0;
        end
        k_now = 0;
        v_now = 0;
    end

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
    reg [SLOTS-1:0]           k_line;        // word lines of the cycle before: one that stays high is one write
    reg [SLOTS-1:0]           v_line;
    integer                   b;

    // Not hardware: one process that orders what happens at an edge, so its own state changes at once and the outputs
    // after the edge.
    /* verilator lint_off BLKSEQ */
    // First row of the currents of an age.
    function integer row_of_age;
        input integer age;
        row_of_age = (age < AGES ? age : AGES - 1) * LEVELS;
    endfunction

    // phi of every slot from the pulse widths and the K cells.
    task score;
        begin
            for (r = 0; r < ROWS; r = r + 1) begin
                cycles = 0;
                for (b = 0; b < COUNT_BITS; b = b + 1) if (count[b*ROWS+r]) cycles = cycles + (1 << b);
                code[r] = cycles / UNIT_CYCLES;
                if (code[r] > Q_MAX) code[r] = Q_MAX;
            end
            for (c = 0; c < SLOTS; c = c + 1) begin
                phi[c] = 0.0;
                if (live[c] && IMPERFECT) begin
                    sum = 0.0;
                    for (r = 0; r < ROWS; r = r + 1)
                        if (code[r] != 0) sum = sum + u_k_cells.current(c * ROWS + r) * code[r];
                    phi[c] = u_k_cells.read(sum / Q_MAX, c, c) / SCORE_SATURATION;
                end else if (live[c]) begin
                    for (l = 0; l < LEVELS; l = l + 1) bucket[l] = 0;
                    for (r = 0; r < ROWS; r = r + 1) begin
                        level         = {{32 - KV_BITS{1'b0}}, k_cell[c*ROWS+r]};
                        bucket[level] = bucket[level] + code[r];
                    end
                    base = row_of_age(k_now - k_written[c]);
                    sum  = 0.0;
                    for (l = 0; l < LEVELS; l = l + 1) sum = sum + current[base+l] * bucket[l];
                    phi[c] = (sum / Q_MAX) / SCORE_SATURATION;
                end
                if (phi[c] < 0.0) phi[c] = 0.0;
                if (phi[c] > 1.0) phi[c] = 1.0;
            end
            if (IMPERFECT) u_k_cells.end_read;
        end
    endtask

    // Codes from phi and the V cells.
    task weigh;
        begin
            for (r = 0; r < ROWS; r = r + 1) charge[r] = 0.0;
            for (c = 0; c < SLOTS; c = c + 1) begin
                if (phi[c] != 0.0 && IMPERFECT) begin
                    for (r = 0; r < ROWS; r = r + 1) charge[r] = charge[r] + phi[c] * u_v_cells.current(c * ROWS + r);
                end else if (phi[c] != 0.0) begin
                    base = row_of_age(v_now - v_written[c]);
                    for (l = 0; l < LEVELS; l = l + 1) product[l] = phi[c] * current[base+l];
                    for (r = 0; r < ROWS; r = r + 1) charge[r] = charge[r] + product[v_cell[c*ROWS+r]];
                end
            end
            for (r = 0; r < ROWS; r = r + 1) begin
                if (IMPERFECT) charge[r] = u_v_cells.read(charge[r], r, r);
                sum             = charge[r] / OUTPUT_SATURATION;
                weighed_sign[r] = sum < 0.0;
                if (sum < 0.0) sum = -sum;
                if (sum > 1.0) sum = 1.0;
                level = $rtoi(sum * CODE_MAX + 0.5);  // truncation of a positive number is its floor
                if (level == 0) weighed_sign[r] = 1'b0;
                for (b = 0; b < MAG_BITS; b = b + 1) weighed_size[b*ROWS+r] = level[b];
            end
            if (IMPERFECT) u_v_cells.end_read;
        end
    endtask

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
                score;
                score_pending = 1'b0;
            end

            // Writes.
            if (k_write_i && !k_writing) k_now = k_now + 1;
            if (v_write_i && !v_writing) v_now = v_now + 1;
            if (IMPERFECT && k_write_i && !k_writing) u_k_cells.age;
            if (IMPERFECT && v_write_i && !v_writing) u_v_cells.age;
            k_writing = k_write_i;
            v_writing = v_write_i;
            if ((|k_wl_i) || (|v_wl_i)) for (c = 0; c < SLOTS; c = c + 1) begin
                if (k_wl_i[c]) begin
                    k_written[c] = k_now;
                    for (r = 0; r < ROWS; r = r + 1) k_cell[c*ROWS+r] = k_level_i[r*KV_BITS+:KV_BITS];
                    if (IMPERFECT) u_k_cells.write(c, k_level_i, k_line[c]);
                end
                if (v_wl_i[c]) begin
                    v_written[c] = v_now;
                    for (r = 0; r < ROWS; r = r + 1) v_cell[c*ROWS+r] = v_level_i[r*KV_BITS+:KV_BITS];
                    if (IMPERFECT) u_v_cells.write(c, v_level_i, v_line[c]);
                end
            end

            k_line = k_wl_i;
            v_line = v_wl_i;

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
                weigh;
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
