// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// One array of cells, in Verilog-2005 alone, for kv_cells_model_portable.v, which calls the tasks and functions below
/// by the name of the instance: the curve of a cell; the levels that cells hold; and, where there are imperfections,
/// what each was built with, what it really holds, and the noise of its readers (docs/imperfections.md, operation by
/// operation). No ports, no clock: time is what the caller makes of it. Where ON is 0 there are no cells, only the
/// curve.
module kv_cell_array_model #(
    /// rows and token slots; bits of a stored level
    parameter        ROWS              = 64,
    parameter        SLOTS             = 64,
    parameter        KV_BITS           = 3,
    /// 0 = K, 1 = V
    parameter        ARRAY             = 0,
    /// whose cells; -1: what the instance's path says (gen_heads[<n>], gen_tiles[<n>], gen_groups[<n>])
    parameter        HEAD              = -1,
    parameter        TILE              = -1,
    parameter        GROUP             = -1,
    /// cell current in microampere: polynomial C0 + C1 u + C2 u^2 + C3 u^3, or C1 u if LINEAR
    parameter        LINEAR            = 0,
    parameter real   C0                = 0.5214,
    parameter real   C1                = 13.6123,
    parameter real   C2                = -2.6204,
    parameter real   C3                = 46.0548,
    /// current over stored voltage instead, if POINTS is not 0: IEEE doubles, point i in bits [64*i +: 64], volt
    /// rising; between them a straight line, outside the last value
    parameter                                POINTS   = 0,
    parameter [64*(POINTS>0?POINTS:1)-1:0]   TABLE_V  = 0,
    parameter [64*(POINTS>0?POINTS:1)-1:0]   TABLE_UA = 0,
    /// volt: full scale of the levels, and the level that carries no signal
    parameter real   V_MAX             = 0.9,
    parameter real   V_ZERO            = 0.45,
    parameter real   DECAY_PER_TOKEN   = 0.0,
    parameter        ON                = 1,
    /// as of kv_cells_model
    parameter [255:0] CLOCK            = 256'd0,
    /// the seed in bits [63:0], the size of number i below as an IEEE double in bits [64*(i+1) +: 64]
    parameter [1023:0] IMPERFECTIONS   = 1024'd1
) ();
    localparam [0:0] IMPERFECT = ON != 0 && IMPERFECTIONS[1023:64] != 960'd0;
    localparam CELLS     = ON != 0 ? ROWS * SLOTS : 1;
    localparam DRAWN     = IMPERFECT ? CELLS : 1;
    localparam LEVELS    = 1 << KV_BITS;
    localparam [0:0] LEAKS = CLOCK[63:0] != 64'd0;  // by time
    localparam PATH      = 512;  // characters kept of the instance's path
    // Numbers of the imperfections: rows of the table in gen/config/imperfections.hpp, and what a draw is for.
    localparam GAIN_MISMATCH = 0, OFFSET_MISMATCH_UA = 1, LEAKAGE_SPREAD = 2, STUCK_CELLS = 3, WRITE_NOISE_V = 4,
               READ_NOISE_UA = 5, COMPARATOR_OFFSET_UA = 6, LANE_GAIN = 7;

    real           sizes     [0:14];  // of the imperfections
    // Cell (r, c) at [c*ROWS + r].
    reg [KV_BITS-1:0] level  [0:CELLS-1];
    real           deviation [0:DRAWN-1];
    real           kept      [0:DRAWN-1];
    real           gain      [0:DRAWN-1];
    real           offset    [0:DRAWN-1];
    reg            stuck     [0:DRAWN-1];
    integer        now;                    // tokens stored in the head
    integer        written   [0:SLOTS-1];  // `now` of the last write of a slot
    reg [63:0]     written_at [0:SLOTS-1];  // the same in clock edges
    reg [63:0]     now_at;
    reg [63:0]     seen_at;                 // edge at which the score, or weighing, has begun
    real           pace      [0:DRAWN-1];   // of the leakage, by time
    integer        writes    [0:SLOTS-1];
    integer        reads;
    reg [63:0]     stream;
    reg [63:0]     drawn;
    reg [8*PATH-1:0] path;
    real           rate;
    integer        i;
    integer        r;
    integer        slot;

    /* verilator lint_off BLKSEQ */
    function [63:0] fold;
        input [63:0] hash;
        input [63:0] value;
        reg   [63:0] x;
        begin
            x    = (hash ^ value) + 64'h9E3779B97F4A7C15;
            x    = (x ^ (x >> 30)) * 64'hBF58476D1CE4E5B9;
            x    = (x ^ (x >> 27)) * 64'h94D049BB133111EB;
            fold = x ^ (x >> 31);
        end
    endfunction

    // 64 even bits.
    function [63:0] bits_of;
        input [31:0] purpose;
        input [31:0] count;
        input [31:0] index;
        bits_of = fold(fold(fold(stream, {32'd0, purpose}), {32'd0, count}), {32'd0, index});
    endfunction

    // Twelve 16-bit numbers around their mean, in units of their standard deviation.
    function real normal;
        input [31:0] purpose;
        input [31:0] count;
        input [31:0] index;
        reg   [63:0] x;
        reg   [63:0] w;
        reg   [31:0] sum;
        begin
            x   = bits_of(purpose, count, index);
            w   = fold(x, 64'd0);
            sum = {16'd0, w[15:0]} + {16'd0, w[31:16]} + {16'd0, w[47:32]} + {16'd0, w[63:48]};
            w   = fold(x, 64'd1);
            sum = sum + {16'd0, w[15:0]} + {16'd0, w[31:16]} + {16'd0, w[47:32]} + {16'd0, w[63:48]};
            w   = fold(x, 64'd2);
            sum = sum + {16'd0, w[15:0]} + {16'd0, w[31:16]} + {16'd0, w[47:32]} + {16'd0, w[63:48]};
            normal = ($signed(sum) - 393210) / 65536.0;
        end
    endfunction

    // The number behind the last `mark` (`length` characters) of the path; 0 without one.
    function integer number_behind;
        input [8*12-1:0] mark;
        input integer    length;
        integer          at;
        integer          j;
        reg              same;
        begin
            number_behind = 0;
            for (at = PATH - 1; at >= length; at = at - 1) begin
                same = 1'b1;
                for (j = 0; j < length; j = j + 1) if (path[8*(at-j)+:8] != mark[8*(length-1-j)+:8]) same = 1'b0;
                if (same) begin
                    number_behind = 0;
                    for (j = at - length; j >= 0; j = j - 1) begin
                        if (path[8*j+:8] < "0" || path[8*j+:8] > "9") same = 1'b0;
                        if (same) number_behind = (number_behind % 100000) * 10 + ({24'd0, path[8*j+:8]} - 48);
                    end
                end
            end
        end
    endfunction

    function [63:0] identity;
        input integer    given;
        input [8*12-1:0] mark;
        input integer    length;
        integer          number;
        begin
            number   = given >= 0 ? given : number_behind(mark, length);
            identity = {32'd0, number};
        end
    endfunction

    function real stored;
        input integer of_level;
        stored = of_level * V_MAX / (LEVELS - 1) - V_ZERO;
    endfunction

    // Current of an ideal cell over its deviation u, microampere.
    function real shape;
        input real u;
        real       volt;
        real       low;
        real       low_ua;
        integer    point;
        begin
            if (POINTS == 0) begin
                if (LINEAR != 0) shape = C1 * u;
                else shape = ((C3 * u + C2) * u + C1) * u + C0;
            end else begin
                volt   = V_ZERO + u;
                low    = $bitstoreal(TABLE_V[63:0]);
                low_ua = $bitstoreal(TABLE_UA[63:0]);
                shape  = low_ua;
                for (point = 1; point < POINTS; point = point + 1) begin
                    if (volt >= $bitstoreal(TABLE_V[64*point+:64])) shape = $bitstoreal(TABLE_UA[64*point+:64]);
                    else if (volt > low) shape = low_ua + ($bitstoreal(TABLE_UA[64*point+:64]) - low_ua) *
                                                 ((volt - low) / ($bitstoreal(TABLE_V[64*point+:64]) - low));
                    low    = $bitstoreal(TABLE_V[64*point+:64]);
                    low_ua = $bitstoreal(TABLE_UA[64*point+:64]);
                end
            end
        end
    endfunction

    // Share of a deviation that is left, of a cell that leaks `rate` times as fast as it should.
    function real left;
        /* verilator lint_off UNUSEDSIGNAL */  // an index has fewer bits
        input integer slot_of;
        /* verilator lint_on UNUSEDSIGNAL */
        input real    rate_of;
        real          aged;
        real          second;
        begin
            aged   = seen_at - written_at[slot_of];
            aged   = aged * rate_of;
            second = $bitstoreal(CLOCK[191:128]);
            left   = $exp(-(aged / $bitstoreal(CLOCK[63:0])));
            if (second != 0.0)
                left = (1.0 - second) * left + second * $exp(-(aged / $bitstoreal(CLOCK[127:64])));
        end
    endfunction

    // Microampere.
    function real current;
        /* verilator lint_off UNUSEDSIGNAL */  // an index has fewer bits
        input integer at;
        /* verilator lint_on UNUSEDSIGNAL */
        if (LEAKS && !stuck[at]) current = gain[at] * shape(deviation[at] * left(at / ROWS, pace[at])) + offset[at];
        else current = gain[at] * shape(deviation[at]) + offset[at];
    endfunction

    // Level of a cell.
    function integer level_of;
        /* verilator lint_off UNUSEDSIGNAL */  // an index has fewer bits
        input integer at;
        /* verilator lint_on UNUSEDSIGNAL */
        level_of = {{32 - KV_BITS{1'b0}}, level[at]};
    endfunction

    // What a reader sees of a charge: column (row) `index`, converter `converter`.
    function real read;
        input real    charge;
        input integer index;
        input integer converter;
        begin
            read = charge;
            if (sizes[READ_NOISE_UA] != 0.0)
                read = read + sizes[READ_NOISE_UA] * normal(READ_NOISE_UA, reads, index);
            if (ARRAY == 1 && sizes[LANE_GAIN] != 0.0)
                read = read * (1.0 + sizes[LANE_GAIN] * normal(LANE_GAIN, 0, converter));
            if (sizes[COMPARATOR_OFFSET_UA] != 0.0)
                read = read + sizes[COMPARATOR_OFFSET_UA] * normal(COMPARATOR_OFFSET_UA, 0, converter);
        end
    endfunction

    // All columns (rows) of a read have been seen.
    task end_read;
        reads = reads + 1;
    endtask

    // One token stored somewhere in the head.
    task age;
        begin
            now = now + 1;
            if (IMPERFECT && DECAY_PER_TOKEN != 0.0)
                for (i = 0; i < DRAWN; i = i + 1) deviation[i] = deviation[i] * kept[i];
        end
    endtask

    // Levels of the slots on `lines`; `held`: those whose write goes on.
    task write;
        input [SLOTS-1:0]        lines;
        input [SLOTS-1:0]        held;
        input [ROWS*KV_BITS-1:0] levels;
        for (slot = 0; slot < SLOTS; slot = slot + 1) if (lines[slot]) begin
            written[slot]    = now;
            written_at[slot] = now_at;
            if (!held[slot]) writes[slot] = writes[slot] + 1;
            for (r = 0; r < ROWS; r = r + 1) begin
                i        = slot * ROWS + r;
                level[i] = levels[r*KV_BITS+:KV_BITS];
                if (IMPERFECT && !stuck[i]) begin
                    deviation[i] = stored(level_of(i));
                    if (sizes[WRITE_NOISE_V] != 0.0)
                        deviation[i] = deviation[i] + sizes[WRITE_NOISE_V] * normal(WRITE_NOISE_V, writes[slot], i);
                end
            end
        end
    endtask

    task build_cell;
        input integer at;
        begin
            gain[at]   = 1.0;
            offset[at] = 0.0;
            rate       = 1.0;
            if (sizes[GAIN_MISMATCH] != 0.0) gain[at] = 1.0 + sizes[GAIN_MISMATCH] * normal(GAIN_MISMATCH, 0, at);
            if (sizes[OFFSET_MISMATCH_UA] != 0.0)
                offset[at] = sizes[OFFSET_MISMATCH_UA] * normal(OFFSET_MISMATCH_UA, 0, at);
            if (sizes[LEAKAGE_SPREAD] != 0.0) rate = 1.0 + sizes[LEAKAGE_SPREAD] * normal(LEAKAGE_SPREAD, 0, at);
            if (rate < 0.0) rate = 0.0;
            kept[at]      = $exp(-(DECAY_PER_TOKEN * rate));
            pace[at]      = rate;
            deviation[at] = stored(0);
            stuck[at]     = 1'b0;
            if (sizes[STUCK_CELLS] != 0.0) begin
                drawn = bits_of(STUCK_CELLS, 0, at);
                rate  = drawn[63:32];
                if (rate < sizes[STUCK_CELLS] * 4294967296.0) begin
                    drawn         = {32'd0, drawn[31:0]} * LEVELS;
                    deviation[at] = stored(drawn[63:32]);
                    kept[at]      = 1.0;
                    stuck[at]     = 1'b1;
                end
            end
        end
    endtask

    initial begin
        $sformat(path, "%m");
        stream = fold(fold(64'd0, IMPERFECTIONS[63:0]), identity(HEAD, "gen_heads[", 10));
        stream = fold(fold(fold(stream, identity(TILE, "gen_tiles[", 10)),
                           identity(GROUP, "gen_groups[", 11)), ARRAY);
        reads  = 0;
        now    = 0;
        now_at  = 64'd0;
        seen_at = 64'd0;
        for (i = 0; i < SLOTS; i = i + 1) written_at[i] = 64'd0;
        for (i = 0; i < 15; i = i + 1) sizes[i] = $bitstoreal(IMPERFECTIONS[64*i+64+:64]);
        for (i = 0; i < SLOTS; i = i + 1) begin
            writes[i]  = 0;
            written[i] = 0;
        end
        for (i = 0; i < CELLS; i = i + 1) level[i] = {KV_BITS{1'b0}};
        if (IMPERFECT) for (i = 0; i < CELLS; i = i + 1) build_cell(i);
    end
    /* verilator lint_on BLKSEQ */
endmodule

`default_nettype wire
