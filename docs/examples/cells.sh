#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Area, timing and energy in cells of your own. You learn: what a Liberty file is enough for, and what the interval of a
# token costs in area.        docs/examples/cells.sh [LIBERTY [PRESET]]        leaves one_*.json, two_*.json
set -euo pipefail
engine=${2:-tiny}
if [ $# -gt 0 ]; then set -- --liberty "$1"; fi # otherwise the 180 nm cells that scripts/deps installs

number() { sed -n "s/^ *\"$1\": *\([0-9.]*\),*$/\1/p" "$2" | head -n 1; }
for integrators in one two; do
  count=1
  if [ $integrators = two ]; then count=2; fi
  kvolt area "$engine" --set analog.integrators=$count "$@" --clock-ns 8 --report $integrators.json >$integrators.txt
  echo "$integrators integrator a column: $(number digital_um2 $integrators.json) um2 of cells, up to" \
    "$(number fmax_mhz $integrators.json) MHz, a token every $(number token_interval_ns $integrators.json) ns"
done
echo "where it goes: one.txt, two.txt"
