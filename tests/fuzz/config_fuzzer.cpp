// SPDX-License-Identifier: Apache-2.0
// Any bytes as a configuration: read and derived, or refused with InputError; what is accepted says itself again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "gen/config/load_config.hpp"
#include "gen/config/to_toml.hpp"
#include "gen/design/design.hpp"
#include "gen/design/elaborate.hpp"
#include "gen/support/diagnostics.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    try {
        const kvolt::Design design = kvolt::elaborate(kvolt::parse_config(text, "fuzz.toml"));
        const std::string canonical = kvolt::to_toml(design.config);
        if (kvolt::elaborate(kvolt::parse_config(canonical, "again.toml")).hash != design.hash) std::abort();
    } catch (const kvolt::InputError& error) {
        if (error.diagnostics().empty()) std::abort();
    }
    return 0;
}
