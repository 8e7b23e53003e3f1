// SPDX-License-Identifier: Apache-2.0
// Arbitrary configurations whose keys are each legal, drawn from the key table itself.
#pragma once

#include <rapidcheck.h>

#include <string>

#include "gen/config/key_values.hpp"
#include "gen/config/keys.hpp"

namespace kvolt::test {

/// Any value that `legal` allows, as a source would give it; ends of a range are drawn often.
struct DrawValue {
    rc::Gen<GivenValue> operator()(const Boolean&) const {
        return rc::gen::map(rc::gen::arbitrary<bool>(), [](bool value) {
            return GivenValue{value, value ? "true" : "false"};
        });
    }
    rc::Gen<GivenValue> operator()(const IntegerRange& range) const {
        // inRange() excludes its end, and the end of the seed's range has no successor.
        const std::int64_t end = range.max - (range.max == std::numeric_limits<std::int64_t>::max() ? 1 : 0);
        return rc::gen::map(
            rc::gen::oneOf(rc::gen::element(range.min, range.max), rc::gen::inRange<std::int64_t>(range.min, end + 1)),
            integer);
    }
    rc::Gen<GivenValue> operator()(const IntegerList& list) const {
        return rc::gen::map(rc::gen::elementOf(list.values), integer);
    }
    rc::Gen<GivenValue> operator()(const RealRange& range) const {
        const auto between = rc::gen::map(rc::gen::inRange(1, 1000001), [range](int step) {
            return step == 1000000 ? range.max : range.min + (range.max - range.min) * (step / 1e6);
        });
        return rc::gen::map(between, [](double value) { return GivenValue{value, real_text(value)}; });
    }
    rc::Gen<GivenValue> operator()(const Choices& choices) const {
        return rc::gen::map(rc::gen::elementOf(choices.names), [](std::string_view name) {
            return GivenValue{std::string(name), std::string(name)};
        });
    }
    rc::Gen<GivenValue> operator()(const Identifier& identifier) const {
        const auto letter = rc::gen::inRange('a', static_cast<char>('z' + 1));
        const auto part = rc::gen::elementOf(std::string("abcxyz0123456789_"));
        const auto rest = static_cast<int>(identifier.max_length);
        return rc::gen::exec([=] {
            std::string name(1, *letter);
            for (int i = *rc::gen::inRange(0, rest); i > 0; --i)
                if (const char next = *part; next != '_' || (name.back() != '_' && i > 1)) name += next;
            if (name.back() == '_') name.pop_back();
            return GivenValue{name, name};
        });
    }
    /// A file that may not exist would be one more thing to draw: tables have tests of their own.
    rc::Gen<GivenValue> operator()(const FilePath&) const { return rc::gen::just(GivenValue{std::string(), "\"\""}); }

private:
    static GivenValue integer(std::int64_t value) { return {value, std::to_string(value)}; }
};

inline GivenValue draw_value(const Key& key) {
    GivenValue given = *std::visit(DrawValue{}, key.legal);
    if (std::holds_alternative<Member<std::array<double, 4>>>(key.member)) {
        std::vector<double> four;
        for (int i = 0; i < 4; ++i) four.push_back(std::get<double>((*std::visit(DrawValue{}, key.legal)).value));
        given.value = four;
    }
    return given;
}

/// Every key anywhere in its range. Keys may still contradict each other.
inline Config draw_config() {
    Config config;
    for (const auto& key : keys()) RC_ASSERT(assign(key, config, draw_value(key)).empty());
    if (config.analog.cell == CellKind::table) config.analog.cell = CellKind::cubic;
    return config;
}

}  // namespace kvolt::test
