// SPDX-License-Identifier: Apache-2.0
// The normalizer library: what the generator must know of each kind. A new kind is its name in gen/config/kinds.hpp,
// one file in gen/design/normalizers/, one in sim/model/normalizers/ (its integer function) and, where it has RTL of
// its own, one rtl/kv_norm_<kind>.v; docs/adc.md has the recipe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gen/config/normalizer_setting.hpp"

namespace kvolt {

/// One parameter of a Verilog instance: its name and its value as a literal.
struct ModuleParameter {
    std::string name;
    std::string value;
};

/// What kv_reciprocal computes for a normalizer that divides by the number of live slots.
struct ReciprocalPlan {
    std::uint64_t numerator = 0;
    int numerator_bits = 0;
    std::uint64_t maximum = 0;  ///< of the quotient: beyond it every positive score saturates
    int recip_bits = 0;
    int cycles = 0;  ///< from the start strobe to the first cycle in which the result is valid
};

/// Constants that a kind refuses.
struct SettingProblem {
    const char* key;
    std::string wrong, allowed;
};

struct Normalizer {
    std::string_view name;      ///< value of normalizer.kind
    std::string_view module;    ///< of rtl/
    std::string_view describe;  ///< one sentence without the final stop
    bool divides_by_live;       ///< uses kv_reciprocal

    /// Parameters of the module beside IN_BITS and OUT_BITS, tables included.
    std::vector<ModuleParameter> (*parameters)(const NormalizerSetting&);
    /// Clock cycles from a score code to its phi code.
    int (*latency_cycles)(const NormalizerSetting&);
    /// The real formula f of a score in microampere with `live` slots; 1 stands for the largest phi code. Not clamped;
    /// never falls where the score rises.
    double (*formula)(const NormalizerSetting&, double score_ua, int live);
    /// Bound of |N(x) - clamp(p_max * f, 0, p_max)|, in phi codes, over every x and every number of live slots.
    double (*error_bound)(const NormalizerSetting&);
    /// Plan of the divider; all zero where divides_by_live is false.
    ReciprocalPlan (*reciprocal)(const NormalizerSetting&);
    /// What normalizer.scale_ua = 0 stands for, where scores saturate at `saturation_ua`.
    double (*default_scale_ua)(double saturation_ua, int window);
    /// Constants that its fixed point does not hold; nullptr: it takes all.
    std::optional<SettingProblem> (*problem)(const NormalizerSetting&);
};

/// All kinds, in the order of the enumeration NormalizerKind.
const std::vector<const Normalizer*>& normalizers();
const Normalizer& normalizer(NormalizerKind kind);

// One per file of gen/design/normalizers/.
#define KVOLT_DECLARE(kind) extern const Normalizer kind##_normalizer;
KVOLT_NORMALIZERS(KVOLT_DECLARE)
#undef KVOLT_DECLARE

// Shared by those files.
std::uint64_t rounded(double value, std::uint64_t maximum);  ///< half up, clamped to 0..maximum
std::string literal(int bits, std::uint64_t value);          ///< 9'd480
/// Words of `bits` bits, word 0 lowest, as one hexadecimal literal.
std::string table_literal(const std::vector<std::uint64_t>& words, int bits);
ReciprocalPlan no_reciprocal(const NormalizerSetting& setting);
/// Parameters of kv_reciprocal beside SLOTS and TILES.
std::vector<ModuleParameter> parameters_of(const ReciprocalPlan& plan);
/// TABLE and TABLE_BITS of kv_norm_sigmoid, with which its code is p_max * `formula`, rounded half up, exactly; for any
/// formula that does not divide by the live slots.
std::vector<ModuleParameter> threshold_parameters(const NormalizerSetting& setting,
                                                  double (*formula)(const NormalizerSetting&, double, int));

}  // namespace kvolt
