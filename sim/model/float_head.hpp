// SPDX-License-Identifier: Apache-2.0
// A head without codes: what quantization is measured against.
#pragma once

#include <memory>
#include <vector>

#include "gen/design/design.hpp"

namespace kvolt {

/// Unquantized reference: the same formulas on real inputs. Q in [0,1], K and V in volt, rows each.
class FloatHead {
public:
    explicit FloatHead(const Design& design);
    ~FloatHead();

    /// Runtime window of the sequences that start from now on; 0 = built window.
    void set_window(int window);
    /// Slots that are not used by the sequences that start from now on.
    void set_bad_slots(const std::vector<int>& slots);
    void start_sequence();
    /// Stores k and v, then answers q. Returns A summed over tiles (each tile clamped to [-1,1], not quantized), rows
    /// values.
    std::vector<double> step(const double* q, const double* k, const double* v);
    [[nodiscard]] const std::vector<double>& s() const;  ///< window slots
    [[nodiscard]] const std::vector<double>& phi() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kvolt
