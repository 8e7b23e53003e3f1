// SPDX-License-Identifier: Apache-2.0
// The key table: every configuration key with its place in Config, legal values, unit and sentence. Parsing, range
// checks, --set, `kvolt init` and docs/configuration.md all read it; a new key is one member of Config and one line of
// gen/config/keys.cpp (of an imperfection: one row in gen/config/imperfections.hpp).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gen/config/config.hpp"

namespace kvolt {

template <class T>
using Member = T& (*)(Config&);

/// Where a key lives in Config. A key of a new type is one alternative here and one overload of assign() and
/// value_text().
using AnyMember = std::variant<Member<bool>, Member<int>, Member<std::uint64_t>, Member<double>,
                               Member<std::array<double, 4>>, Member<std::string>, Member<ScorePath>, Member<CellKind>,
                               Member<NormalizerKind>, Member<ConverterKind>, Member<RetentionPolicy>, Member<KindMix>>;

/// true or false.
struct Boolean {};
/// Both ends are legal.
struct IntegerRange {
    std::int64_t min = 0, max = 0;
    std::string_view below = {};  ///< what a smaller value would do, where that is not plain
};
struct IntegerList {
    std::vector<std::int64_t> values;
};
/// `max` is legal; `min` is legal unless `above`.
struct RealRange {
    double min = 0, max = 0;
    bool above = false;
};
/// Names of an enumeration, in the order of its values from `first` on.
struct Choices {
    std::vector<std::string_view> names;
    std::size_t first = 0;
};
/// [a-z][a-z0-9_]*, no two _ in a row (Verilator writes them in its own way) and none at the end (parts of the engine
/// are called NAME_part), at most max_length characters.
struct Identifier {
    std::size_t max_length = 0;
};
/// Empty or a path, without quotes, backslashes and control characters.
struct FilePath {
    std::size_t max_length = 0;
};
using Legal = std::variant<Boolean, IntegerRange, IntegerList, RealRange, Choices, Identifier, FilePath>;

struct Key {
    std::string_view name;  ///< dotted
    AnyMember member;
    Legal legal;
    std::string_view unit;  ///< empty: a name, a choice or a ratio
    std::string_view doc;   ///< one sentence without the final stop
};

/// All keys, in the order in which they are written.
const std::vector<Key>& keys();
/// nullptr when there is no such key.
const Key* find_key(std::string_view name);
/// Names of all keys, for "did you mean".
std::vector<std::string> key_names();
/// "head" and every other part before a dot.
std::vector<std::string> section_names();
/// Keys of a section, dotted.
std::vector<std::string> keys_of(std::string_view section);
/// True for "head" because head.dimension exists.
bool is_section(std::string_view name);

}  // namespace kvolt
