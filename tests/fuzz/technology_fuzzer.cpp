// SPDX-License-Identifier: Apache-2.0
// Any bytes as a technology description: read, or refused with InputError.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "gen/flows/cells/technology.hpp"
#include "gen/flows/cells/technology_description.hpp"
#include "gen/support/diagnostics.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        kvolt::parse_technology(std::string(reinterpret_cast<const char*>(data), size), "fuzz.toml");
    } catch (const kvolt::InputError& error) {
        if (error.diagnostics().empty()) std::abort();
    }
    return 0;
}
