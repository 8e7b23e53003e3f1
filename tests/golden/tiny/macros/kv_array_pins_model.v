// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// What the pins of one array have done so far: how many cycles each pulse has lasted, which slots are live, where a
/// write strobe begins, which word lines go on with the write of the cycle before, and under which of them the levels
/// have moved. No clock and no outputs: the macro models call its tasks, by the name of the instance, where in an edge
/// it is time to, and its owner reads what it keeps.
///
/// A cell is open while its word line is high. Levels that move under it smear: it keeps the mean of both, rounded to
/// the later one, until it is written again. With LEVEL_HOLD above 0 that goes for the edge of the line's fall as well.
module kv_array_pins_model #(
    /// pulsed lines, and bits of their counters, which stop at all ones
    parameter LANES      = 64,
    parameter COUNT_BITS = 4,
    /// token slots: write word lines
    parameter SLOTS      = 64,
    parameter ROWS       = 64,
    parameter KV_BITS    = 3,
    parameter LEVEL_HOLD = 0
) (
    input wire [LANES-1:0]        pulse_i,
    input wire [SLOTS-1:0]        live_i,
    input wire                    write_i,
    input wire [SLOTS-1:0]        wl_i,
    input wire [ROWS*KV_BITS-1:0] level_i
);
    // Bit b of all lanes in bits [b*LANES +: LANES]: cycles each pulse has lasted.
    reg [COUNT_BITS*LANES-1:0] count;
    reg [SLOTS-1:0]            live;
    reg [SLOTS-1:0]            line;     // word lines of this cycle,
    reg [SLOTS-1:0]            held;     // those that were high in the one before: a line that stays high is one write
    reg                        writing;  // write strobe of this cycle,
    reg                        begins;   // which was low in the one before
    reg [SLOTS-1:0]            opens;    // of this cycle's, those whose cells take the levels as they are
    reg [SLOTS-1:0]            smears;   // of the cycle before, those whose cells take `mean`
    reg [SLOTS-1:0]            smeared;  // of this cycle's, those that have, and keep it
    reg [ROWS*KV_BITS-1:0]     level;    // under open lines
    reg [ROWS*KV_BITS-1:0]     mean;
    integer                    b;
    integer                    r;
    integer                    rows;

    wire unused = &{1'b0, live};  // of a V array nobody asks

    /* verilator lint_off BLKSEQ */
    task reset;
        begin
            count   = {COUNT_BITS * LANES{1'b0}};
            live    = {SLOTS{1'b0}};
            line    = {SLOTS{1'b0}};
            held    = {SLOTS{1'b0}};
            writing = 1'b0;
            begins  = 1'b0;
            opens   = {SLOTS{1'b0}};
            smears  = {SLOTS{1'b0}};
            smeared = {SLOTS{1'b0}};
        end
    endtask

    // Pulses begin anew.
    task start;
        begin
            count = {COUNT_BITS * LANES{1'b0}};
            live  = live_i;
        end
    endtask

    // Pulses of the cycle that ends.
    task pulse;
        reg [LANES-1:0] carry;
        reg [LANES-1:0] full;
        begin
            full = {LANES{1'b1}};
            for (b = 0; b < COUNT_BITS; b = b + 1) full = full & count[b*LANES+:LANES];
            carry = pulse_i & ~full;
            for (b = 0; b < COUNT_BITS; b = b + 1) begin
                full                  = count[b*LANES+:LANES];
                count[b*LANES+:LANES] = full ^ carry;
                carry                 = full & carry;
            end
        end
    endtask

    // Write pins of the cycle that ends.
    task write;
        reg [KV_BITS-1:0] old;
        reg [KV_BITS-1:0] new_one;
        /* verilator lint_off UNUSEDSIGNAL */  // its lowest bit is rounded away
        reg [KV_BITS:0]   sum;
        /* verilator lint_on UNUSEDSIGNAL */
        begin
            begins  = write_i & ~writing;
            writing = write_i;
            held    = wl_i & line;
            smears  = {SLOTS{1'b0}};
            smeared = smeared & held;
            if ((|line) && level_i != level) begin
                smears  = LEVEL_HOLD > 0 ? line : held;
                smeared = held;
                rows    = ROWS;  // a variable, so that Verilator keeps the loop
                for (r = 0; r < rows; r = r + 1) begin
                    old                       = level[r*KV_BITS+:KV_BITS];
                    new_one                   = level_i[r*KV_BITS+:KV_BITS];
                    sum                       = {1'b0, old} + {1'b0, new_one} + {{KV_BITS{1'b0}}, new_one > old};
                    mean[r*KV_BITS+:KV_BITS]  = sum[KV_BITS:1];
                end
            end
            if (|wl_i) level = level_i;
            opens = wl_i & ~smeared;
            line  = wl_i;
        end
    endtask
    /* verilator lint_on BLKSEQ */
endmodule

`default_nettype wire
