// SPDX-License-Identifier: Apache-2.0
// What there is to choose from, once: each list makes the enumeration, the names that a configuration writes and the
// tables of records (gen/design/, gen/emit/, sim/model/). A new kind is one X(...) here and the files that its table
// then misses; docs/adc.md says which.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

// clang-format off
/// What makes a weight of a score.
#define KVOLT_NORMALIZERS(X) X(hardsigmoid) X(relu) X(sigmoid) X(consmax)

/// What makes a code of a charge: of scores, and of outputs.
#define KVOLT_CODE_CONVERTERS(X) X(ramp) X(sar)

/// What reads an output: the array's own signed pulses, or those.
#define KVOLT_CONVERTERS(X) X(pulse) KVOLT_CODE_CONVERTERS(X)
// clang-format on

namespace kvolt {

#define KVOLT_ENUMERATOR(kind) kind,
#define KVOLT_NAME(kind) #kind,

enum class NormalizerKind { KVOLT_NORMALIZERS(KVOLT_ENUMERATOR) };
enum class ConverterKind { KVOLT_CONVERTERS(KVOLT_ENUMERATOR) };

/// Names in the order of the enumeration.
inline std::vector<std::string_view> normalizer_names() { return {KVOLT_NORMALIZERS(KVOLT_NAME)}; }
inline std::vector<std::string_view> code_converter_names() { return {KVOLT_CODE_CONVERTERS(KVOLT_NAME)}; }
inline std::vector<std::string_view> converter_names() { return {KVOLT_CONVERTERS(KVOLT_NAME)}; }

/// Place of the first code converter among the converters.
inline std::size_t first_code_converter() { return converter_names().size() - code_converter_names().size(); }

#undef KVOLT_ENUMERATOR
#undef KVOLT_NAME

}  // namespace kvolt
