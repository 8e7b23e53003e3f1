# ---- Pulses into the K arrays (kv_pulse_driver) ----
# Their width is the analog quantity: units of the clock from flip-flop to flip-flop, plus what rising and falling
# edges, and those of different lanes and tiles, differ by on their way. All edges arrive within half a period of the
# one that launches them, so no pulse is longer or shorter by more; setup and hold at the macro leave a whole one.
set_max_delay -ignore_clock_latency $pulse_window -to [get_pins -hierarchical */q_pulse_i*]
