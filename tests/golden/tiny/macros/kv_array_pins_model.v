// SPDX-License-Identifier: Apache-2.0
`default_nettype none

/// What the pins of one array have done so far: how many cycles each pulse has lasted, which slots are live, where a
/// write strobe begins, which word lines go on with the write of the cycle before. No clock and no outputs: the macro
/// models call its tasks, by the name of the instance, where in an edge it is time to, and its owner reads what it
/// keeps.
module kv_array_pins_model #(
    /// pulsed lines, and bits of their counters, which stop at all ones
    parameter LANES      = 64,
    parameter COUNT_BITS = 4,
    /// token slots: write word lines
    parameter SLOTS      = 64
) (
    input wire [LANES-1:0] pulse_i,
    input wire [SLOTS-1:0] live_i,
    input wire             write_i,
    input wire [SLOTS-1:0] wl_i
);
    // Bit b of all lanes in bits [b*LANES +: LANES]: cycles each pulse has lasted.
    reg [COUNT_BITS*LANES-1:0] count;
    reg [SLOTS-1:0]            live;
    reg [SLOTS-1:0]            line;     // word lines of this cycle,
    reg [SLOTS-1:0]            held;     // those that were high in the one before: a line that stays high is one write
    reg                        writing;  // write strobe of this cycle,
    reg                        begins;   // which was low in the one before
    integer                    b;

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
        begin
            begins  = write_i & ~writing;
            writing = write_i;
            held    = wl_i & line;
            line    = wl_i;
        end
    endtask
    /* verilator lint_on BLKSEQ */
endmodule

`default_nettype wire
