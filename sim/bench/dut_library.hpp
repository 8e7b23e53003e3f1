// SPDX-License-Identifier: Apache-2.0
// A generated model, loaded as a shared object.
#pragma once

#include <memory>
#include <string>

#include "kvolt/dut.hpp"

namespace kvolt {

/// Loads `path` and makes its engine. The object stays loaded for the life of the process (SystemC elaborates once).
/// Throws ToolError.
std::unique_ptr<Dut> load_dut(const std::string& path);

}  // namespace kvolt
