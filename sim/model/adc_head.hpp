// SPDX-License-Identifier: Apache-2.0
// What is different in a head whose scores are converted: arrays, score codes, normalizer, weights; docs/adc.md.
#pragma once

#include <cstdint>
#include <vector>

#include "gen/design/design.hpp"
#include "sim/model/analog_output.hpp"
#include "sim/model/normalizer_model.hpp"
#include "sim/model/slot_walk.hpp"
#include "sim/model/tile_physics.hpp"

namespace kvolt {

/// The arrays of one head and everything between them, in plain integers around the cell physics. Bit-exact to the RTL.
class AdcArrays {
public:
    AdcArrays(const Design& design, int head);

    /// One stored token: `slot` counts over all tiles, k and v are `rows` levels.
    /// The cycles count where charge leaks by time.
    void store(int slot, const std::uint8_t* k, const std::uint8_t* v, std::int64_t k_cycle = 0,
               std::int64_t v_cycle = 0);
    /// Output codes summed over the tiles, for `rows` query codes and the live slots of `window`; where given, the
    /// outputs before that are added to `analog`.
    [[nodiscard]] std::vector<std::int32_t> attend(const std::uint16_t* q, const SlotWalk& window,
                                                   AnalogOutput* analog = nullptr, std::int64_t scored = 0,
                                                   std::int64_t weighed = 0);

    /// After attend(), all slots: exact score in microampere, summed over the groups; phi = code / largest code.
    [[nodiscard]] const std::vector<double>& s() const { return s_; }
    [[nodiscard]] const std::vector<double>& phi() const { return phi_; }

private:
    /// Tile t's array of row group g. A V array and a K array with the same cells addressed alike: the halves of one
    /// tile.
    TilePhysics& array(int t, int g) { return arrays_[static_cast<std::size_t>(t * groups_ + g)]; }
    void convert(int t, const std::vector<std::uint16_t>& q, const SlotWalk& window);
    void weigh(int t, std::vector<std::int32_t>& codes, AnalogOutput* analog);

    int rows_, array_rows_, groups_, tiles_, slots_;
    int adc_bits_, phi_max_;
    double lsb_ua_;
    bool imperfect_;  ///< outputs without a live slot have noise and offsets
    NormalizerFunction normalize_;
    std::vector<TilePhysics> arrays_;
    std::vector<double> s_, phi_;
};

}  // namespace kvolt
