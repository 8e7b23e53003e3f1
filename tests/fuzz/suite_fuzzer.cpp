// SPDX-License-Identifier: Apache-2.0
// Any bytes as a regression suite: read, or refused with InputError.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "gen/flows/regress_suite.hpp"
#include "kvolt/diagnostics.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const int file = memfd_create("fuzz", 0);
    if (file < 0 || write(file, data, size) != static_cast<ssize_t>(size)) std::abort();
    try {
        kvolt::load_suite("/proc/self/fd/" + std::to_string(file));
    } catch (const kvolt::InputError& error) {
        if (error.diagnostics().empty()) std::abort();
    }
    close(file);
    return 0;
}
