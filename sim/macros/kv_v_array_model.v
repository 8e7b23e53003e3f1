// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Behavior of one V array macro: gain cells, an integrator per row. Not synthesizable.
///
/// This module says when something happens, kv_cells_model what: the C++ physics behind DPI or Verilog alone, chosen by
/// the file list, equal to the bit. The physics is called only when a charge is looked at or could change. The
/// converters around the charges are kv_*_model.v.
///
/// Within one clock edge: the cycle that ends is integrated; a finished weighing becomes codes at a sample strobe, or
/// before a write could change the cells under it; ages tick on the first cycle of a write strobe; writes; weigh start.
/// Reset: codes zero, integrators empty, cells keep their charge.
module kv_v_array_model #(
    /// rows (outputs) and token slots (word lines), 2..256
    parameter      ROWS              = 64,
    parameter      SLOTS             = 64,
    /// highest q code 1..255, and clock cycles of a q pulse per code; the same of phi. One set of these numbers for the
    /// K and the V arrays of an engine
    parameter      Q_MAX             = 15,
    parameter      UNIT_CYCLES       = 1,
    parameter      PHI_MAX           = 15,
    parameter      PHI_UNIT_CYCLES   = 1,
    /// bits of a stored level, 1..6; of a score code, of an output code with its sign, 2..16
    parameter      KV_BITS           = 3,
    parameter      ADC_BITS          = 6,
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
    /// microampere of one score code, and at which the output clips
    parameter real LSB               = 2.5,
    parameter real OUTPUT_SATURATION = 40.0,
    /// u shrinks by exp(-DECAY_PER_TOKEN) with every token stored
    parameter real DECAY_PER_TOKEN   = 0.0,
    /// leakage by time (docs/time.md), 0 = none: bit 192 says that what happens has a time, in clock edges; IEEE
    /// doubles: time constant in clock cycles in bits [63:0], another in [127:64], the part that has it in [191:128]
    parameter [255:0] CLOCK          = 256'd0,
    /// what the pins promise, in cycles (kv_pin_watch): levels stand still before and after an open word line; read
    /// pulses keep away from it; signs stand still for SIGN_CYCLES from `sample_i` on, 0 = codes are read
    parameter      LEVEL_SETUP       = 1,
    parameter      LEVEL_HOLD        = 1,
    parameter      GUARD             = 1,
    parameter      SIGN_CYCLES       = 0,
    /// imperfections (docs/imperfections.md): the seed in bits [63:0], the size of number i as an IEEE double in bits
    /// [64*(i+1) +: 64]; all sizes 0 = ideal
    parameter [1023:0] IMPERFECTIONS = 1024'd1,
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
    localparam MAG_BITS = OUT_BITS - 1;

    generate
        if (ROWS < 2 || ROWS > 256 || SLOTS < 2 || SLOTS > 256 || Q_MAX < 1 || Q_MAX > 255 || UNIT_CYCLES < 1
            || PHI_MAX < 1 || PHI_MAX > 255 || PHI_UNIT_CYCLES < 1 || KV_BITS < 1 || KV_BITS > 6 || ADC_BITS < 2
            || ADC_BITS > 16 || OUT_BITS < 2 || OUT_BITS > 16 || WINDOW < 1) begin : gen_refuse
            kv_v_array_model_parameter_out_of_range u_refuse ();
        end
    endgenerate

    kv_cells_model #(
        .ROWS(ROWS), .SLOTS(SLOTS), .Q_MAX(Q_MAX), .UNIT_CYCLES(UNIT_CYCLES), .PHI_MAX(PHI_MAX),
        .PHI_UNIT_CYCLES(PHI_UNIT_CYCLES), .KV_BITS(KV_BITS), .ADC_BITS(ADC_BITS), .OUT_BITS(OUT_BITS),
        .HAS_K(0), .HAS_V(1),
        .WINDOW(WINDOW), .LINEAR(LINEAR), .C0(C0), .C1(C1), .C2(C2), .C3(C3), .POINTS(POINTS), .TABLE_V(TABLE_V),
        .TABLE_UA(TABLE_UA), .V_MAX(V_MAX), .V_ZERO(V_ZERO), .LSB(LSB), .OUTPUT_SATURATION(OUTPUT_SATURATION),
        .DECAY_PER_TOKEN(DECAY_PER_TOKEN), .CLOCK(CLOCK), .IMPERFECTIONS(IMPERFECTIONS),
        .LEVEL_HOLD(LEVEL_HOLD),
        .COLUMNS_PER_CONVERTER(COLUMNS_PER_CONVERTER), .HEAD(HEAD), .TILE(TILE), .GROUP(GROUP)
    ) u_cells (
        .k_write_i  (1'b0),
        .k_wl_i     ({SLOTS{1'b0}}),
        .k_level_i  ({ROWS * KV_BITS{1'b0}}),
        .live_i     ({SLOTS{1'b0}}),
        .q_pulse_i  ({ROWS{1'b0}}),
        .v_write_i  (write_i),
        .v_wl_i     (wl_i),
        .v_level_i  (level_i),
        .phi_pulse_i(phi_pulse_i)
    );

    wire fault;
    kv_pin_watch #(
        .SLOTS(SLOTS), .LANES(SLOTS), .LEVEL_BITS(ROWS * KV_BITS), .LEVEL_SETUP(LEVEL_SETUP), .LEVEL_HOLD(LEVEL_HOLD),
        .GUARD(GUARD), .SIGN_CYCLES(SIGN_CYCLES), .HAS_LIVE(0), .PREFIX(""), .PULSE("phi_pulse_i"),
        .START("weigh_start_i")
    ) u_watch (
        .clk_i  (clk_i),
        .rst_ni (rst_ni),
        .write_i(write_i),
        .wl_i   (wl_i),
        .level_i(level_i),
        .start_i(weigh_start_i),
        .pulse_i(phi_pulse_i),
        .live_i ({SLOTS{1'b0}}),
        .read_i (sample_i),
        .fault_o(fault)
    );

    reg [ROWS-1:0]          sign_q;
    reg [MAG_BITS*ROWS-1:0] size_q;
    reg                     pending;  // a weighing has begun and is not evaluated

    // Clock edges so far: charge does not wait for the end of a reset.
    reg [63:0] edges;
    initial edges = 64'd0;
    always @(posedge clk_i) if (CLOCK[192]) edges <= edges + 64'd1;

    // Not hardware: one process that orders what happens at an edge, so its own state changes at once and the outputs
    // after it.
    /* verilator lint_off BLKSEQ */
    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            sign_q  <= {ROWS{1'b0}};
            size_q  <= {MAG_BITS * ROWS{1'b0}};
            pending = 1'b0;
            u_cells.reset;
        end else begin
            if (CLOCK[192] && ((|wl_i) || weigh_start_i)) u_cells.at(edges);
            // The cycle that ends.
            if (|phi_pulse_i) u_cells.u_v_pins.pulse;
            if (pending && (sample_i || write_i || (|wl_i))) begin
                u_cells.pulses;
                u_cells.weigh;
                pending = 1'b0;
            end
            if (sample_i) begin
                sign_q <= u_cells.sign;
                size_q <= u_cells.size;
            end

            // Writes.
            u_cells.write_v;

            if (weigh_start_i) begin
                u_cells.u_v_pins.start;
                if (CLOCK[192]) u_cells.begin_weigh;
                pending = 1'b1;
            end
            if (fault) u_cells.fault;
        end
    end
    /* verilator lint_on BLKSEQ */

    assign sign_o = sign_q;
    assign size_o = size_q;
endmodule

`default_nettype wire
