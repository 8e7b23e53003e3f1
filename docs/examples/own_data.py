#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Own data, and the result in numpy. You learn: how tensors of a model become the engine's units, that the result comes
# back in them, and how much of exact attention is left.        docs/examples/own_data.py
# Leaves qkv.npz, attention.npz
import subprocess
import numpy as np

tokens, rows, window = 96, 64, 64
rng = np.random.default_rng(1)
# What a layer gives, in any units: q, k and v of tokens that have something in common.
layer = 0.3 * rng.normal(size=(3, tokens, rows)) + rng.normal(size=(3, 1, rows))
def fit(x, low, high):
    return low + (high - low) * (x - x.min()) / (x.max() - x.min())
q, k, v = fit(layer[0], 0, 1), fit(layer[1], 0, 0.9), fit(layer[2], 0, 0.9)  # k and v in volt

np.savez("qkv.npz", Q=q, K=k, V=v)
subprocess.run("kvolt simulate tile64 --engine golden --input qkv.npz --output attention.npz".split(), check=True)
result = np.load("attention.npz")
attention = result["output"]  # (tokens, rows), in full scales of a tile's output
print("members:", ", ".join(result.files))

# The same with reals: the scores above 0 of the last 64 tokens are the weights, 0.45 V stands for zero.
exact = np.zeros_like(attention)
for t in range(tokens):
    seen = slice(max(0, t + 1 - window), t + 1)
    exact[t] = np.clip((k[seen] - 0.45) @ q[t], 0, None) @ (v[seen] - 0.45)
print(f"correlation with attention in reals: {np.corrcoef(exact.ravel(), attention.ravel())[0, 1]:.2f}")
