#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Generate and look. You learn: what one TOML file becomes, that every number in the Verilog was derived and can be
# asked for, and where to begin to read.        docs/examples/look.sh [PRESET]        leaves mine.toml, mine/, mine.svg
set -euo pipefail

kvolt init --preset "${1:-tiny}" --set head.tiles=2 --set bits.out=6 --force -o mine.toml
kvolt check mine.toml | grep -E 'latency_cycles|interval_cycles|sum_bits|window '

kvolt generate mine.toml --force -o mine
echo "Verilog:   $(find mine/rtl -name '*.v' | wc -l) files, $(cat mine/rtl/*.v | wc -l) lines, top kvolt_mine.v"
echo "the head:  $(grep -cE '^    k[a-z_]+ .*(#|u_)' mine/rtl/kvolt_mine_head.v) instances, drawn in mine.svg"
kvolt draw mine.toml head >mine.svg

# The same number three times: derived, in the Verilog, in the register header that software reads.
kvolt check mine.toml --json | grep '"tiles"'
grep -m 1 ' TILES *=' mine/rtl/kvolt_mine_head.v
grep '_TILES ' mine/include/mine_regs.h
