// SPDX-License-Identifier: Apache-2.0
// Any bytes as a Liberty file: a tree whose every piece lies within the text, or InputError.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <string>

#include "gen/flows/cells/liberty.hpp"
#include "gen/support/diagnostics.hpp"

namespace {

void expect_within(std::string_view piece, const std::string& text) {
    if (piece.empty()) return;
    const std::less<const char*> before;
    if (before(piece.data(), text.data()) || before(text.data() + text.size(), piece.data() + piece.size()))
        std::abort();
}

void visit(const kvolt::LibertyGroup& group, const std::string& text) {
    expect_within(group.type, text);
    for (const auto& attribute : group.attributes) {
        expect_within(attribute.name, text);
        for (const auto value : attribute.values) {
            expect_within(value, text);
            kvolt::liberty_number(value, 0);
        }
    }
    for (const auto& child : group.groups) visit(child, text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const auto file = kvolt::parse_liberty(std::string(reinterpret_cast<const char*>(data), size), "fuzz.lib");
        visit(file.library, *file.text);
    } catch (const kvolt::InputError&) {
    }
    return 0;
}
