#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A bad chip, measured and corrected by itself. You learn: how imperfections are drawn, what calibration gives back and
# what it cannot, how the self test finds broken cells.        docs/examples/bad_chip.sh [TOKENS]        leaves nothing
set -euo pipefail
tokens=${1:-512}
chip="--set analog.comparator_offset_ua=3 --set analog.read_noise_ua=1 --set calibration.average=64"

against_reals() { # shellcheck disable=SC2086 # words of a command
  kvolt simulate tile64 --engine golden --tokens "$tokens" $chip --snr "$@" | sed -n 's/^ *\(input codes\)/  \1/p'
}
echo "what is lost from here on, down to the codes of this chip, as it comes (last column, dB):"
against_reals
echo "... calibrated before the first token:"
against_reals --calibrate

echo "... and with one cell in a hundred stuck, which no lane offset mends but a march over all slots finds:"
kvolt selftest tiny --quick --set calibration.average=16 --set calibration.self_test=true \
  --set analog.stuck_cells=0.01 --set analog.seed=6 | tail -n 3
