// SPDX-License-Identifier: Apache-2.0
// docs/machine.md promises pins and registers by name and place; this is where it is held to that.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "gen/config/load_config.hpp"
#include "gen/design/design.hpp"
#include "gen/design/elaborate.hpp"
#include "tests/model/scratch.hpp"

namespace kvolt::test {
namespace {

std::string machine_page() { return contents(KVOLT_SOURCE_DIR "/docs/machine.md"); }

/// First cells of the table rows between two texts of the page, header and rule left out.
std::vector<std::string> first_cells(const std::string& after, const std::string& until) {
    const std::string page = machine_page();
    const auto begin = page.find(after), end = page.find(until, begin);
    std::vector<std::string> cells;
    for (auto line = page.find("\n| ", begin); line < end; line = page.find("\n| ", line + 1)) {
        cells.push_back(page.substr(line + 3, page.find(" |", line + 3) - line - 3));
    }
    if (!cells.empty()) cells.erase(cells.begin());
    return cells;
}

TEST(MachinePage, ListsThePinsOfTheTileInTheirOrder) {
    const auto d = elaborate(load_config("tiny", {"head.dimension=9", "tile.slots=5", "bits.kv=2"}));
    std::string promised, found;
    for (const auto& cell : first_cells("## 2. The tile macro", "Cycle by cycle")) promised += cell + ", ";
    for (const auto& pin : d.macros.front().pins) found += "`" + pin.name + "`, ";
    EXPECT_EQ(found, promised);
}

TEST(MachinePage, ListsEveryRegisterAtItsOffset) {
    const auto page = machine_page();
    for (const auto& reg : elaborate(load_config("tiny")).registers) {
        const auto offset = reg.offset == 0x100  ? std::string("0x100 + 0x40 h")
                            : reg.offset > 0x100 ? fmt::format("+0x{:02X}", reg.offset - 0x100)
                                                 : fmt::format("0x{:03X}", reg.offset);
        const auto name = reg.head == 0 ? reg.name.substr(3) : reg.name;
        EXPECT_NE(page.find(fmt::format("\n| {} | {} |", offset, name)), std::string::npos) << offset << " " << name;
    }
}

}  // namespace
}  // namespace kvolt::test
