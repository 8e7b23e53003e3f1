#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Cells that forget. You learn: what leakage costs, and the three answers: forget old tokens on purpose, count queries
# that meet them, or write them again in time.        docs/examples/retention.sh [TOKENS]        leaves retention.txt
set -euo pipefail
tokens=${1:-600}

try() { # NAME OPTIONS...
  name=$1
  shift
  kvolt simulate tile64 --engine golden --tokens "$tokens" --set analog.decay_per_token=0.01 --snr "$@" >retention.txt
  lost=$(sed -n 's/^ *leakage *[0-9.]* *\([0-9.]*\).*/\1/p' retention.txt)
  left=$(sed -n 's/^ *softmax-free float *[0-9.]* *[0-9.]* *[0-9.]* *\([0-9.]*\).*/\1/p' retention.txt)
  echo "$name leakage alone leaves $lost dB; the engine against attention without softmax: $left dB"
}
try "no limit:                      "
try "older than 32 tokens, masked:  " --set retention.limit=32
try "older than 32 tokens, counted: " --set retention.limit=32 --set retention.policy=flag

# Where queries come for long without a new token, time ages what is stored: each slot is written again from a copy.
echo "written again within 256 packets:"
kvolt check tile64 --set retention.limit=256 --set retention.refresh=true | grep -E 'refresh_period |shadow_bits'
