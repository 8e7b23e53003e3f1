// SPDX-License-Identifier: Apache-2.0
#include "sim/bench/dut_library.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include "gen/support/diagnostics.hpp"

namespace kvolt {

std::unique_ptr<Dut> load_dut(const std::string& path) {
    void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) throw ToolError(fmt::format("cannot load the generated model: {}", dlerror()));
    auto* make = reinterpret_cast<MakeDut>(dlsym(library, make_dut_symbol));
    if (make == nullptr) throw ToolError(fmt::format("{} is not a generated model: {}", path, dlerror()));
    return std::unique_ptr<Dut>(make());
}

}  // namespace kvolt
