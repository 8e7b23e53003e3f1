// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// Watches the pins of one array of a macro for what silicon does not forgive and a clocked model does not see: what
/// moves too near an open cell. Says the first fault of an instance on standard error and counts all of them.
///
/// Distances are whole cycles between edges: a line that rises with the edge on which a level moves is 0 cycles behind
/// it. `fault_o` is high in the cycle after a fault. Reset: nothing is watched.
module kv_pin_watch #(
    /// token slots, pulsed lines, bits of the level codes
    parameter            SLOTS        = 64,
    parameter            LANES        = 64,
    parameter            LEVEL_BITS   = 192,
    /// cycles that levels (and `live_i`, around its strobe) stand still before a word line rises and after it falls
    parameter            LEVEL_SETUP  = 1,
    parameter            LEVEL_HOLD   = 1,
    /// cycles between a word line and read pulses, either way
    parameter            GUARD        = 1,
    /// length of read pulses that begin inside the macro in the cycle after `start_i`; 0: they come on `pulse_i`
    parameter            INNER_CYCLES = 0,
    /// cycles from `read_i` in which signs stand still; 0: there are none
    parameter            SIGN_CYCLES  = 0,
    /// whether there are live slots
    parameter            HAS_LIVE     = 1,
    /// names of pins: what stands before write_i, wl_i, level_i; of the pulses; of the strobe
    parameter            PREFIX       = "k_",
    parameter            PULSE        = "q_pulse_i",
    parameter            START        = "score_start_i"
) (
    input  wire                  clk_i,
    input  wire                  rst_ni,
    input  wire                  write_i,
    input  wire [SLOTS-1:0]      wl_i,
    input  wire [LEVEL_BITS-1:0] level_i,
    /// strobe: the integrator is cleared, `live_i` is sampled; pulses begin in the next cycle
    input  wire                  start_i,
    input  wire [LANES-1:0]      pulse_i,
    input  wire [SLOTS-1:0]      live_i,
    /// strobe: signs move in the next cycle
    input  wire                  read_i,
    output reg                   fault_o
);
    localparam LONG_AGO = -1000000;
    localparam PATH     = 512;  // characters kept of the instance's path
    // What is wrong.
    localparam MOVES_OPEN = 0, SETUP = 1, HOLD = 2, TWO_LINES = 3, NO_STROBE = 4, UNDER = 5, AFTER = 6, BEFORE = 7,
               CLEAR = 8, LIVE_SETUP = 9, LIVE_HOLD = 10, SIGNS = 11;

    // Cycles since reset: this one; the last with the write strobe, with a line, with a pulse, with each other strobe;
    // the first with the levels and with the live slots as they are.
    integer              now;
    integer              written;
    integer              lined;
    integer              pulsed;
    integer              started;
    integer              read;
    integer              moved;
    integer              changed;
    integer              faults;
    reg                  open;   // strobe or line
    reg                  line;
    reg                  high;   // pulses
    reg [LEVEL_BITS-1:0] level;  // of the cycle before
    reg [SLOTS-1:0]      live;

    // All tiles of a head see the same levels. Those of the first one compare them, with the write strobe, which says
    // that a line is open in some tile; the others see to it that no line of theirs is open without it.
    reg                  leads;
    reg [8*PATH-1:0]     path;
    integer              at;

    /* verilator lint_off BLKSEQ */
    initial begin
        $sformat(path, "%m");
        leads = 1'b1;
        for (at = 0; at < PATH - 12; at = at + 1)
            if (path[8*at+16+:8*10] == "gen_tiles[" && path[8*at+:16] != "0]") leads = 1'b0;
        faults = 0;
    end

    task fault;
        input integer what;
        input integer distance;
        input integer wanted;
        begin
            fault_o <= 1'b1;
            faults  = faults + 1;
            if (faults == 1) begin
                $fwrite(32'h80000002, "kv_pin_watch: %0s: cycle %0d: ", path, now);
                case (what)
                    MOVES_OPEN: $fwrite(32'h80000002, "%0slevel_i moves under an open %0swl_i", PREFIX, PREFIX);
                    SETUP:      $fwrite(32'h80000002, "%0swl_i rises behind %0slevel_i", PREFIX, PREFIX);
                    HOLD:       $fwrite(32'h80000002, "%0slevel_i moves behind the fall of %0swl_i", PREFIX, PREFIX);
                    TWO_LINES:  $fwrite(32'h80000002, "two lines of %0swl_i are high", PREFIX);
                    NO_STROBE:  $fwrite(32'h80000002, "%0swl_i is high without %0swrite_i", PREFIX, PREFIX);
                    UNDER:      $fwrite(32'h80000002, "%0s is high under %0swl_i", PULSE, PREFIX);
                    AFTER:      $fwrite(32'h80000002, "%0s rises behind the fall of %0swl_i", PULSE, PREFIX);
                    BEFORE:     $fwrite(32'h80000002, "%0swl_i rises behind the fall of %0s", PREFIX, PULSE);
                    CLEAR:      $fwrite(32'h80000002, "%0s is high with %0s", PULSE, START);
                    LIVE_SETUP: $fwrite(32'h80000002, "%0s samples behind a move of live_i", START);
                    LIVE_HOLD:  $fwrite(32'h80000002, "live_i moves behind %0s, which samples it", START);
                    default:    $fwrite(32'h80000002, "read_start_i moves a_sign_o behind the last read_start_i");
                endcase
                $fdisplay(32'h80000002, ", %0d cycles apart, at least %0d wanted", distance, wanted);
            end
        end
    endtask

    always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
            fault_o <= 1'b0;
            now     = 0;
            written = LONG_AGO;
            lined   = LONG_AGO;
            pulsed  = LONG_AGO;
            started = LONG_AGO;
            read    = LONG_AGO;
            moved   = LONG_AGO;
            changed = LONG_AGO;
            open    = 1'b0;
            line    = 1'b0;
            high    = 1'b0;
            level   = level_i;
            live    = live_i;
        end else begin
            fault_o <= 1'b0;
            now     = now + 1;

            // Levels against the strobe.
            if (leads && level_i != level) begin
                level = level_i;
                moved = now;
                if (open && (write_i || (|wl_i))) fault(MOVES_OPEN, 0, 1);
                else if (now - written <= LEVEL_HOLD) fault(HOLD, now - written - 1, LEVEL_HOLD);
            end
            if (write_i || (|wl_i)) begin
                if (!open && now - moved < LEVEL_SETUP) fault(SETUP, now - moved, LEVEL_SETUP);
                open    = 1'b1;
                written = now;
            end else open = 1'b0;

            // Lines against pulses.
            if ((|pulse_i) || (INNER_CYCLES != 0 && now - started <= INNER_CYCLES)) begin
                if (|wl_i) fault(UNDER, 0, GUARD);
                else if (!high && now - lined <= GUARD) fault(AFTER, now - lined - 1, GUARD);
                if (start_i) fault(CLEAR, 0, 1);
                high   = 1'b1;
                pulsed = now;
            end else high = 1'b0;
            if (|wl_i) begin
                if (!line && !high && now - pulsed <= GUARD) fault(BEFORE, now - pulsed - 1, GUARD);
                if ((wl_i & (wl_i - 1'b1)) != {SLOTS{1'b0}}) fault(TWO_LINES, 0, 1);
                if (!write_i) fault(NO_STROBE, 0, 1);
                line  = 1'b1;
                lined = now;
            end else line = 1'b0;

            // What strobes sample.
            if (HAS_LIVE != 0 && live_i != live) begin
                live    = live_i;
                changed = now;
                if (now - started <= LEVEL_HOLD) fault(LIVE_HOLD, now - started - 1, LEVEL_HOLD);
            end
            if (start_i) begin
                if (now - changed < LEVEL_SETUP) fault(LIVE_SETUP, now - changed, LEVEL_SETUP);
                started = now;
            end
            if (SIGN_CYCLES != 0 && read_i) begin
                if (now - read < SIGN_CYCLES) fault(SIGNS, now - read, SIGN_CYCLES);
                read = now;
            end
        end
    end
    /* verilator lint_on BLKSEQ */
endmodule

`default_nettype wire
