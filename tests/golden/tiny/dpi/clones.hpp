// SPDX-License-Identifier: Apache-2.0
// Loops that the compiler vectorizes several times over; each processor takes the widest version it has. Lanes are
// independent or written out, so every version gives the same bits.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define KVOLT_CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define KVOLT_CLONES
#endif
