# ---- Reset (kv_reset_sync) ----
# Asserted without a clock, so the arrival of rst_ni is not timed. The release is: rst_no leaves a flip-flop, and
# recovery and removal at every reset pin behind it are checked against the clock.
set_false_path -from [get_ports rst_ni]
