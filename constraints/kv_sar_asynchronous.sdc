# ---- Comparators of successive approximation (kv_sar_control, kv_sar_converter, SYNC_STAGES > 0) ----
# Ready has no phase against the clock; one period at most to the first flip-flop of the synchronizer. The answers
# beside it are steady from ready to the next strobe, so the cycles of the synchronizer are theirs as well.
set ready_pins [get_pins -hierarchical */ready_o*]
set keep_pins [get_pins -hierarchical */keep_o*]
set_max_delay $clock_period -through $ready_pins
set_max_delay $clock_period -through $keep_pins
set_false_path -hold -through $ready_pins
set_false_path -hold -through $keep_pins
