// SPDX-License-Identifier: Apache-2.0
// Any bytes as a regression suite: read, or refused with InputError.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "gen/flows/regression/regress_suite.hpp"
#include "gen/support/diagnostics.hpp"
#include "tests/fuzz/memory_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const kvolt::test::MemoryFile file(std::string(reinterpret_cast<const char*>(data), size));
    try {
        kvolt::load_suite(file.path());
    } catch (const kvolt::InputError& error) {
        if (error.diagnostics().empty()) std::abort();
    }
    return 0;
}
