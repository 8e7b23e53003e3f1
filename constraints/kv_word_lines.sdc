# ---- Word lines and levels (kv_word_lines, kv_level_gate) ----
# A cell is transparent while its word line is high. Levels stand still for whole cycles on both sides of a line
# (timing.level_setup_cycles, timing.level_hold_cycles), and setup and hold at the macro bring each edge of either into
# its own cycle: with one cycle, a level is there a period less its own delay before the line, and stays a period less
# the line's delay behind it. Lines arrive within half a period, so half a period is left of each.
set pulse_window [expr 0.5 * $clock_period]
set_max_delay -ignore_clock_latency $pulse_window -to [get_pins -hierarchical */*wl_i*]
