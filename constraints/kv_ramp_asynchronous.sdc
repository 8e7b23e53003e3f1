# ---- Comparators of the ramps (kv_ramp_converter, kv_ramp_sum, SYNC_STAGES > 0) ----
# They change when a ramp passes its column, without a phase against the clock: no hold check, and one period at most to
# the first flip-flop of the synchronizer, so that all columns are seen within the same cycle of uncertainty.
set above_pins [get_pins -hierarchical */above_o*]
set_max_delay $clock_period -through $above_pins
set_false_path -hold -through $above_pins
