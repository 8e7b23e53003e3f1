# ---- Pulses of the macros (kv_readout, SYNC_STAGES > 0) ----
# Their edges have no phase against the clock: no hold check, and one period at most to the first flip-flop of the
# synchronizer, so that all lanes and tiles are seen within the same cycle of uncertainty. Signs are levels that stand
# for the whole count window.
set pulse_pins [get_pins -hierarchical */a_pulse_o*]
set sign_pins [get_pins -hierarchical */a_sign_o*]
set_max_delay $clock_period -through $pulse_pins
set_false_path -hold -through $pulse_pins
set_false_path -hold -through $sign_pins
