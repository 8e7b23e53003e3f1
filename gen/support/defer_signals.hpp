// SPDX-License-Identifier: Apache-2.0
// Ctrl-C waits while a directory is swapped: the few milliseconds in which stopping would leave half of it behind.
#pragma once

#include <csignal>

namespace kvolt {

/// Holds back SIGINT, SIGTERM and SIGHUP in this thread; they act when the object goes.
class DeferSignals {
public:
    DeferSignals() {
        sigset_t held;
        sigemptyset(&held);
        for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&held, signal);
        pthread_sigmask(SIG_BLOCK, &held, &before_);
    }
    ~DeferSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    DeferSignals(const DeferSignals&) = delete;
    DeferSignals& operator=(const DeferSignals&) = delete;

private:
    sigset_t before_;
};

}  // namespace kvolt
