#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Verilator without KVolt. You learn: the emitted directory is all that a bench of your own needs. The macros are C++
# behind DPI here (NAME.sim.f, NAME.dpi.f); in any other simulator they are Verilog (NAME.tb.f), with the same results.
#   docs/examples/outside.sh [PRESET]        leaves outside/, obj_dir/
set -euo pipefail
engine=${1:-tiny}
kvolt generate "$engine" --force -o outside

# The emitted testbench stands for yours: docs/machine.md section 5 says what a packet is.
verilator --binary -Wno-fatal -Wno-lint --timescale 1ns/1ps --top "kvolt_${engine}_tb" \
  -F "outside/$engine.sim.f" -F "outside/$engine.dpi.f" "outside/bench/${engine}_tb.v" >verilator.log
"obj_dir/Vkvolt_${engine}_tb" | tee in_verilator.txt | grep -E '^(PASS|FAIL)'

(cd outside && iverilog -g2005 -s "kvolt_${engine}_tb" -o ../outside.vvp -c "$engine.tb.f")
vvp -n outside.vvp >in_icarus.txt
grep '^result' in_verilator.txt >a.txt
grep '^result' in_icarus.txt >b.txt
cmp a.txt b.txt && echo "Icarus with the Verilog macros: the same $(wc -l <b.txt) results"
