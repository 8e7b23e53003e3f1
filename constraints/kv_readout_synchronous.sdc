# ---- Pulses of the macros (kv_readout, SYNC_STAGES = 0) ----
# The macros time their pulses to the clock: setup and hold at the population counters are checked with the macros'
# own clock-to-output arcs.
