// SPDX-License-Identifier: Apache-2.0
// Reads Liberty files as a tree of groups and attributes. A Liberty file is hostile until it has been read to its last
// brace.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kvolt {

/// `name : value;` (one value) or `name (value, ...);`. Quotes are stripped.
struct LibertyAttribute {
    std::string_view name;
    std::vector<std::string_view> values;
    int line = 0;  ///< 1-based
};

/// `type (arguments) { attributes, groups }`. Everything points into the text of the LibertyFile it belongs to.
struct LibertyGroup {
    std::string_view type;
    std::vector<std::string_view> arguments;
    std::vector<LibertyAttribute> attributes;
    std::vector<LibertyGroup> groups;
    int line = 0;  ///< 1-based

    /// Attribute `name`, null when absent.
    [[nodiscard]] const LibertyAttribute* attribute(std::string_view name) const;
    /// First value of attribute `name`, empty when absent.
    [[nodiscard]] std::string_view value(std::string_view name) const;
    /// Value of `name` as a number, `otherwise` when absent or not a number.
    [[nodiscard]] double number(std::string_view name, double otherwise) const;
    /// First argument, empty when there is none.
    [[nodiscard]] std::string_view name() const;
    /// First group of this type inside, null when there is none.
    [[nodiscard]] const LibertyGroup* group(std::string_view type) const;
};

struct LibertyFile {
    std::string source;                       ///< for messages
    std::shared_ptr<const std::string> text;  ///< decompressed
    LibertyGroup library;                     ///< the `library (...) {...}` group
};

/// Number at the start of `text` ("0.5ns" gives 0.5); `otherwise` when there is none or it is not finite.
double liberty_number(std::string_view text, double otherwise);

/// Parses text already in memory. Throws InputError(`source:line: problem`).
LibertyFile parse_liberty(std::string text, const std::string& source);

/// Reads a plain or gzip file. Throws InputError: missing, not readable, damaged or cut-off gzip, larger than 256 MiB,
/// not Liberty.
LibertyFile read_liberty(const std::string& path);

}  // namespace kvolt
