# ---- Pulses into the V arrays (kv_phi_driver) ----
# The same for the pulses of the weights.
set_max_delay -ignore_clock_latency $pulse_window -to [get_pins -hierarchical */phi_pulse_i*]
