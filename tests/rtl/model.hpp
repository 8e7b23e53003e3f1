// SPDX-License-Identifier: Apache-2.0
// How tests of blocks hold a verilated model, whether or not it counts what it reaches (-DKVOLT_BLOCK_COVERAGE=ON).
#pragma once

#include <memory>

namespace kvolt::test {

/// A new model. One that counts coverage is never destroyed: Verilator reads the counts where they stand, after the
/// last test (coverage_writer.cpp).
template <class Model>
std::shared_ptr<Model> make_model() {
#if VM_COVERAGE
    return {new Model, [](Model*) {}};
#else
    return std::make_shared<Model>();
#endif
}

}  // namespace kvolt::test
