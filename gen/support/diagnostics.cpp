// SPDX-License-Identifier: Apache-2.0
#include "gen/support/diagnostics.hpp"

#include <fmt/format.h>

#include <utility>

namespace kvolt {
namespace {

/// Control characters would break "one line per problem" (a quoted TOML key may hold any of them).
std::string printable(const std::string& text) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f) {
            out += fmt::format("\\x{:02x}", byte);
        } else {
            out += c;
        }
    }
    return out;
}

std::string all_lines(const std::vector<Diagnostic>& diagnostics) {
    std::string out;
    for (const auto& diagnostic : diagnostics) {
        if (!out.empty()) out += '\n';
        out += diagnostic.text();
    }
    return out;
}

}  // namespace

std::string Diagnostic::text() const {
    std::string out = pos.file;
    if (pos.line > 0) out += fmt::format(":{}", pos.line);
    if (!out.empty()) out += ": ";
    if (!key.empty()) out += key + ": ";
    out += problem;
    if (!allowed.empty()) out += ", " + allowed;
    return printable(out);
}

InputError::InputError(std::vector<Diagnostic> diagnostics)
    : std::runtime_error(all_lines(diagnostics)), diagnostics_(std::move(diagnostics)) {}

InputError::InputError(const std::string& file, const std::string& problem)
    : InputError(std::vector<Diagnostic>{Diagnostic{SourcePos{file, 0}, "", problem, ""}}) {}

}  // namespace kvolt
